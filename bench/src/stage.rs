//! A stack with people on it, and what its database says.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use jiff::Timestamp;
use rondo_harness::Sql;
use rondo_harness::stack::Stack;

use crate::crowd::{Crowd, Work};
use crate::options::Options;
use crate::prometheus::Page;
use crate::sample::Sample;
use crate::say;

/// What has no position yet is unpublished from the start.
const UNPUBLISHED: &str = "SELECT CAST(COALESCE(SUM(l.last_seq - COALESCE(p.done_seq, 0)), 0) AS BIGINT) FROM lines l \
     LEFT JOIN positions p ON p.user_id = l.user_id AND p.consumer = 'relay'";
const UNCONSUMED: &str = "SELECT COUNT(*) FROM events e WHERE e.kind = 'task.completed' AND NOT EXISTS \
     (SELECT 1 FROM inbox i WHERE i.consumer = 'recurring-task-service' AND i.event_id = e.event_id)";

/// Everything that a measurement needs.
pub(crate) struct Stage<'a> {
    pub(crate) options: &'a Options,
    pub(crate) crowd: Crowd,
    pub(crate) sql: Sql,
    // Last, so that everybody has let go of it.
    pub(crate) stack: Stack,
}

impl<'a> Stage<'a> {
    /// Starts a stack on a database that waits for its disk, has people sign up, and warms everything.
    pub(crate) async fn set(options: &'a Options) -> Result<Self> {
        say("Starting Postgres, Kafka, three sidecars and five services");
        let planned = Stack::begin().with(|plan| plan.program(&options.program).lasting());
        let stack = planned.start().await?;
        say(&format!(
            "Having {} people sign up, and warming everything for five seconds",
            options.people()
        ));
        let stage = Self {
            options,
            crowd: Crowd::gather(&stack, options.people()).await,
            sql: stack.sql().await,
            stack,
        };
        stage.crowd.work(Work::at(80.0, Duration::from_secs(5))).await?.flawless()?;
        stage.settle().await?;
        Ok(stage)
    }

    /// How many events are not published, and how many completions have not had their effect.
    pub(crate) async fn left(&self) -> (i64, i64) {
        (self.sql.number(UNPUBLISHED).await, self.sql.number(UNCONSUMED).await)
    }

    /// Waits until nothing is left, the events that follow from events included.
    pub(crate) async fn settle(&self) -> Result<()> {
        let begun = Instant::now();
        loop {
            let left = self.left().await;
            if left == (0, 0) {
                return Ok(());
            }
            ensure!(
                begun.elapsed() < Duration::from_mins(5),
                "not at rest after five minutes: {left:?}"
            );
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// How many events were committed between these instants.
    pub(crate) async fn committed(&self, from: Timestamp, to: Timestamp) -> i64 {
        let query = format!("SELECT COUNT(*) FROM events WHERE at {}", between(from, to));
        self.sql.number(&query).await
    }

    /// How long it took from the commit of each completion to the commit of its effect, both as Postgres
    /// noted them in its commit records.
    pub(crate) async fn effects(&self, from: Timestamp, to: Timestamp) -> Result<Sample> {
        let query = format!(
            "SELECT CAST(EXTRACT(EPOCH FROM pg_xact_commit_timestamp(i.xmin) - pg_xact_commit_timestamp(e.xmin)) * 1000 \
             AS TEXT) FROM events e JOIN inbox i ON i.event_id = e.event_id AND i.consumer = 'recurring-task-service' \
             WHERE e.kind = 'task.completed' AND e.at {}",
            between(from, to)
        );
        let delays = self.sql.texts(&query).await;
        let delays = delays
            .iter()
            .map(|delay| delay.parse().with_context(|| format!("the delay {delay}")));
        Ok(Sample::of(delays.collect::<Result<_>>()?))
    }

    /// What the relay measured of itself.
    pub(crate) async fn relay(&self) -> Result<Page> {
        Page::of(&self.stack.role("relay").url()).await
    }
}

fn between(from: Timestamp, to: Timestamp) -> String {
    format!("BETWEEN {} AND {}", from.as_microsecond(), to.as_microsecond())
}

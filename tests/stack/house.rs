//! The stack, as a story of the main job sees a server.

use rondo_harness::stack::Stack;
use rondo_harness::{Answer, PATIENCE, Sql, User, eventually};
use serde_json::json;
use tokio::sync::OnceCell;

use crate::turn::{Turn, turn};

/// There is one kind of stack.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Engine;

/// Every service in a process of its own, over Postgres, Kafka and Dapr.
pub(crate) struct Rondo {
    stack: Stack,
    sql: Sql,
    clockmaker: OnceCell<User>,
    _turn: Turn,
}

pub(crate) struct Beginning {
    clock: Option<String>,
}

impl Beginning {
    pub(crate) fn at(self, instant: &str) -> Self {
        let clock = Some(instant.to_owned());
        Self { clock, ..self }
    }

    pub(crate) async fn start(self) -> Rondo {
        let turn = turn().await;
        let clocked = |plan: rondo_harness::stack::Plan| match &self.clock {
            Some(clock) => plan.at(clock),
            None => plan,
        };
        let stack = Stack::begin().with(clocked).start().await.expect("the stack starts");
        let sql = stack.sql().await;
        Rondo {
            stack,
            sql,
            clockmaker: OnceCell::new(),
            _turn: turn,
        }
    }
}

impl Rondo {
    pub(crate) fn on(_: Engine) -> Beginning {
        Beginning { clock: None }
    }

    pub(crate) async fn register(&self, zone: &str) -> User {
        self.stack.register(zone).await
    }

    /// Waits until everything is published and both consumers are done with what they want.
    pub(crate) async fn settled(&self) {
        crate::accounting::settled(&self.sql, PATIENCE).await;
    }

    pub(crate) async fn clock(&self, now: &str) {
        self.try_clock(now).await.expect(200);
    }

    async fn try_clock(&self, now: &str) -> Answer {
        let clockmaker = self.clockmaker.get_or_init(|| self.register("UTC")).await;
        let call = clockmaker.call("PUT", "/api/test/clock");
        call.json(&json!({"now": now})).send().await
    }

    pub(crate) fn reminders(&self) -> Vec<String> {
        self.stack.reminders()
    }

    pub(crate) async fn reminded(&self, count: usize) -> Vec<String> {
        let what = format!("{count} reminders are on the console");
        eventually(&what, PATIENCE, || async {
            Some(self.reminders()).filter(|lines| lines.len() >= count)
        })
        .await
    }
}

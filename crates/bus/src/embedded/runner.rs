//! One consumer: for whom to work next.

use std::time::Duration;

use rondo_domain::UserId;
use rondo_store::{Clock, Error, Store};
use tokio::task::JoinSet;
use tokio::time::sleep_until;
use tokio_util::sync::CancellationToken;

use super::Options;
use super::line::{Line, Turn};
use crate::absence::Absence;
use crate::woken::Woken;
use crate::{Backoff, Keeper, Subscription};

/// How many users are known by name at most.
const ROOM: usize = 1024;

/// How many users one look at all lines brings.
const SCAN: usize = 256;

/// Between tries of the whole consumer while the database is away.
const AWAY: Backoff = Backoff {
    first: Duration::from_millis(100),
    short: Duration::from_secs(2),
    quick_tries: 6,
    longest: Duration::from_secs(5),
};

type Ended = (UserId, Result<Turn, Error>);

/// A consumer at work.
pub(super) struct Runner {
    line: Line,
    woken: Woken,
    workers: JoinSet<Ended>,
    database: Absence,
}

impl Runner {
    pub(super) fn new(store: Store, options: Options, subscription: Subscription) -> Self {
        Self {
            woken: Woken::new(ROOM, options.scan_every),
            line: Line {
                store,
                options,
                subscription,
            },
            workers: JoinSet::new(),
            database: Absence::new(AWAY),
        }
    }

    pub(super) async fn run(mut self, shutdown: CancellationToken) {
        // Before the first look at the lines: no commit falls in between.
        let mut commits = self.line.store.commits();
        let mut keeper = Keeper::start(&self.line.store, self.line.subscription.consumer);
        tracing::debug!(consumer = self.line.subscription.consumer, "at work");
        while !shutdown.is_cancelled() {
            self.engage(&keeper).await;
            let wakes_at = self.database.until().unwrap_or_else(|| self.woken.scan_at());
            tokio::select! {
                () = shutdown.cancelled() => break,
                Some(ended) = self.workers.join_next() => self.settle(ended),
                wake = commits.next() => self.woken.hear(wake, &mut commits),
                () = keeper.renewed() => self.woken.more = true,
                () = sleep_until(wakes_at) => self.woken.wake(),
            }
        }
        while let Some(ended) = self.workers.join_next().await {
            self.settle(ended);
        }
        keeper.release().await;
        tracing::debug!(consumer = self.line.subscription.consumer, "drained");
    }

    /// Begins to work for as many users as there may be at once.
    async fn engage(&mut self, keeper: &Keeper) {
        while self.database.until().is_none() && self.workers.len() < self.line.options.users_at_once {
            if let Some(user) = self.woken.pop() {
                self.start(user, keeper);
            } else if self.woken.more {
                let found = self.scan(keeper).await;
                self.note(found);
            } else {
                break;
            }
        }
    }

    fn start(&mut self, user: UserId, keeper: &Keeper) {
        // A commit of another process's user: that one was woken as well.
        if keeper.of(user, self.line.options.handler_timeout).is_none() {
            return;
        }
        self.woken.begin(user);
        let (line, leases) = (self.line.clone(), keeper.leases());
        self.workers
            .spawn(async move { (user, line.turn(user, |user, needed| leases.of(user, needed)).await) });
    }

    /// Looks at all lines for those that this consumer is behind in.
    async fn scan(&mut self, keeper: &Keeper) -> Result<(), Error> {
        let (log, consumer) = (self.line.store.log(), self.line.subscription.consumer);
        let slots = keeper.slots(self.line.options.handler_timeout);
        let found = log.behind(consumer, &slots, Clock::machine(), SCAN as u64).await?;
        let next_try = log.next_try(consumer, &slots).await?;
        self.woken.scanned(&found, SCAN, next_try);
        Ok(())
    }

    fn settle(&mut self, ended: Result<Ended, tokio::task::JoinError>) {
        let (user, result) = ended.expect("a worker catches the panics of its handler and is never aborted");
        self.woken.end(user);
        match &result {
            Ok(Turn::More) => self.woken.push(user),
            Ok(Turn::Waits(at)) => self.woken.scan_by(*at),
            _ => {}
        }
        self.note(result.map(drop));
    }

    /// Leaves the database alone for a while when it does not answer.
    fn note(&mut self, result: Result<(), Error>) {
        match result {
            Ok(()) => self.database.over(),
            Err(error) => {
                let failures = self.database.failed();
                self.woken.more = true;
                let consumer = self.line.subscription.consumer;
                tracing::warn!(%error, consumer, failures, "the log cannot be read or marked");
            }
        }
    }
}

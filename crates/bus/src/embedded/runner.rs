//! One consumer: for whom to work next.

use std::collections::HashMap;
use std::time::Duration;

use rondo_domain::{Timestamp, UserId};
use rondo_store::{Clock, Commits, Error, Store, Wake};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::Options;
use super::line::{Line, Turn};

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
    /// Whom this consumer works for at present, and whether more came for them meanwhile.
    busy: HashMap<UserId, bool>,
    workers: JoinSet<Ended>,
    /// When to look at all lines next.
    scan_at: Instant,
    /// Until when to leave the database alone, and after how many failures of it.
    away: Option<(Instant, u32)>,
}

impl Runner {
    pub(super) fn new(store: Store, options: Options, subscription: Subscription) -> Self {
        Self {
            scan_at: Instant::now(),
            line: Line {
                store,
                options,
                subscription,
            },
            woken: Woken::new(ROOM),
            busy: HashMap::new(),
            workers: JoinSet::new(),
            away: None,
        }
    }

    pub(super) async fn run(mut self, shutdown: CancellationToken) {
        // Before the first look at the lines: no commit falls in between.
        let mut commits = self.line.store.commits();
        let mut keeper = Keeper::start(&self.line.store, self.line.subscription.consumer);
        tracing::debug!(consumer = self.line.subscription.consumer, "at work");
        while !shutdown.is_cancelled() {
            self.engage(&keeper).await;
            let wakes_at = self.wakes_at();
            tokio::select! {
                () = shutdown.cancelled() => break,
                Some(ended) = self.workers.join_next() => self.settle(ended),
                wake = commits.next() => self.hear(wake, &mut commits),
                () = keeper.renewed() => self.woken.more = true,
                () = sleep_until(wakes_at) => self.wake(),
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
        while !self.is_away() && self.workers.len() < self.line.options.users_at_once {
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
        if let Some(again) = self.busy.get_mut(&user) {
            *again = true;
            return;
        }
        // A commit of another process's user: that one was woken as well.
        if keeper.of(user, self.line.options.handler_timeout).is_none() {
            return;
        }
        self.busy.insert(user, false);
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
        // A full answer may not be all of it.
        self.woken.more = found.len() == SCAN;
        for place in found {
            if !self.busy.contains_key(&place.user) {
                self.woken.push(place.user);
            }
        }
        self.scan_at = Instant::now() + self.line.options.scan_every;
        if let Some(at) = next_try {
            self.scan_by(at);
        }
        Ok(())
    }

    fn settle(&mut self, ended: Result<Ended, tokio::task::JoinError>) {
        let (user, result) = ended.expect("a worker catches the panics of its handler and is never aborted");
        let again = self.busy.remove(&user).unwrap_or(false);
        if again || matches!(result, Ok(Turn::More)) {
            self.woken.push(user);
        }
        if let Ok(Turn::Waits(at)) = result {
            self.scan_by(at);
        }
        self.note(result.map(drop));
    }

    /// Leaves the database alone for a while when it does not answer.
    fn note(&mut self, result: Result<(), Error>) {
        match result {
            Ok(()) => self.away = None,
            Err(error) => {
                let failures = self.away.map_or(1, |(_, failures)| failures.saturating_add(1));
                self.away = Some((Instant::now() + AWAY.delay(failures), failures));
                self.woken.more = true;
                let consumer = self.line.subscription.consumer;
                tracing::warn!(%error, consumer, failures, "the log cannot be read or marked");
            }
        }
    }

    /// Takes note of a commit and of those that have happened already.
    fn hear(&mut self, first: Wake, commits: &mut Commits) {
        let mut wake = Some(first);
        while let Some(heard) = wake {
            match heard {
                Wake::Everything => self.woken.more = true,
                Wake::User(user) => match self.busy.get_mut(&user) {
                    Some(again) => *again = true,
                    None => self.woken.push(user),
                },
            }
            wake = commits.pending();
        }
    }

    fn scan_by(&mut self, at: Timestamp) {
        let wait = u64::try_from(at.micros() - Clock::machine().micros()).unwrap_or(0);
        self.scan_at = self.scan_at.min(Instant::now() + Duration::from_micros(wait));
    }

    fn is_away(&self) -> bool {
        self.away.is_some_and(|(until, _)| until > Instant::now())
    }

    fn wakes_at(&self) -> Instant {
        match self.away {
            Some((until, _)) if until > Instant::now() => until,
            _ => self.scan_at,
        }
    }

    fn wake(&mut self) {
        if self.scan_at <= Instant::now() {
            self.woken.more = true;
            self.scan_at = Instant::now() + self.line.options.scan_every;
        }
    }
}

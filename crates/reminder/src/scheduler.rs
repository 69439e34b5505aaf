//! When to look for reminders that are due.

use std::time::Duration;

use rondo_bus::{Backoff, Keeper};
use rondo_domain::Timestamp;
use rondo_store::{Clock, Commits, Store};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::PURPOSE;
use crate::round::Rounds;
use crate::troubled::Troubled;

/// The longest sleep: a clock on the wall may be set, and a machine may be suspended.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// How often to look on a database where other processes plan reminders too, or set the clock.
const SHARED: Duration = Duration::from_secs(1);

/// How long a commit may wait to be looked at: those of a busy second share a few rounds.
const TOGETHER: Duration = Duration::from_millis(50);

/// Between rounds while the database is away.
const AWAY: Backoff = Backoff {
    first: Duration::from_millis(100),
    short: Duration::from_secs(2),
    quick_tries: 6,
    longest: Duration::from_secs(5),
};

/// The reminder scheduler of a process.
#[derive(Debug)]
pub struct Scheduler {
    store: Store,
}

impl Scheduler {
    /// A scheduler on this database.
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// Fires reminders when they are due, until `shutdown` is cancelled.
    pub async fn run(self, shutdown: CancellationToken) {
        // Before the first round: no commit falls in between.
        let mut commits = self.store.commits();
        let mut rounds = Rounds {
            keeper: Keeper::start(&self.store, PURPOSE),
            store: self.store,
            troubled: Troubled::default(),
        };
        let mut failures = 0;
        while !shutdown.is_cancelled() {
            let begun = Instant::now();
            let wake_at = match rounds.round(&shutdown).await {
                Ok(next) => {
                    failures = 0;
                    rounds.wake_at(next)
                }
                Err(error) => {
                    failures += 1;
                    tracing::warn!(%error, failures, "the reminders that are due cannot be looked for");
                    let pause = Instant::now() + AWAY.delay(failures);
                    tokio::select! {
                        () = shutdown.cancelled() => break,
                        () = sleep_until(pause) => continue,
                    }
                }
            };
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = woken(&mut commits, begun + TOGETHER) => {}
                () = rounds.keeper.renewed() => {}
                () = sleep_until(wake_at) => {}
            }
        }
        rounds.keeper.release().await;
    }
}

impl Rounds {
    /// When to look again, if nothing wakes the scheduler before: at the next reminder, and when a
    /// task that failed may be tried again.
    fn wake_at(&self, next: Option<Timestamp>) -> Instant {
        let now = Instant::now();
        let longest = now + if self.store.is_shared() { SHARED } else { LONGEST_SLEEP };
        let due = match self.store.clock() {
            Clock::Machine => next.map(|next| now + until(next)),
            // That clock stands until somebody moves it, which wakes the scheduler.
            Clock::Stored => None,
        };
        let earliest = due.into_iter().chain(self.troubled.next()).min();
        earliest.map_or(longest, |at| at.min(longest))
    }
}

fn until(instant: Timestamp) -> Duration {
    let micros = instant.micros().saturating_sub(Clock::machine().micros());
    Duration::from_micros(u64::try_from(micros).unwrap_or(0))
}

/// Waits for a commit, and at least until then for more of them.
async fn woken(commits: &mut Commits, until: Instant) {
    commits.next().await;
    sleep_until(until).await;
    while commits.pending().is_some() {}
}

#[cfg(test)]
mod tests {
    use rondo_domain::TaskId;
    use rondo_fixture::{Engine, Home};

    use super::*;

    fn rounds(store: &Store) -> Rounds {
        Rounds {
            keeper: Keeper::start(store, PURPOSE),
            store: store.clone(),
            troubled: Troubled::default(),
        }
    }

    /// How long it would sleep.
    fn sleep(rounds: &Rounds, next: Option<Timestamp>) -> Duration {
        rounds.wake_at(next).saturating_duration_since(Instant::now())
    }

    fn in_seconds(seconds: i64) -> Timestamp {
        Clock::machine().plus_seconds(seconds)
    }

    #[tokio::test]
    async fn it_sleeps_until_the_next_reminder_and_long_when_there_is_none() {
        let home = Home::on(Engine::Sqlite).await;
        let mut rounds = rounds(&home.store);
        let about = |seconds| Duration::from_secs(seconds - 1)..=Duration::from_secs(seconds);
        assert!(about(30).contains(&sleep(&rounds, None)));
        assert!(about(30).contains(&sleep(&rounds, Some(in_seconds(3600)))));
        assert!(about(10).contains(&sleep(&rounds, Some(in_seconds(10)))));
        rounds.troubled.failed(TaskId::from_u128(1));
        assert!(
            sleep(&rounds, None) <= Duration::from_secs(1),
            "one that failed is tried again"
        );
    }

    #[tokio::test]
    async fn commits_close_together_are_looked_at_together() {
        let home = Home::at(Engine::Sqlite, "2026-03-10T09:00:00Z").await;
        let (mut commits, until) = (home.store.commits(), Instant::now() + TOGETHER);
        for now in ["2026-03-10T09:00:01Z", "2026-03-10T09:00:02Z"] {
            home.store.set_test_clock(now.parse().unwrap()).await.unwrap();
        }
        woken(&mut commits, until).await;
        assert!(Instant::now() >= until);
        assert_eq!(commits.pending(), None);
    }

    #[tokio::test]
    async fn a_clock_that_stands_makes_nothing_due() {
        let home = Home::at(Engine::Sqlite, "2026-03-10T09:00:00Z").await;
        let next = Some("2026-03-10T09:00:01Z".parse().unwrap());
        assert!(sleep(&rounds(&home.store), next) > Duration::from_secs(29));
    }
}

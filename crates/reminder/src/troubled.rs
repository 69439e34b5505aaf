//! Tasks whose reminders could not be fired: each is left alone for a while, the others go on.

use std::collections::HashMap;
use std::time::Duration;

use rondo_bus::Backoff;
use rondo_domain::TaskId;
use tokio::time::Instant;

/// How many are remembered; what is beyond them is tried in every round.
const ROOM: usize = 1024;

const BACKOFF: Backoff = Backoff {
    first: Duration::from_millis(500),
    short: Duration::from_secs(4),
    quick_tries: 4,
    longest: Duration::from_mins(1),
};

/// The tasks that failed, with when each may be tried again and after how many failures.
#[derive(Debug, Default)]
pub(crate) struct Troubled(HashMap<TaskId, (Instant, u32)>);

impl Troubled {
    pub(crate) fn must_wait(&self, task: TaskId) -> bool {
        self.0.get(&task).is_some_and(|(until, _)| *until > Instant::now())
    }

    pub(crate) fn failed(&mut self, task: TaskId) {
        let failures = self.0.get(&task).map_or(1, |(_, failures)| failures.saturating_add(1));
        if self.0.len() < ROOM || failures > 1 {
            self.0.insert(task, (Instant::now() + BACKOFF.delay(failures), failures));
        }
    }

    pub(crate) fn succeeded(&mut self, task: TaskId) {
        self.0.remove(&task);
    }

    /// After a whole round: forgets those that it could have tried and did not meet, for nothing of
    /// theirs is due any more.
    pub(crate) fn after_round(&mut self, begun: Instant) {
        self.0.retain(|_, (until, _)| *until > begun);
    }

    /// When the first of them may be tried again.
    pub(crate) fn next(&self) -> Option<Instant> {
        self.0.values().map(|(until, _)| *until).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_that_failed_waits_and_is_forgotten_once_it_is_no_longer_due() {
        let (mut troubled, task) = (Troubled::default(), TaskId::from_u128(1));
        let begun = Instant::now();
        troubled.failed(task);
        assert!(troubled.must_wait(task));
        assert!(troubled.next() > Some(begun));

        troubled.after_round(begun);
        assert!(troubled.must_wait(task), "it had not come up yet");
        troubled.after_round(begun + Duration::from_mins(2));
        assert!(!troubled.must_wait(task) && troubled.next().is_none());
    }
}

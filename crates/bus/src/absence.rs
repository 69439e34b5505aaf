//! A database that does not answer is left alone for a while.

use tokio::time::Instant;

use crate::Backoff;

/// Whether the database is away, by what was last asked of it.
#[derive(Debug)]
pub(crate) struct Absence {
    backoff: Backoff,
    /// Until when to leave it alone, and after how many failures.
    away: Option<(Instant, u32)>,
}

impl Absence {
    pub(crate) fn new(backoff: Backoff) -> Self {
        Self { backoff, away: None }
    }

    /// It answered.
    pub(crate) fn over(&mut self) {
        self.away = None;
    }

    /// It did not answer, so often by now.
    pub(crate) fn failed(&mut self) -> u32 {
        let failures = self.away.map_or(1, |(_, failures)| failures.saturating_add(1));
        self.away = Some((Instant::now() + self.backoff.delay(failures), failures));
        failures
    }

    /// Until when to leave it alone, if at all.
    pub(crate) fn until(&self) -> Option<Instant> {
        self.away.map(|(until, _)| until).filter(|until| *until > Instant::now())
    }
}

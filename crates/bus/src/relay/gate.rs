//! Whether to publish: at full speed, one to find out, or not yet.

use tokio::time::Instant;

use crate::Backoff;

/// What may be begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// As much as there is room for.
    Open,
    /// One event, to find out whether the broker is back.
    Probe,
    /// Nothing, until then.
    Shut(Instant),
    /// Nothing, until the probe comes back.
    Probing,
}

/// Shut while the broker is away.
#[derive(Debug)]
pub(super) struct Gate {
    backoff: Backoff,
    shut: Option<Shut>,
    /// Which opening or shutting this is: what was begun before it says nothing new.
    turn: u64,
}

#[derive(Debug)]
struct Shut {
    failures: u32,
    until: Instant,
    probing: bool,
}

impl Gate {
    pub(super) fn new(backoff: Backoff) -> Self {
        Self {
            backoff,
            shut: None,
            turn: 0,
        }
    }

    pub(super) fn room(&self) -> Room {
        match &self.shut {
            None => Room::Open,
            Some(shut) if shut.probing => Room::Probing,
            Some(shut) if shut.until > Instant::now() => Room::Shut(shut.until),
            Some(_) => Room::Probe,
        }
    }

    /// A call begins; give what it returns back with what came of it.
    pub(super) fn begin(&mut self) -> u64 {
        if let Some(shut) = &mut self.shut {
            shut.probing = true;
        }
        self.turn
    }

    /// A call was answered, whenever it began: `true` when that opens the gate.
    pub(super) fn answered(&mut self) -> bool {
        let opens = self.shut.take().is_some();
        self.turn += u64::from(opens);
        opens
    }

    /// A call that began at `turn` found the broker away: `true` when that shuts an open gate.
    pub(super) fn away(&mut self, turn: u64) -> bool {
        if turn != self.turn {
            return false;
        }
        let shuts = self.shut.is_none();
        let failures = self.shut.as_ref().map_or(1, |shut| shut.failures.saturating_add(1));
        self.shut = Some(Shut {
            failures,
            until: Instant::now() + self.backoff.delay(failures),
            probing: false,
        });
        // What is under way since before it was shut fails as well, and must not count again.
        self.turn += u64::from(shuts);
        shuts
    }

    /// A probe ended without asking the broker.
    pub(super) fn nothing_learnt(&mut self, turn: u64) {
        if let Some(shut) = self.shut.as_mut().filter(|_| turn == self.turn) {
            shut.probing = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn gate() -> Gate {
        Gate::new(Backoff {
            first: Duration::ZERO,
            short: Duration::ZERO,
            quick_tries: u32::MAX,
            longest: Duration::ZERO,
        })
    }

    #[test]
    fn one_probe_at_a_time_while_the_broker_is_away() {
        let mut gate = gate();
        let (first, second) = (gate.begin(), gate.begin());
        assert!(gate.away(first));
        assert!(!gate.away(second), "it began before the gate was shut");
        assert_eq!(gate.room(), Room::Probe);
        let probe = gate.begin();
        assert_eq!(gate.room(), Room::Probing);
        assert!(!gate.away(probe));
        assert_eq!(gate.room(), Room::Probe);
        gate.begin();
        assert!(gate.answered());
        assert_eq!(gate.room(), Room::Open);
        assert!(!gate.answered());
    }

    #[test]
    fn a_probe_that_asked_nobody_lets_another_go() {
        let mut gate = gate();
        let turn = gate.begin();
        gate.away(turn);
        let probe = gate.begin();
        gate.nothing_learnt(probe);
        assert_eq!(gate.room(), Room::Probe);
    }
}

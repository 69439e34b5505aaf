//! The slot after a closed occurrence.

use jiff::ToSpan;
use jiff::civil::{DateTime, Time};
use rondo_recurrence::{End, Slots};

use crate::{Basis, CatchUp, Series, Slot, Timestamp, Zone};

/// How an occurrence came to its end, and when: not when that is looked at, so that late handling
/// gives the same date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Closed {
    /// It was done: what is next comes after that day.
    Completed(Timestamp),
    /// It was given up: today's may be next.
    GivenUp(Timestamp),
}

impl Series {
    /// The slot of occurrence `number`, whose predecessor stood on `after`. `None` when the series has
    /// no more.
    pub(crate) fn next_slot(&self, number: u32, after: Slot, closed: Closed, zone: &Zone) -> Option<Slot> {
        match self.basis {
            Basis::DueDate => self.slots().next_after(self.settled(after, closed, zone)),
            Basis::CompletionDate => {
                let (Closed::Completed(at) | Closed::GivenUp(at)) = closed;
                self.counted_from(at.in_zone(zone)).filter(|slot| self.reaches(number, *slot))
            }
        }
    }

    /// Up to where the slots are done with: this occurrence's, and when missed ones are skipped also
    /// the days that are over (for a rule with times, the moments).
    fn settled(&self, after: Slot, closed: Closed, zone: &Zone) -> DateTime {
        let midnight = |moment: DateTime| moment.date().to_datetime(Time::midnight());
        match (self.catch_up, closed) {
            (CatchUp::Each, _) => after,
            (CatchUp::Next, Closed::Completed(at) | Closed::GivenUp(at)) if self.rule.has_times() => {
                after.max(at.in_zone(zone))
            }
            (CatchUp::Next, Closed::Completed(at)) => after.max(midnight(at.in_zone(zone))),
            (CatchUp::Next, Closed::GivenUp(at)) => {
                let today = midnight(at.in_zone(zone));
                after.max(today.checked_sub(1.day()).unwrap_or(today))
            }
        }
    }

    /// The slot counted from a completion: the plain interval from that day, or for a rule that
    /// names days the first of them after it, the interval counting from the completion as well.
    fn counted_from(&self, closed: DateTime) -> Option<Slot> {
        if let Some(every) = self.rule.as_every(self.start.date()) {
            return every.after(closed.date()).map(|day| day.to_datetime(Time::midnight()));
        }
        let start = if self.rule.has_times() {
            closed.with().second(0).subsec_nanosecond(0).build().ok()?
        } else {
            closed.date().to_datetime(Time::midnight())
        };
        Slots::new(start, self.rule.clone().with_end(End::Never)).next_after(start)
    }

    /// Whether COUNT and UNTIL allow this occurrence, where completions are counted.
    fn reaches(&self, number: u32, slot: Slot) -> bool {
        match self.rule.end() {
            End::Never => true,
            End::Count(count) => number < self.counts_from.saturating_add(count),
            End::Until(until) | End::UntilUtc(until) => slot <= until,
        }
    }
}

//! The slot after a closed occurrence.

use jiff::civil::{DateTime, Time};
use rondo_recurrence::{End, Slots};

use crate::{Basis, CatchUp, Series, Slot, Timestamp, Zone};

impl Series {
    /// The slot of occurrence `number`, whose predecessor stood on `after` and was closed at
    /// `closed`. `None` when the series has no more.
    ///
    /// `closed` is when that happened, not when it is looked at: late handling gives the same date.
    pub fn next_slot(&self, number: u32, after: Slot, closed: Timestamp, zone: &Zone) -> Option<Slot> {
        let closed = closed.in_zone(zone);
        match self.basis {
            Basis::DueDate => self.slots().next_after(self.settled(after, closed)),
            Basis::CompletionDate => self.counted_from(closed).filter(|slot| self.reaches(number, *slot)),
        }
    }

    /// Up to where the slots are done with: this occurrence's, and when missed ones are skipped also
    /// the day of the completion (for a rule with times, its very moment).
    fn settled(&self, after: Slot, closed: DateTime) -> DateTime {
        match self.catch_up {
            CatchUp::Each => after,
            CatchUp::Next if self.rule.has_times() => after.max(closed),
            CatchUp::Next => after.max(closed.date().to_datetime(Time::midnight())),
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

    /// Whether COUNT and UNTIL allow this occurrence: counted from completions, COUNT means
    /// occurrences.
    fn reaches(&self, number: u32, slot: Slot) -> bool {
        match self.rule.end() {
            End::Never => true,
            End::Count(count) => number <= count,
            End::Until(until) | End::UntilUtc(until) => slot <= until,
        }
    }
}

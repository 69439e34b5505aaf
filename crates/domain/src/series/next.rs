//! The slot after a closed occurrence.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
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
    /// It was closed before, and its series goes on only now: today's may be next.
    Before(Timestamp),
}

impl Closed {
    const fn at(self) -> Timestamp {
        match self {
            Self::Completed(at) | Self::GivenUp(at) | Self::Before(at) => at,
        }
    }
}

impl Series {
    /// The slot of occurrence `number`, whose predecessor stood on `after`. `None` when the series has
    /// no more.
    pub(crate) fn next_slot(&self, number: u32, after: Slot, closed: Closed, zone: &Zone) -> Option<Slot> {
        match self.basis {
            Basis::DueDate => self.slots().next_after(self.settled(after, closed, zone)),
            Basis::CompletionDate => {
                let day = closed.at().in_zone(zone);
                // What is given up before its day does not come on that day again.
                let gives_up = matches!(closed, Closed::GivenUp(_));
                let from = if gives_up { day.max(after) } else { day };
                self.counted_from(from).filter(|slot| self.reaches(number, *slot))
            }
        }
    }

    /// The first slot that nobody served, however long ago.
    pub(crate) fn missed_slot(&self, after: Slot) -> Option<Slot> {
        match self.basis {
            Basis::DueDate => self.slots().next_after(after),
            Basis::CompletionDate => None,
        }
    }

    /// Up to where the slots are done with: this occurrence's, and when missed ones are skipped also
    /// the days that are over (for a rule with times, the moments).
    fn settled(&self, after: Slot, closed: Closed, zone: &Zone) -> DateTime {
        let midnight = |moment: DateTime| moment.date().to_datetime(Time::midnight());
        let now = closed.at().in_zone(zone);
        match (self.catch_up, closed) {
            (CatchUp::Each, _) => after,
            (CatchUp::Next, _) if self.rule.has_times() => after.max(now),
            (CatchUp::Next, Closed::Completed(_)) => after.max(midnight(now)),
            (CatchUp::Next, Closed::GivenUp(_) | Closed::Before(_)) => {
                let today = midnight(now);
                after.max(today.checked_sub(1.day()).unwrap_or(today))
            }
        }
    }

    /// The slot counted from a completion: the plain interval from that day, or for a rule that
    /// names days the first of them after it, the interval counting from the completion as well. One
    /// that is left out counts as given up.
    fn counted_from(&self, closed: DateTime) -> Option<Slot> {
        if let Some(every) = self.rule.as_every(self.start.date()) {
            let after = |day: &Date| every.after(*day);
            let days = std::iter::successors(after(&closed.date()), after);
            let mut slots = days.map(|day| day.to_datetime(Time::midnight()));
            return slots.find(|slot| !self.exdates.contains(slot));
        }
        let start = if self.rule.has_times() {
            closed.with().second(0).subsec_nanosecond(0).build().ok()?
        } else {
            closed.date().to_datetime(Time::midnight())
        };
        self.endless(start).next_after(start)
    }

    /// The rule's slots from then on, without its end.
    fn endless(&self, start: DateTime) -> Slots {
        Slots {
            exdates: self.exdates.clone(),
            ..Slots::new(start, self.rule.clone().with_end(End::Never))
        }
    }

    /// The first slot from then on for occurrence `number`, which is moved. Where completions are counted, so
    /// is what COUNT allows.
    pub(crate) fn slot_from(&self, number: u32, from: DateTime) -> Option<Slot> {
        match self.basis {
            Basis::DueDate => self.slots().first_from(from),
            Basis::CompletionDate => {
                let slot = self.endless(self.start).first_from(from);
                slot.filter(|slot| self.reaches(number, *slot))
            }
        }
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

//! The dates of a series.

mod clock;
mod count;
mod day_filter;
mod minute;
mod months;
mod phase;
mod picks;
mod plan;
mod regular;

use std::collections::BTreeSet;
use std::collections::btree_set::Range;
use std::iter::Peekable;
use std::ops::Bound;

use jiff::civil::DateTime;

use self::plan::Plan;
use crate::rule::{End, Rule};

/// Everything that decides a series' slots: DTSTART, RRULE, EXDATE and RDATE of RFC 5545 section
/// 3.8.5, in civil time.
///
/// A slot is a date that the rule gives at or after the start, or an extra one, and that is not
/// excluded. The start itself is a slot only if the rule matches it, and COUNT counts the rule's
/// dates from the start, excluded ones as well. All-day series use midnight.
///
/// Slots have the start's time (with its seconds), unless the rule [has
/// times](Rule::has_times) of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slots {
    /// DTSTART: the first moment that can be a slot of the rule, and the phase of its interval.
    pub start: DateTime,
    /// RRULE.
    pub rule: Rule,
    /// EXDATE: moments that are no slots, whether the rule or `rdates` give them.
    pub exdates: BTreeSet<DateTime>,
    /// RDATE: slots beside those of the rule, before the start as well.
    pub rdates: BTreeSet<DateTime>,
}

impl Slots {
    /// The slots of a rule from a start, without exceptions.
    pub fn new(start: DateTime, rule: Rule) -> Self {
        Self {
            start,
            rule,
            exdates: BTreeSet::new(),
            rdates: BTreeSet::new(),
        }
    }

    /// The first slot strictly after `after`.
    pub fn next_after(&self, after: DateTime) -> Option<DateTime> {
        Iter::from(self, Bound::Excluded(after)).next()
    }

    /// The first slot at or after `from`.
    pub fn first_from(&self, from: DateTime) -> Option<DateTime> {
        Iter::from(self, Bound::Included(from)).next()
    }

    /// All slots in their order; without COUNT or UNTIL they go on to the year 9999.
    pub fn iter(&self) -> impl Iterator<Item = DateTime> + '_ {
        Iter::from(self, Bound::Unbounded)
    }

    /// Whether the [friendly](Rule::friendly) rule moved this slot to the end of a month that has
    /// no such day: 30 April for "monthly from the 31st".
    pub fn is_clamped(&self, slot: DateTime) -> bool {
        let anchor = self.rule.clamped_day();
        anchor.is_some_and(|anchor| i64::from(slot.day()) < anchor) && !self.rdates.contains(&slot)
    }
}

/// The slots from some moment on, in their order: see [`Slots::iter`].
#[derive(Debug)]
struct Iter<'s> {
    plan: Plan,
    /// The first minute that the next date of the rule may have; `None` once it has ended.
    from: Option<i64>,
    /// How many dates COUNT still allows.
    left: u32,
    /// The next date of the rule, if already found.
    found: Option<DateTime>,
    extra: Peekable<Range<'s, DateTime>>,
    excluded: &'s BTreeSet<DateTime>,
}

impl<'s> Iter<'s> {
    fn from(slots: &'s Slots, bound: Bound<DateTime>) -> Self {
        let plan = Plan::new(slots.start, &slots.rule);
        let from = match bound {
            Bound::Unbounded => plan.first(),
            Bound::Included(moment) => plan.minute_from(moment),
            Bound::Excluded(moment) => plan.minute_past(moment),
        };
        let left = match slots.rule.end() {
            // A rule without any date is searched through once, not counted as well.
            End::Count(_) if plan.next(plan.first()).is_none() => 0,
            End::Count(count) => count - plan.count_before(from, count),
            _ => u32::MAX,
        };
        let extra = slots.rdates.range((bound, Bound::Unbounded)).peekable();
        Self {
            plan,
            from: Some(from),
            left,
            found: None,
            extra,
            excluded: &slots.exdates,
        }
    }

    /// The next date of the rule, which stays until it is taken out of `found`.
    fn peek_rule(&mut self) -> Option<DateTime> {
        if self.found.is_none() && self.left > 0 {
            let minute = self.from.and_then(|from| self.plan.next(from));
            self.from = minute.map(|minute| minute + 1);
            self.found = minute.map(|minute| self.plan.moment(minute));
            // Only a rule with COUNT runs out: 2³² minutes are as many years as the calendar has.
            self.left -= 1;
        }
        self.found
    }
}

impl Iterator for Iter<'_> {
    type Item = DateTime;

    fn next(&mut self) -> Option<DateTime> {
        loop {
            let (rule, extra) = (self.peek_rule(), self.extra.peek().copied().copied());
            let slot = match (rule, extra) {
                (Some(rule), Some(extra)) => rule.min(extra),
                (one, other) => one.or(other)?,
            };
            self.found = rule.filter(|rule| *rule != slot);
            self.extra.next_if(|extra| **extra == slot);
            if !self.excluded.contains(&slot) {
                return Some(slot);
            }
        }
    }
}

//! The months that have days of the rule.

use super::plan::Plan;
use crate::calendar::{CYCLE_MONTHS, Month};

/// Goes through the months, from one to another, that have days of the rule, with these days as
/// bits. Skips what the interval or BYMONTH rule out without looking at its days.
pub(super) struct Months<'p> {
    plan: &'p Plan,
    index: i64,
    end: i64,
    /// How many months in a row the day parts have matched nothing.
    barren: i64,
}

impl<'p> Months<'p> {
    pub(super) fn new(plan: &'p Plan, from: i64, end: i64) -> Self {
        Self {
            plan,
            index: from,
            end,
            barren: 0,
        }
    }
}

impl Iterator for Months<'_> {
    type Item = (Month, u64);

    fn next(&mut self) -> Option<(Month, u64)> {
        loop {
            let index = self.plan.phase.month_from(self.index);
            // The day parts repeat after 400 years: having matched nothing for so long (in as many
            // months of the phase), they never will.
            if index > self.end || self.barren >= CYCLE_MONTHS {
                return None;
            }
            self.index = index + 1;
            if !self.plan.filter.allows_month(index.rem_euclid(12) + 1) {
                continue;
            }
            let month = Month::at(index);
            let days = self.plan.filter.days(&month);
            self.barren = if days == 0 { self.barren + 1 } else { 0 };
            let days = if days == 0 { 0 } else { days & self.plan.phase.days(&month) };
            if days != 0 {
                return Some((month, days));
            }
        }
    }
}

//! The months that have days of the rule.

use super::plan::Plan;
use crate::calendar::{CYCLE_MONTHS, Month};

/// How many months without a match are looked at before asking whether there can be one at all.
const PATIENCE: i64 = 100;

/// Goes through the months, from one to another, that have days of the rule, with these days as
/// bits. Skips what the interval or BYMONTH rule out without looking at its days.
pub(super) struct Months<'p> {
    plan: &'p Plan,
    /// The last month that was looked at.
    month: Month,
    end: i64,
    /// How many months in a row the day parts have matched nothing.
    barren: i64,
    /// The hours of the rule, as bits.
    hours: u32,
}

impl<'p> Months<'p> {
    pub(super) fn new(plan: &'p Plan, from: i64, end: i64) -> Self {
        Self {
            plan,
            month: Month::at(from - 1),
            end,
            barren: 0,
            hours: plan.clock.hours(),
        }
    }

    /// Whether the day parts can never match again. They repeat after 400 years: having matched
    /// nothing in as many months of the phase, they never will. Where an interval leaps over
    /// months, there is no such number; so after a while all months are asked, once.
    fn is_hopeless(&mut self) -> bool {
        let leaps = self.plan.phase.skips_months();
        if self.barren < if leaps { PATIENCE } else { CYCLE_MONTHS } {
            return false;
        }
        let matches = |index| self.plan.filter.days(&Month::at(index)) != 0;
        if leaps && (0..CYCLE_MONTHS).any(matches) {
            self.barren = i64::MIN;
            return false;
        }
        true
    }
}

impl Iterator for Months<'_> {
    type Item = (Month, u64);

    fn next(&mut self) -> Option<(Month, u64)> {
        let mut index = self.month.index;
        loop {
            index = self.plan.phase.month_from(index + 1, self.hours);
            if index > self.end || self.is_hopeless() {
                return None;
            }
            self.barren += 1;
            if !self.plan.filter.allows_month(index.rem_euclid(12) + 1) {
                continue;
            }
            self.month = self.month.step_to(index);
            let mut days = self.plan.filter.days(&self.month);
            if days != 0 {
                self.barren = 0;
                days &= self.plan.phase.days(&self.month);
            }
            if days != 0 {
                return Some((self.month, days));
            }
        }
    }
}

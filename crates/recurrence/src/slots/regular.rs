//! What is the same in every month or week of a rule, known from its parts alone.

use super::plan::Plan;
use crate::numbers::{Numbers, Signed};
use crate::rule::{Frequency, Parts};

/// Every month has the days 1 to 28, and every weekday four times.
const SURE_DAYS: i64 = 28;
const SURE_WEEKS: i64 = 4;

impl Plan {
    /// After how many days, at the latest, the dates come again.
    pub(super) fn cycle_days(&self) -> i64 {
        let by_weekday = self.filter.parts.are_weekdays_only();
        let in_weeks = !self.chooses_days() || self.phase.frequency == Frequency::Weekly;
        let weeks = (by_weekday && in_weeks).then(|| self.phase.cycle_of_weekdays());
        weeks.flatten().unwrap_or_else(|| self.phase.cycle_days())
    }

    /// How many dates each whole period in phase has, where a rule by months or years gives all as
    /// many.
    pub(super) fn dates_each_period(&self) -> Option<i64> {
        let parts = &self.filter.parts;
        let months = match self.phase.frequency {
            Frequency::Monthly if parts.months.is_empty() => 1,
            Frequency::Yearly if !parts.months.is_empty() => i64::from(parts.months.len()),
            _ => return None,
        };
        let fewest = parts.fewest_days_of_month() * months;
        if !self.chooses_days() {
            return (fewest == parts.most_days_of_month() * months).then_some(fewest * self.times);
        }
        let Signed { front, back } = &parts.positions;
        let one_end = if back.is_empty() { front } else { back };
        // Places at both ends of a set may be the same.
        let sure = (front.is_empty() || back.is_empty()) && largest(one_end) <= fewest * self.times;
        sure.then(|| i64::from(one_end.len()))
    }
}

impl Parts {
    /// Whether it depends on the weekday alone which days match.
    fn are_weekdays_only(&self) -> bool {
        let only = Self {
            days: self.days,
            hours: self.hours,
            minutes: self.minutes,
            on_the_minute: self.on_the_minute,
            positions: self.positions,
            ..Self::default()
        };
        *self == only && !self.days.has_ordinals()
    }

    /// Every month, of those in BYMONTH, has at least so many days that match.
    fn fewest_days_of_month(&self) -> i64 {
        if !(self.weeks.is_empty() && self.year_days.is_empty()) {
            return 0;
        }
        match (self.month_days.is_empty(), self.days.is_empty()) {
            (false, true) => fewest(&self.month_days, SURE_DAYS),
            (true, false) => {
                let each = i64::from(self.days.each.len()) * SURE_WEEKS;
                let numbered: i64 = self.days.nth.iter().map(|nth| fewest(nth, SURE_WEEKS)).sum();
                each.max(numbered)
            }
            _ => 0,
        }
    }

    /// No month has more days that match.
    pub(super) fn most_days_of_month(&self) -> i64 {
        let numbers = i64::from(self.month_days.front.len() + self.month_days.back.len());
        let weekdays = i64::from(self.days.each.len()) * (SURE_WEEKS + 1) + self.days.ordinals().map(|_| 1).sum::<i64>();
        let given = [numbers, weekdays].into_iter().filter(|most| *most > 0);
        given.min().unwrap_or(31).min(31)
    }
}

/// How many places the numbers name at least, where there are `sure` places or more.
fn fewest(numbers: &Signed<1>, sure: i64) -> i64 {
    let Signed { front, back } = numbers;
    let up_to = |numbers: &Numbers<1>| numbers.iter().take_while(|number| *number <= sure).map(|_| 1).sum::<i64>();
    if largest(front) + largest(back) <= sure {
        return up_to(front) + up_to(back);
    }
    up_to(front).max(up_to(back))
}

fn largest<const WORDS: usize>(numbers: &Numbers<WORDS>) -> i64 {
    numbers.iter().next_back().unwrap_or(0)
}

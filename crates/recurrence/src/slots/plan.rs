//! A rule with its start, made ready for the search.

use jiff::civil::DateTime;

use super::clock::{ANY_HOUR, Clock, indices};
use super::day_filter::DayFilter;
use super::minute::{DAY, Second, split};
use super::months::Months;
use super::phase::Phase;
use crate::calendar::{LAST_MONTH, Month, from_monday};
use crate::numbers::bits;
use crate::rule::{End, Frequency, Rule};

/// Finds the dates of a rule, as minutes. COUNT is left to the caller.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) filter: DayFilter,
    pub(super) phase: Phase,
    pub(super) clock: Clock,
    /// BYSETPOS chooses from the dates of a week, a month or a year. (From those of a day or an
    /// hour, which are always alike, the clock has chosen.)
    chooses_days: bool,
    /// The number of the clock's times.
    pub(super) times: i64,
    first: i64,
    last: i64,
    second: Second,
}

impl Plan {
    pub(super) fn new(start: DateTime, rule: &Rule) -> Self {
        let frequency = rule.frequency();
        let parts = rule.parts().written_out(frequency, start);
        let in_days = matches!(frequency, Frequency::Hourly | Frequency::Daily);
        let ordinals_in_month = frequency == Frequency::Monthly || !parts.months.is_empty();
        let second = if parts.on_the_minute {
            Second::default()
        } else {
            split(start).1
        };
        let clock = Clock::new(&parts, frequency, start);
        let mut plan = Self {
            times: clock.len(ANY_HOUR),
            clock,
            chooses_days: !parts.positions.is_empty() && !in_days,
            filter: DayFilter {
                parts,
                week_start: from_monday(rule.week_start()),
                ordinals_in_month,
            },
            phase: Phase::new(rule, start),
            first: 0,
            last: 0,
            second,
        };
        plan.first = plan.minute_from(start).max(0);
        plan.last = plan.last_minute(rule.end());
        plan
    }

    /// The last minute that can be a slot, before any if there cannot be one.
    fn last_minute(&self, end: End) -> i64 {
        let december = Month::at(LAST_MONTH);
        let year_9999 = (december.first + december.length) * DAY - 1;
        match end {
            _ if self.never_matches() => self.first - 1,
            End::Never | End::Count(_) => year_9999,
            End::Until(moment) | End::UntilUtc(moment) => year_9999.min(self.minute_past(moment) - 1),
        }
    }

    /// Whether it is plain without a search that the rule has no dates: these would be searched for
    /// day by day or week by week through all the years.
    fn never_matches(&self) -> bool {
        let parts = &self.filter.parts;
        let weekdays = if parts.days.each.is_empty() {
            0x7f
        } else {
            parts.days.each.word()
        };
        let nothing_to_choose =
            || self.chooses_days && indices(&parts.positions, self.most_days() * self.times).next().is_none();
        let out_of_phase = || self.phase.interval > 1 && !self.phase.reaches(weekdays, self.clock.hours());
        self.times == 0 || nothing_to_choose() || out_of_phase()
    }

    /// No week, month or year of the rule has more days than this.
    fn most_days(&self) -> i64 {
        let parts = &self.filter.parts;
        match self.phase.frequency {
            Frequency::Weekly => i64::from(parts.days.each.len()),
            Frequency::Monthly => parts.most_days_of_month(),
            _ => 366,
        }
    }

    pub(super) fn first(&self) -> i64 {
        self.first
    }

    /// The first minute whose slot is at or after the moment.
    pub(super) fn minute_from(&self, moment: DateTime) -> i64 {
        let (minute, second) = split(moment);
        if second > self.second { minute + 1 } else { minute }
    }

    /// The first minute whose slot is after the moment.
    pub(super) fn minute_past(&self, moment: DateTime) -> i64 {
        let (minute, second) = split(moment);
        if second >= self.second { minute + 1 } else { minute }
    }

    /// The slot of a minute.
    pub(super) fn moment(&self, minute: i64) -> DateTime {
        self.second.in_minute(minute)
    }

    /// The first date of the rule at or after a minute.
    pub(super) fn next(&self, from: i64) -> Option<i64> {
        let from = from.max(self.first);
        if from > self.last {
            return None;
        }
        let found = if self.chooses_days {
            self.next_pick(from)
        } else {
            self.next_match(from)
        };
        found.filter(|minute| *minute <= self.last)
    }

    fn next_match(&self, from: i64) -> Option<i64> {
        let month = Month::of_day(from.div_euclid(DAY)).index;
        let end = (month + self.phase.cycle_months()).min(self.last_month());
        Months::new(self, month, end).find_map(|(month, days)| self.first_in_month(&month, days, from))
    }

    /// The first slot at or after `from` among these days of a month.
    fn first_in_month(&self, month: &Month, days: u64, from: i64) -> Option<i64> {
        let from_day = from.div_euclid(DAY);
        bits(days)
            .map(|day| month.first + day - 1)
            .filter(|day| *day >= from_day)
            .find_map(|day| {
                let time = if day == from_day { from.rem_euclid(DAY) } else { 0 };
                self.clock
                    .first_from(time, self.phase.hours(day))
                    .map(|time| day * DAY + time)
            })
    }

    /// The month of the last slot that there can be.
    pub(super) fn last_month(&self) -> i64 {
        Month::of_day(self.last.div_euclid(DAY)).index
    }

    pub(super) fn chooses_days(&self) -> bool {
        self.chooses_days
    }

    pub(super) fn ends_before_it_begins(&self) -> bool {
        self.last < self.first
    }

    pub(super) fn last_day(&self) -> i64 {
        self.last.div_euclid(DAY)
    }
}

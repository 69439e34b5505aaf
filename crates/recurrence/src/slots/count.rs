//! COUNT: how many dates a rule has given so far. By the month where days are alike, so that a
//! series of many years is counted in microseconds.

use super::minute::DAY;
use super::months::Months;
use super::plan::Plan;
use crate::calendar::Month;
use crate::numbers::bits;

impl Plan {
    /// How many dates the rule gives before a minute, at most `limit`.
    pub(super) fn count_before(&self, end: i64, limit: u32) -> u32 {
        if end <= self.first() || self.ends_before_it_begins() {
            return 0;
        }
        let limit = i64::from(limit);
        let count = if self.chooses_days() {
            self.count_picks(end, limit)
        } else {
            self.count_matches(end, limit)
        };
        u32::try_from(count.min(limit)).expect("at most the limit, which is one")
    }

    fn count_picks(&self, end: i64, limit: i64) -> i64 {
        let mut count = 0;
        self.each_pick(self.first().div_euclid(DAY), |picks| {
            let mut past = false;
            for pick in picks {
                past |= pick >= end;
                count += i64::from(pick >= self.first() && pick < end);
            }
            count < limit && !past
        });
        count
    }

    fn count_matches(&self, end: i64, limit: i64) -> i64 {
        let first = Month::of_day(self.first().div_euclid(DAY)).index;
        let last = Month::of_day(end.div_euclid(DAY)).index.min(self.last_month());
        let times = self.clock.len(self.phase.hours(0));
        let mut count = 0;
        for (month, days) in Months::new(self, first, last) {
            let inside = month.first * DAY >= self.first() && (month.first + month.length) * DAY <= end;
            count += if inside && self.phase.days_are_alike() {
                i64::from(days.count_ones()) * times
            } else {
                bits(days).map(|day| self.count_in_day(month.first + day - 1, end)).sum()
            };
            if count >= limit {
                break;
            }
        }
        count
    }

    fn count_in_day(&self, day: i64, end: i64) -> i64 {
        let hours = self.phase.hours(day);
        let before = |minute: i64| self.clock.count_before((minute - day * DAY).clamp(0, DAY), hours);
        (before(end) - before(self.first())).max(0)
    }
}

//! COUNT: how many dates a rule has given so far. By the month where days are alike, so that a
//! series of many years is counted in microseconds.

use super::day_filter::up_to;
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
        let times = self.phase.days_are_alike().then(|| self.clock.len(self.phase.hours(0)));
        let mut count = 0;
        for (month, days) in Months::new(self, first, last) {
            count += self.count_in_month(&month, days, end, times);
            if count >= limit {
                break;
            }
        }
        count
    }

    /// The dates of these days of a month from the start to `end`; `times` is how many each whole
    /// day has, if they are alike.
    fn count_in_month(&self, month: &Month, days: u64, end: i64, times: Option<i64>) -> i64 {
        let bit = |minute: i64| (minute.div_euclid(DAY) - month.first + 1).clamp(0, month.length + 1);
        let (first, last) = (bit(self.first()), bit(end));
        let whole = days & up_to(last - 1) & !up_to(first);
        let at_the_ends = days & (1 << first | 1 << last);
        let day = |bit: i64| month.first + bit - 1;
        let in_whole = match times {
            Some(times) => i64::from(whole.count_ones()) * times,
            None => bits(whole).map(|bit| self.clock.len(self.phase.hours(day(bit)))).sum(),
        };
        in_whole + bits(at_the_ends).map(|bit| self.count_in_day(day(bit), end)).sum::<i64>()
    }

    fn count_in_day(&self, day: i64, end: i64) -> i64 {
        let hours = self.phase.hours(day);
        let before = |minute: i64| self.clock.count_before((minute - day * DAY).clamp(0, DAY), hours);
        (before(end) - before(self.first())).max(0)
    }
}

//! COUNT: how many dates a rule has given so far. What comes again and again is counted once: the
//! weeks of a rule by weekdays, the months or years that all have as many, and at the latest the
//! 400 years of the calendar. The rest goes by the month, where days are alike.

use std::ops::Range;

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
        let count = match self.dates_each_period() {
            Some(each) => self.count_by_periods(end, each, limit),
            None => self.count_by_cycles(end, limit),
        };
        u32::try_from(count.min(limit)).expect("at most the limit, which is one")
    }

    /// Every period in phase between the first and the last has `each` dates.
    fn count_by_periods(&self, end: i64, each: i64, limit: i64) -> i64 {
        let begin_of = |period: i64| self.phase.first_day(period) * DAY;
        let first = self.phase.period_from(self.first().div_euclid(DAY));
        let steps = (self.phase.period_of(end.div_euclid(DAY)) - first) / self.phase.interval;
        if steps <= 0 {
            return self.count_in(self.first()..end, limit);
        }
        let last = first + steps * self.phase.interval;
        self.count_in(self.first()..begin_of(first + 1), limit)
            + (steps - 1) * each
            + self.count_in(begin_of(last)..end, limit)
    }

    /// The dates of a cycle come again in every other.
    fn count_by_cycles(&self, end: i64, limit: i64) -> i64 {
        let first = self.first();
        let cycle = self.cycle_days() * DAY;
        let (cycles, rest) = ((end - first) / cycle, (end - first) % cycle);
        let in_a_cycle = match cycles {
            0 => 0,
            _ => self.count_in(first..first + cycle, limit),
        };
        cycles * in_a_cycle + self.count_in(first..first + rest, limit)
    }

    /// The dates of a range of minutes. It may stop counting at `limit`.
    fn count_in(&self, range: Range<i64>, limit: i64) -> i64 {
        if self.chooses_days() {
            self.count_picks(&range, limit)
        } else {
            self.count_matches(&range, limit)
        }
    }

    fn count_picks(&self, range: &Range<i64>, limit: i64) -> i64 {
        let mut count = 0;
        self.each_pick(range.start.div_euclid(DAY), |picks| {
            let mut past = false;
            for pick in picks {
                past |= pick >= range.end;
                count += i64::from(range.contains(&pick));
            }
            count < limit && !past
        });
        count
    }

    fn count_matches(&self, range: &Range<i64>, limit: i64) -> i64 {
        let first = Month::of_day(range.start.div_euclid(DAY)).index;
        let last = Month::of_day(range.end.div_euclid(DAY)).index.min(self.last_month());
        let times = self.phase.days_are_alike().then(|| self.clock.len(self.phase.hours(0)));
        let mut count = 0;
        for (month, days) in Months::new(self, first, last) {
            count += self.count_in_month(&month, days, range, times);
            if count >= limit {
                break;
            }
        }
        count
    }

    /// The dates of these days of a month that are in the range; `times` is how many each whole
    /// day has, if they are alike.
    fn count_in_month(&self, month: &Month, days: u64, range: &Range<i64>, times: Option<i64>) -> i64 {
        let bit = |minute: i64| (minute.div_euclid(DAY) - month.first + 1).clamp(0, month.length + 1);
        let (first, last) = (bit(range.start), bit(range.end));
        let whole = days & up_to(last - 1) & !up_to(first);
        let at_the_ends = days & (1 << first | 1 << last);
        let day = |bit: i64| month.first + bit - 1;
        let in_whole = match times {
            Some(times) => i64::from(whole.count_ones()) * times,
            None => bits(whole).map(|bit| self.clock.len(self.phase.hours(day(bit)))).sum(),
        };
        in_whole + bits(at_the_ends).map(|bit| self.count_in_day(day(bit), range)).sum::<i64>()
    }

    fn count_in_day(&self, day: i64, range: &Range<i64>) -> i64 {
        let hours = self.phase.hours(day);
        let before = |minute: i64| self.clock.count_before((minute - day * DAY).clamp(0, DAY), hours);
        (before(range.end) - before(range.start)).max(0)
    }
}

//! BYSETPOS: chosen dates of each week, month or year.

use super::clock::{indices, nth_bit};
use super::day_filter::up_to;
use super::minute::DAY;
use super::plan::Plan;
use crate::calendar::Month;
use crate::rule::Frequency;

/// The days of one period that match, as up to twelve stretches (the months of a year, or the two
/// months that a week may touch): each has the day before its first, and the days as bits.
struct Period {
    stretches: [(i64, u64); 12],
    days: i64,
}

impl Period {
    fn new(stretches: impl Iterator<Item = (i64, u64)>) -> Self {
        let mut period = Self {
            stretches: [(0, 0); 12],
            days: 0,
        };
        for (place, stretch) in period.stretches.iter_mut().zip(stretches) {
            *place = stretch;
            period.days += i64::from(stretch.1.count_ones());
        }
        period
    }

    /// The day with that index.
    fn nth(&self, index: i64) -> i64 {
        let mut left = index;
        for (before, days) in self.stretches {
            let here = i64::from(days.count_ones());
            if left < here {
                return before + nth_bit(days, left);
            }
            left -= here;
        }
        unreachable!("the index is below the number of days")
    }
}

impl Plan {
    /// The first chosen date at or after a minute. The set is always that of the whole period,
    /// also of the one that holds the start (RFC 5545 section 3.3.10, BYSETPOS).
    pub(super) fn next_pick(&self, from: i64) -> Option<i64> {
        let mut found = None;
        self.each_pick(from.div_euclid(DAY), |picks| {
            found = picks.filter(|pick| *pick >= from).min();
            found.is_none()
        });
        found
    }

    /// Hands the chosen dates of one period after the other, from that of a day on, to `more`,
    /// until it says no, or for a whole cycle without any.
    pub(super) fn each_pick(&self, day: i64, mut more: impl FnMut(&mut dyn Iterator<Item = i64>) -> bool) {
        let times = self.times;
        let mut period = self.phase.period_from(day);
        let mut barren = 0;
        while barren < self.phase.cycle() && self.phase.first_day(period) <= self.last_day() {
            let set = self.period(period);
            let mut picks = indices(&self.filter.parts.positions, set.days * times)
                .map(|index| set.nth(index / times) * DAY + self.clock.nth(index % times))
                .peekable();
            barren = if picks.peek().is_none() { barren + 1 } else { 0 };
            if !more(&mut picks) {
                return;
            }
            period += self.phase.interval;
        }
    }

    fn period(&self, period: i64) -> Period {
        match self.phase.frequency {
            Frequency::Weekly => Period::new(self.week(self.phase.first_day(period))),
            Frequency::Monthly => Period::new(std::iter::once(self.days_in(&Month::at(period)))),
            _ => Period::new((period * 12..period * 12 + 12).map(|index| self.month(index))),
        }
    }

    fn month(&self, index: i64) -> (i64, u64) {
        if self.filter.allows_month(index.rem_euclid(12) + 1) {
            self.days_in(&Month::at(index))
        } else {
            (0, 0)
        }
    }

    fn days_in(&self, month: &Month) -> (i64, u64) {
        (month.first - 1, self.filter.days(month))
    }

    /// The seven days from `first`, which may touch two months.
    fn week(&self, first: i64) -> impl Iterator<Item = (i64, u64)> + '_ {
        let month = Month::of_day(first);
        let next = (first + 7 > month.first + month.length).then(|| Month::at(month.index + 1));
        std::iter::once(month).chain(next).map(move |month| {
            let (before, days) = self.days_in(&month);
            let in_week = (first - before).max(1)..=(first + 6 - before).min(month.length);
            (before, days & up_to(*in_week.end()) & !up_to(in_week.start() - 1))
        })
    }
}

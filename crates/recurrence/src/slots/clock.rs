//! The times of day that a rule gives.

use jiff::civil::DateTime;

use super::minute::DAY;
use crate::numbers::{Numbers, Signed, bits};
use crate::rule::{Frequency, Parts};

/// All 24 hours.
pub(super) const ANY_HOUR: u32 = (1 << 24) - 1;

/// The minutes of each hour of a day, as bits.
#[derive(Clone, Debug)]
pub(super) struct Clock([u64; 24]);

impl Clock {
    /// The times that BYHOUR and BYMINUTE give, or else the start; for an hourly rule those of the
    /// hours that its interval may reach.
    pub(super) fn new(parts: &Parts, frequency: Frequency, start: DateTime) -> Self {
        let parts = parts.with_time(frequency, start);
        let mut minutes = parts.minutes;
        if frequency == Frequency::Hourly {
            minutes = chosen(minutes, &parts.positions);
        }
        let mut clock = Self([0; 24]);
        for (hour, slot) in (0..).zip(&mut clock.0) {
            if parts.hours.is_empty() || parts.hours.contains(hour) {
                *slot = minutes.word();
            }
        }
        if frequency == Frequency::Daily && !parts.positions.is_empty() {
            clock.choose(&parts.positions)
        } else {
            clock
        }
    }

    /// BYSETPOS of a daily rule, whose set is the day's times.
    fn choose(&self, positions: &Signed<6>) -> Self {
        let length = self.len(ANY_HOUR);
        let mut clock = Self([0; 24]);
        for index in indices(positions, length) {
            let time = self.nth(index);
            clock.0[hour_index(time / 60)] |= 1 << (time % 60);
        }
        clock
    }

    /// The first time at or after `from`, in minutes of the day, of the given hours.
    pub(super) fn first_from(&self, from: i64, hours: u32) -> Option<i64> {
        let (hour, minute) = (from / 60, from % 60);
        let hours = if hour < 24 { hours >> hour << hour } else { 0 };
        bits(u64::from(hours)).find_map(|at| {
            let minutes = self.0[hour_index(at)];
            let minutes = if at == hour { minutes >> minute << minute } else { minutes };
            bits(minutes).next().map(|minute| at * 60 + minute)
        })
    }

    /// The hours that have times, as bits.
    pub(super) fn hours(&self) -> u32 {
        (0..)
            .zip(self.0)
            .fold(0, |hours, (hour, minutes)| hours | u32::from(minutes != 0) << hour)
    }

    /// How many times the given hours have.
    pub(super) fn len(&self, hours: u32) -> i64 {
        bits(u64::from(hours))
            .map(|hour| i64::from(self.0[hour_index(hour)].count_ones()))
            .sum()
    }

    /// How many times of the given hours come before `end`, in minutes of the day.
    pub(super) fn count_before(&self, end: i64, hours: u32) -> i64 {
        let (hour, minute) = ((end / 60).min(23), if end >= DAY { 60 } else { end % 60 });
        let whole = self.len(hours & ((1 << hour) - 1));
        let begun = if hours >> hour & 1 == 1 {
            self.0[hour_index(hour)] & ((1 << minute) - 1)
        } else {
            0
        };
        whole + i64::from(begun.count_ones())
    }

    /// The time with that index among all of the day's.
    pub(super) fn nth(&self, index: i64) -> i64 {
        let mut left = index;
        for (hour, minutes) in (0..).zip(self.0) {
            let here = i64::from(minutes.count_ones());
            if left < here {
                return hour * 60 + nth_bit(minutes, left);
            }
            left -= here;
        }
        unreachable!("the index is below the number of times")
    }
}

/// The index, from 0, that each position has in a set of that length, each once.
pub(super) fn indices(positions: &Signed<6>, length: i64) -> impl Iterator<Item = i64> + '_ {
    let front = positions.front.iter().map(|position| position - 1);
    let back = positions.back.iter().map(move |position| length - position);
    let again = |index: &i64| !positions.front.contains(index + 1);
    front
        .filter(move |index| *index < length)
        .chain(back.filter(|index| *index >= 0).filter(again))
}

/// BYSETPOS of an hourly rule, whose set is the hour's minutes.
fn chosen(minutes: Numbers<1>, positions: &Signed<6>) -> Numbers<1> {
    if positions.is_empty() {
        return minutes;
    }
    let chosen = indices(positions, i64::from(minutes.len())).map(|index| nth_bit(minutes.word(), index));
    Numbers::of(chosen.filter_map(|minute| u16::try_from(minute).ok()))
}

pub(super) fn nth_bit(word: u64, index: i64) -> i64 {
    let index = usize::try_from(index).expect("an index counts from 0");
    bits(word).nth(index).expect("the index is below the number of bits")
}

fn hour_index(hour: i64) -> usize {
    usize::try_from(hour).expect("an hour of the day")
}

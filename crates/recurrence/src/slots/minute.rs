//! Moments as whole minutes since 1 January of year 1. All slots of a series share their second,
//! so that a slot is a minute, and the search deals in whole numbers.

use jiff::civil::{DateTime, Time};

use crate::calendar::{date_of, day_number};

pub(super) const DAY: i64 = 24 * 60;

/// The minute that holds a moment, and the moment's place in it.
pub(super) fn split(moment: DateTime) -> (i64, Second) {
    let day = day_number(moment.date());
    let minute = i64::from(moment.hour()) * 60 + i64::from(moment.minute());
    (
        day * DAY + minute,
        Second {
            second: moment.second(),
            nanosecond: moment.subsec_nanosecond(),
        },
    )
}

/// A place in a minute.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Second {
    second: i8,
    nanosecond: i32,
}

impl Second {
    pub(super) fn in_minute(self, minute: i64) -> DateTime {
        let of_day = minute.rem_euclid(DAY);
        let narrow = |number: i64| i8::try_from(number).expect("hours and minutes of a day are small");
        let time = Time::constant(narrow(of_day / 60), narrow(of_day % 60), self.second, self.nanosecond);
        let date = date_of(minute.div_euclid(DAY)).expect("a plan searches the years 1 to 9999 only");
        date.to_datetime(time)
    }
}

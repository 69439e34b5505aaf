//! How long before the due date a reminder comes.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::DateTime;

use crate::{Timestamp, Zone};

const LONGEST_DAYS: i64 = 366;

/// A duration before a due date, as RFC 5545 section 3.3.6 writes it: days and weeks are nominal
/// (the same time of day, whatever the clocks did), hours and minutes exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Before {
    days: i64,
    seconds: i64,
}

impl Before {
    /// That many hours.
    pub const fn hours(hours: i64) -> Self {
        Self {
            days: 0,
            seconds: hours * 3600,
        }
    }

    /// That many minutes; `None` for more than a year.
    pub fn minutes(minutes: i64) -> Option<Self> {
        Self {
            days: 0,
            seconds: minutes.checked_mul(60)?,
        }
        .checked()
    }

    /// The days in it, which keep the time of day.
    pub const fn days(self) -> i64 {
        self.days
    }

    /// The instant that lies so long before a local time in a zone.
    pub fn instant(self, due: DateTime, zone: &Zone) -> Option<Timestamp> {
        let day = due.checked_sub(self.days.days()).ok()?;
        Some(zone.instant(day)?.plus_seconds(-self.seconds))
    }

    fn checked(self) -> Option<Self> {
        let fits = self.days >= 0 && self.seconds >= 0 && self.days + self.seconds / 86_400 <= LONGEST_DAYS;
        fits.then_some(self)
    }
}

impl FromStr for Before {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        parse(text)
            .and_then(Self::checked)
            .ok_or_else(|| format!("must be a duration of at most {LONGEST_DAYS} days like PT24H, PT30M, P1D or P1W"))
    }
}

/// `P1W`, or `P1DT2H30M15S` with any of its parts.
fn parse(text: &str) -> Option<Before> {
    let body = text.strip_prefix('P')?;
    let (date, time) = match body.split_once('T') {
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None if body.is_empty() => return None,
        None => (body, ""),
    };
    let days = sum(date, &[('W', 7), ('D', 1)])?;
    let seconds = sum(time, &[('H', 3600), ('M', 60), ('S', 1)])?;
    Some(Before { days, seconds })
}

/// Adds up numbers that are each followed by a unit, the units in the order given.
fn sum(mut text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut total = 0_i64;
    for (unit, worth) in units {
        let Some((number, rest)) = text.split_once(*unit) else {
            continue;
        };
        let plain = !number.is_empty() && number.len() <= 9 && number.bytes().all(|b| b.is_ascii_digit());
        let number: i64 = plain.then(|| number.parse().ok())??;
        total += number * worth;
        text = rest;
    }
    text.is_empty().then_some(total)
}

impl fmt::Display for Before {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, seconds) = (self.days, self.seconds);
        match (days, seconds) {
            (0, 0) => return f.write_str("PT0S"),
            (days, 0) if days % 7 == 0 => return write!(f, "P{}W", days / 7),
            (0, _) => f.write_str("PT")?,
            (days, 0) => return write!(f, "P{days}D"),
            (days, _) => write!(f, "P{days}DT")?,
        }
        for (unit, amount) in [('H', seconds / 3600), ('M', seconds / 60 % 60), ('S', seconds % 60)] {
            if amount > 0 {
                write!(f, "{amount}{unit}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::datetime;

    use super::*;

    #[test]
    fn durations_have_one_printed_form() {
        let forms = [
            ("PT24H", "PT24H"),
            ("P1D", "P1D"),
            ("P7D", "P1W"),
            ("PT90M", "PT1H30M"),
            ("PT0S", "PT0S"),
            ("P1DT2H", "P1DT2H"),
        ];
        for (given, printed) in forms {
            assert_eq!(given.parse::<Before>().unwrap().to_string(), printed);
        }
        for bad in [
            "",
            "P",
            "PT",
            "1H",
            "P1M",
            "PT1D",
            "-PT1H",
            "PT1.5H",
            "P400D",
            "PT99999999999H",
            "P1DT",
            "PT1M1H",
        ] {
            assert!(bad.parse::<Before>().is_err(), "{bad}");
        }
    }

    /// Clocks go forward in Berlin on 2026-03-29: a day before is 23 hours before.
    #[test]
    fn days_are_nominal_and_hours_exact() {
        let berlin = Zone::parse("Europe/Berlin").unwrap();
        let due = datetime(2026, 3, 29, 10, 0, 0, 0);
        let instant = |text: &str| text.parse::<Before>().unwrap().instant(due, &berlin).unwrap().to_string();
        assert_eq!(instant("P1D"), "2026-03-28T09:00:00Z");
        assert_eq!(instant("PT24H"), "2026-03-28T08:00:00Z");
    }
}

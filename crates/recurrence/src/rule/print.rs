//! Rule to text, in the order FREQ, INTERVAL, BY parts from coarse to fine, BYSETPOS, WKST, end.

use std::fmt::{self, Display, Formatter};

use jiff::civil::{DateTime, Weekday};

use super::{Days, End, Frequency, Rule};

impl Display for Rule {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let parts = &self.parts;
        write!(f, "FREQ={}", frequency(self.frequency))?;
        if self.interval > 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        list(f, "BYMONTH", parts.months.iter())?;
        list(f, "BYWEEKNO", parts.weeks.iter())?;
        list(f, "BYYEARDAY", parts.year_days.iter())?;
        list(f, "BYMONTHDAY", parts.month_days.iter())?;
        list(f, "BYDAY", days(&parts.days))?;
        list(f, "BYHOUR", parts.hours.iter())?;
        list(f, "BYMINUTE", parts.minutes.iter())?;
        list(f, "BYSECOND", parts.on_the_minute.then_some(0).into_iter())?;
        list(f, "BYSETPOS", parts.positions.iter())?;
        if self.week_start != Weekday::Monday {
            write!(
                f,
                ";WKST={}",
                CODES[usize::from(self.week_start.to_monday_zero_offset().unsigned_abs())]
            )?;
        }
        end(f, self.end)
    }
}

const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

fn frequency(frequency: Frequency) -> &'static str {
    match frequency {
        Frequency::Hourly => "HOURLY",
        Frequency::Daily => "DAILY",
        Frequency::Weekly => "WEEKLY",
        Frequency::Monthly => "MONTHLY",
        Frequency::Yearly => "YEARLY",
    }
}

/// `;NAME=1,2,3`, or nothing for an empty list.
fn list(f: &mut Formatter<'_>, name: &str, items: impl Iterator<Item = impl Display>) -> fmt::Result {
    for (index, item) in items.enumerate() {
        match index {
            0 => write!(f, ";{name}={item}")?,
            _ => write!(f, ",{item}")?,
        }
    }
    Ok(())
}

/// Each weekday of the week, first without and then with its ordinals.
fn days(days: &Days) -> impl Iterator<Item = String> + '_ {
    (0_i64..).zip(CODES).zip(&days.nth).flat_map(|((weekday, code), ordinals)| {
        let each = days.each.contains(weekday).then(|| code.to_owned());
        each.into_iter().chain(ordinals.iter().map(move |nth| format!("{nth}{code}")))
    })
}

fn end(f: &mut Formatter<'_>, end: End) -> fmt::Result {
    match (end, end.whole_day()) {
        (End::Never, _) => Ok(()),
        (End::Count(count), _) => write!(f, ";COUNT={count}"),
        (_, Some(day)) => write!(f, ";UNTIL={:04}{:02}{:02}", day.year(), day.month(), day.day()),
        (End::Until(moment), None) => write!(f, ";UNTIL={}", Basic(moment)),
        (End::UntilUtc(moment), None) => write!(f, ";UNTIL={}Z", Basic(moment)),
    }
}

/// ISO 8601 basic form, as RFC 5545 writes a date-time.
struct Basic(DateTime);

impl Display for Basic {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (date, time) = (self.0.date(), self.0.time());
        write!(f, "{:04}{:02}{:02}", date.year(), date.month(), date.day())?;
        write!(f, "T{:02}{:02}{:02}", time.hour(), time.minute(), time.second())
    }
}

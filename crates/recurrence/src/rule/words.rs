//! A rule in plain English.

mod days;
mod names;
mod times;

use jiff::civil::{Date, Weekday};

pub use self::names::{MONTHS, WEEKDAYS};
use self::names::{month, together};
use super::{End, Frequency, Rule};

/// BYDAY of working days, as bits from Monday.
const WORKING_DAYS: u64 = 0b001_1111;

impl Rule {
    /// The rule in plain English, to be read after "repeats": how often, on which days, at what
    /// times, and until when.
    ///
    /// ```
    /// use rondo_recurrence::Rule;
    ///
    /// let rule: Rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=10".parse()?;
    /// assert_eq!(rule.in_words(), "every 2 weeks on Monday and Thursday, 10 times");
    /// # Ok::<(), rondo_recurrence::ParseError>(())
    /// ```
    pub fn in_words(&self) -> String {
        let mut words = match self.every_day_of_a_kind() {
            Some(words) => words + &days::months(self),
            None => self.how_often() + &days::in_words(self),
        };
        words += &times::in_words(self);
        if self.week_start != Weekday::Monday && self.week_start_matters() {
            words += ", in weeks that begin on ";
            words += WEEKDAYS[usize::from(self.week_start.to_monday_zero_offset().unsigned_abs())];
        }
        words + &end(self.end)
    }

    fn how_often(&self) -> String {
        let unit = match self.frequency {
            Frequency::Hourly => "hour",
            Frequency::Daily => "day",
            Frequency::Weekly => "week",
            Frequency::Monthly => "month",
            Frequency::Yearly => "year",
        };
        match self.interval {
            1 => format!("every {unit}"),
            interval => format!("every {interval} {unit}s"),
        }
    }

    /// "every weekday", and "every Monday and Friday" of a daily rule: days of the week in place of
    /// the unit, when nothing else speaks of days.
    fn every_day_of_a_kind(&self) -> Option<String> {
        let parts = &self.parts;
        let each = parts.days.each.word();
        let weekly = matches!(self.frequency, Frequency::Daily | Frequency::Weekly);
        let plain = weekly && self.interval == 1 && each != 0 && parts.month_days.is_empty();
        // BYSETPOS of a day chooses times, which is said elsewhere; of a week it chooses days.
        if !plain || !parts.positions.is_empty() {
            return None;
        }
        match (each, self.frequency) {
            (WORKING_DAYS, _) => Some("every weekday".to_owned()),
            (_, Frequency::Daily) => Some(format!(
                "every {}",
                together("and", parts.days.each.iter().map(names::weekday))
            )),
            _ => None,
        }
    }

    /// With one weekday in the week, or every week, it is the same wherever the week begins.
    fn week_start_matters(&self) -> bool {
        let several_days = self.parts.days.each.len() > 1 || !self.parts.positions.is_empty();
        self.frequency == Frequency::Weekly && several_days && (self.interval > 1 || !self.parts.positions.is_empty())
            || !self.parts.weeks.is_empty()
    }
}

fn end(end: End) -> String {
    match (end, end.whole_day()) {
        (End::Never, _) => String::new(),
        (End::Count(1), _) => ", once".to_owned(),
        (End::Count(count), _) => format!(", {count} times"),
        (_, Some(day)) => format!(" until {}", date(day)),
        (End::Until(moment), None) => {
            format!(
                " until {} at {:02}:{:02}",
                date(moment.date()),
                moment.hour(),
                moment.minute()
            )
        }
        (End::UntilUtc(moment), None) => {
            format!(
                " until {} at {:02}:{:02} UTC",
                date(moment.date()),
                moment.hour(),
                moment.minute()
            )
        }
    }
}

fn date(day: Date) -> String {
    format!("{} {} {}", day.day(), month(day.month().into()), day.year())
}

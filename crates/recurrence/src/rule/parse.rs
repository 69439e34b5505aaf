//! Text to rule: splits it into parts, reads each, and checks them against one another.

mod value;

use std::str::FromStr;

use jiff::civil::Weekday;

use self::value::Text;
use super::{End, Frequency, ParseError, Parts, Reason, Rule, error};

impl FromStr for Rule {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        let mut draft = Draft::default();
        for piece in pieces(text) {
            draft.read(piece)?;
        }
        draft.finish()
    }
}

/// The pieces between semicolons, without the property's name in front.
fn pieces(text: &str) -> impl Iterator<Item = Text<'_>> {
    let whole = Text::new(text).trim();
    let rule = whole.strip_prefix("RRULE:").unwrap_or(whole);
    rule.split(';')
}

/// What has been read so far. Each part remembers where it stood, for the checks at the end.
#[derive(Default)]
struct Draft<'t> {
    frequency: Option<Frequency>,
    interval: Option<u32>,
    end: Option<End>,
    week_start: Option<Weekday>,
    parts: Parts,
    seen: Vec<(&'static str, Text<'t>)>,
}

const NAMES: [&str; 14] = [
    "FREQ",
    "UNTIL",
    "COUNT",
    "INTERVAL",
    "BYSECOND",
    "BYMINUTE",
    "BYHOUR",
    "BYDAY",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYMONTH",
    "BYSETPOS",
    "WKST",
];

impl<'t> Draft<'t> {
    fn read(&mut self, piece: Text<'t>) -> Result<(), ParseError> {
        let Some((name, value)) = piece.split_once('=') else {
            return Err(piece.error(&piece.shown(), Reason::NotAPart(piece.shown())));
        };
        let Some(part) = NAMES.into_iter().find(|known| known.eq_ignore_ascii_case(name.as_str())) else {
            return Err(name.error(&name.shown(), Reason::UnknownPart));
        };
        if self.place(part).is_some() {
            return Err(name.error(part, Reason::Duplicate));
        }
        self.seen.push((part, name));
        self.take(part, value)
    }

    fn take(&mut self, part: &'static str, value: Text<'t>) -> Result<(), ParseError> {
        let parts = &mut self.parts;
        match part {
            "FREQ" => self.frequency = Some(value.frequency()?),
            "INTERVAL" => self.interval = Some(value.whole(part, error::INTERVAL, super::MAX_INTERVAL)?),
            "COUNT" => self.end = Some(End::Count(value.whole(part, error::COUNT, super::MAX_COUNT)?)),
            "UNTIL" => self.end = Some(value.until()?),
            "WKST" => self.week_start = Some(value.weekday(part)?),
            "BYMONTH" => parts.months = value.numbers(part, 1, 12, "months from 1 to 12")?,
            "BYWEEKNO" => parts.weeks = value.signed(part, 53, "week numbers from 1 to 53 or -53 to -1")?,
            "BYYEARDAY" => parts.year_days = value.signed(part, 366, "days from 1 to 366 or -366 to -1")?,
            "BYMONTHDAY" => parts.month_days = value.signed(part, 31, "days from 1 to 31 or -31 to -1")?,
            "BYDAY" => parts.days = value.days()?,
            "BYHOUR" => parts.hours = value.numbers(part, 0, 23, "hours from 0 to 23")?,
            "BYMINUTE" => parts.minutes = value.numbers(part, 0, 59, "minutes from 0 to 59")?,
            "BYSECOND" => {
                value.numbers::<1>(part, 0, 0, "0: a rule is not finer than a minute")?;
                parts.on_the_minute = true;
            }
            _ => parts.positions = value.signed(part, 366, "positions from 1 to 366 or -366 to -1")?,
        }
        Ok(())
    }

    fn place(&self, part: &str) -> Option<Text<'t>> {
        self.seen.iter().find(|(seen, _)| *seen == part).map(|(_, place)| *place)
    }

    fn finish(self) -> Result<Rule, ParseError> {
        let Some(frequency) = self.frequency else {
            return Err(ParseError {
                part: "FREQ".to_owned(),
                position: 0,
                reason: Reason::NoFrequency,
            });
        };
        self.check(frequency)?;
        let mut rule = Rule::new(frequency, self.interval.unwrap_or(1), Box::new(self.parts));
        rule.end = self.end.unwrap_or(End::Never);
        rule.week_start = self.week_start.unwrap_or(Weekday::Monday);
        Ok(rule)
    }

    /// The table of RFC 5545 section 3.3.10 and the sentences around it.
    fn check(&self, frequency: Frequency) -> Result<(), ParseError> {
        use Frequency::{Daily, Monthly, Weekly, Yearly};

        let (days, weeks) = (&self.parts.days, &self.parts.weeks);
        let by_months = matches!(frequency, Monthly | Yearly);
        self.refuse("BYWEEKNO", frequency != Yearly, Reason::OnlyWith("FREQ=YEARLY"))?;
        let no_year_day = matches!(frequency, Daily | Weekly | Monthly);
        self.refuse("BYYEARDAY", no_year_day, Reason::OnlyWith("FREQ=YEARLY or HOURLY"))?;
        let no_month_day = frequency == Weekly;
        self.refuse(
            "BYMONTHDAY",
            no_month_day,
            Reason::OnlyWith("FREQ=YEARLY, MONTHLY, DAILY or HOURLY"),
        )?;
        let ordinals = days.has_ordinals();
        let need_months = Reason::OnlyWith("FREQ=MONTHLY or YEARLY when its weekdays have numbers, as in 1MO");
        self.refuse("BYDAY", ordinals && !by_months, need_months)?;
        self.refuse("BYDAY", ordinals && !weeks.is_empty(), Reason::OrdinalInWeeks)?;
        self.refuse("BYSETPOS", !self.parts.give_a_set(), Reason::NothingToChooseFrom)?;
        let two_ends = self.place("UNTIL").is_some();
        self.refuse("COUNT", two_ends, Reason::TwoEnds)?;
        Ok(())
    }

    /// The error, if the part is there and the condition holds.
    fn refuse(&self, part: &'static str, condition: bool, reason: Reason) -> Result<(), ParseError> {
        match self.place(part) {
            Some(place) if condition => Err(place.error(part, reason)),
            _ => Ok(()),
        }
    }
}

//! The values of the parts, each read from its stretch of the text.

use jiff::civil::{Date, Time, Weekday};

use crate::numbers::{Numbers, Signed};
use crate::rule::{Days, End, Frequency, ParseError, Reason};

const WEEKDAY: &str = "a weekday: MO, TU, WE, TH, FR, SA or SU";
const BYDAY: &str = "weekdays such as MO, or numbered ones from -53 to 53 such as 1MO or -1FR";
const UNTIL: &str = "a date such as 20260630, or a date with a time such as 20260630T170000 or 20260630T150000Z";

/// The most of a rule's text that an error repeats, in characters.
const SHOWN: usize = 80;

/// A stretch of the rule's text that knows where it stands.
#[derive(Clone, Copy)]
pub(super) struct Text<'t> {
    text: &'t str,
    position: usize,
}

impl<'t> Text<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, position: 0 }
    }

    pub(super) fn as_str(&self) -> &'t str {
        self.text
    }

    /// What stands there for an error, which is one short line whatever was written.
    pub(super) fn shown(self) -> String {
        let mut characters = self.text.chars().map(|c| if c.is_control() { ' ' } else { c });
        let mut shown: String = characters.by_ref().take(SHOWN).collect();
        if characters.next().is_some() {
            shown.push('…');
        }
        shown
    }

    pub(super) fn trim(self) -> Self {
        let text = self.text.trim_start();
        Self {
            text: text.trim_end(),
            position: self.position + self.text.len() - text.len(),
        }
    }

    pub(super) fn strip_prefix(self, prefix: &str) -> Option<Self> {
        let start = self.text.get(..prefix.len())?;
        start.eq_ignore_ascii_case(prefix).then(|| self.from(prefix.len()))
    }

    pub(super) fn split(self, separator: char) -> impl Iterator<Item = Self> {
        let mut position = self.position;
        self.text.split(separator).map(move |text| {
            let piece = Self { text, position };
            position += text.len() + separator.len_utf8();
            piece
        })
    }

    pub(super) fn split_once(self, separator: char) -> Option<(Self, Self)> {
        let at = self.text.find(separator)?;
        let before = Self {
            text: &self.text[..at],
            position: self.position,
        };
        Some((before, self.from(at + separator.len_utf8())))
    }

    pub(super) fn error(&self, part: &str, reason: Reason) -> ParseError {
        ParseError {
            part: part.to_owned(),
            position: self.position,
            reason,
        }
    }

    fn from(self, at: usize) -> Self {
        Self {
            text: &self.text[at..],
            position: self.position + at,
        }
    }

    fn wrong(self, part: &str, expected: &'static str) -> ParseError {
        self.error(
            part,
            Reason::Value {
                expected,
                found: self.shown(),
            },
        )
    }

    pub(super) fn frequency(self) -> Result<Frequency, ParseError> {
        match self.text.to_ascii_uppercase().as_str() {
            "HOURLY" => Ok(Frequency::Hourly),
            "DAILY" => Ok(Frequency::Daily),
            "WEEKLY" => Ok(Frequency::Weekly),
            "MONTHLY" => Ok(Frequency::Monthly),
            "YEARLY" => Ok(Frequency::Yearly),
            often @ ("SECONDLY" | "MINUTELY") => Err(self.error("FREQ", Reason::TooOften(often.to_owned()))),
            _ => Err(self.wrong("FREQ", "HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY")),
        }
    }

    /// A number from 1 to `most`.
    pub(super) fn whole(self, part: &str, expected: &'static str, most: u32) -> Result<u32, ParseError> {
        digits(self.text)
            .and_then(|digits| digits.parse().ok())
            .filter(|number| (1..=most).contains(number))
            .ok_or_else(|| self.wrong(part, expected))
    }

    /// A list of numbers without sign.
    pub(super) fn numbers<const WORDS: usize>(
        self,
        part: &str,
        least: u16,
        most: u16,
        expected: &'static str,
    ) -> Result<Numbers<WORDS>, ParseError> {
        let mut set = Numbers::default();
        for item in self.split(',') {
            let number = digits(item.text).and_then(|digits| digits.parse().ok());
            let number = number.filter(|number| (least..=most).contains(number));
            set.insert(number.ok_or_else(|| item.wrong(part, expected))?);
        }
        Ok(set)
    }

    /// A list of numbers from 1 to `most`, or from -`most` to -1.
    pub(super) fn signed<const WORDS: usize>(
        self,
        part: &str,
        most: i16,
        expected: &'static str,
    ) -> Result<Signed<WORDS>, ParseError> {
        let mut set = Signed::default();
        for item in self.split(',') {
            set.insert(signed(item.text, most).ok_or_else(|| item.wrong(part, expected))?);
        }
        Ok(set)
    }

    pub(super) fn weekday(self, part: &str) -> Result<Weekday, ParseError> {
        weekday(self.text).ok_or_else(|| self.wrong(part, WEEKDAY))
    }

    pub(super) fn days(self) -> Result<Days, ParseError> {
        let mut days = Days::default();
        for item in self.split(',') {
            let (weekday, ordinal) = numbered_weekday(item.text).ok_or_else(|| item.wrong("BYDAY", BYDAY))?;
            days.insert(weekday, ordinal);
        }
        Ok(days)
    }

    pub(super) fn until(self) -> Result<End, ParseError> {
        until(self.text).ok_or_else(|| self.wrong("UNTIL", UNTIL))
    }
}

fn digits(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

fn signed(text: &str, most: i16) -> Option<i16> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let number: i16 = digits(unsigned)?.parse().ok()?;
    let number = (1..=most).contains(&number).then_some(number)?;
    Some(if text.starts_with('-') { -number } else { number })
}

fn weekday(text: &str) -> Option<Weekday> {
    match text.to_ascii_uppercase().as_str() {
        "MO" => Some(Weekday::Monday),
        "TU" => Some(Weekday::Tuesday),
        "WE" => Some(Weekday::Wednesday),
        "TH" => Some(Weekday::Thursday),
        "FR" => Some(Weekday::Friday),
        "SA" => Some(Weekday::Saturday),
        "SU" => Some(Weekday::Sunday),
        _ => None,
    }
}

/// A weekday, numbered from Monday as 0, and its ordinal.
fn numbered_weekday(text: &str) -> Option<(u16, Option<i16>)> {
    let (ordinal, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let weekday = u16::try_from(weekday(name)?.to_monday_zero_offset()).ok()?;
    if ordinal.is_empty() {
        return Some((weekday, None));
    }
    Some((weekday, Some(signed(ordinal, 53)?)))
}

fn until(text: &str) -> Option<End> {
    let upper = text.to_ascii_uppercase();
    let Some((day, time)) = upper.split_once('T') else {
        return Some(End::until_day(date(&upper)?));
    };
    let date = date(day)?;
    Some(match time.strip_suffix('Z') {
        Some(time) => End::UntilUtc(date.to_datetime(time_of(time)?)),
        None => End::Until(date.to_datetime(time_of(time)?)),
    })
}

fn date(text: &str) -> Option<Date> {
    let [year, month, day] = fields(text, [4, 2, 2])?;
    let year = (year > 0).then_some(year)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn time_of(text: &str) -> Option<Time> {
    let [hour, minute, second] = fields(text, [2, 2, 2])?;
    Time::new(
        i8::try_from(hour).ok()?,
        i8::try_from(minute).ok()?,
        i8::try_from(second).ok()?,
        0,
    )
    .ok()
}

/// Three numbers of fixed widths that fill the text.
fn fields(text: &str, widths: [usize; 3]) -> Option<[i16; 3]> {
    let mut rest = digits(text).filter(|digits| digits.len() == widths.iter().sum())?;
    let mut numbers = [0; 3];
    for (number, width) in numbers.iter_mut().zip(widths) {
        let (field, after) = rest.split_at(width);
        *number = field.parse().ok()?;
        rest = after;
    }
    Some(numbers)
}

//! A recurrence rule as a value.

mod canonical;
mod error;
mod friendly;
mod parse;
mod parts;
mod print;
mod words;

use jiff::civil::{Date, DateTime, Time, Weekday};

pub use error::{ParseError, Reason};
pub(crate) use parts::{Days, Parts};
pub use words::{MONTHS, WEEKDAYS};

/// The largest INTERVAL: 27 years of days, over a year of hours.
pub(crate) const MAX_INTERVAL: u32 = 10_000;
/// The largest COUNT.
pub(crate) const MAX_COUNT: u32 = 1_000_000;
/// The last instant of a day: an UNTIL there stands for the whole day. Text cannot say it
/// otherwise, for RFC 5545 has no fractions of a second.
const END_OF_DAY: Time = Time::constant(23, 59, 59, 999_999_999);

/// FREQ of a rule. SECONDLY and MINUTELY are refused: no task comes that often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Frequency {
    /// By civil hours: 02:30 comes 60 minutes after 01:30 whatever the zone's clocks do.
    Hourly,
    /// By days.
    Daily,
    /// By weeks, which begin at WKST.
    Weekly,
    /// By calendar months.
    Monthly,
    /// By calendar years.
    Yearly,
}

/// When a rule ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// It goes on to the year 9999.
    Never,
    /// After that many dates of the rule, from 1 to 1,000,000, counted from the start.
    Count(u32),
    /// The last moment that can be a date, in the series' own zone. A rule that gives a day only
    /// (`UNTIL=20260630`) has the day's last nanosecond here, and prints as a day again.
    Until(DateTime),
    /// `UNTIL=…Z`: a moment in UTC. [`Slots`](crate::Slots) know no zone and compare it as it
    /// stands, so a caller with a zone puts [`End::Until`] of the local time in its place first.
    UntilUtc(DateTime),
}

impl End {
    /// The end at a day that is still included, written as `UNTIL=20260630`.
    pub fn until_day(day: Date) -> Self {
        Self::Until(day.to_datetime(END_OF_DAY))
    }

    /// The day, when the end was given as a day without a time.
    pub fn whole_day(self) -> Option<Date> {
        match self {
            Self::Until(moment) if moment.time() == END_OF_DAY => Some(moment.date()),
            _ => None,
        }
    }

    /// Holds a count within its limits and a moment to what RFC 5545 text can say.
    fn sane(self) -> Self {
        let whole_second = |moment: DateTime| {
            let time = moment.time();
            let time = Time::constant(time.hour(), time.minute(), time.second(), 0);
            moment.date().to_datetime(time)
        };
        match self {
            Self::Count(count) => Self::Count(count.clamp(1, MAX_COUNT)),
            Self::Until(moment) if self.whole_day().is_none() => Self::Until(whole_second(moment)),
            Self::UntilUtc(moment) => Self::UntilUtc(whole_second(moment)),
            Self::Never | Self::Until(_) => self,
        }
    }
}

/// A recurrence rule: RRULE of RFC 5545 section 3.3.10.
///
/// It is read with [`str::parse`], with or without `RRULE:` in front, in any order and case, and
/// printed in one canonical order, without what goes without saying (`INTERVAL=1`, `WKST=MO`).
/// Reading what was printed gives the same rule. Two rules are equal when they say the same, in
/// whatever order.
///
/// ```
/// use rondo_recurrence::Rule;
///
/// let rule: Rule = "RRULE:byday=th,mo;interval=2;freq=weekly".parse()?;
/// assert_eq!(rule.to_string(), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH");
///
/// let error = "FREQ=WEEKLY;INTERVAL=0".parse::<Rule>().unwrap_err();
/// assert_eq!((error.part.as_str(), error.position), ("INTERVAL", 21));
/// # Ok::<(), rondo_recurrence::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Rule {
    frequency: Frequency,
    interval: u32,
    end: End,
    week_start: Weekday,
    /// Boxed: they are large, and a rule is often one variant of somebody's enum.
    parts: Box<Parts>,
}

impl Rule {
    fn new(frequency: Frequency, interval: u32, parts: Box<Parts>) -> Self {
        Self {
            frequency,
            interval: sane_interval(interval),
            end: End::Never,
            week_start: Weekday::Monday,
            parts,
        }
    }

    /// FREQ.
    pub fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// INTERVAL, 1 unless given.
    pub fn interval(&self) -> u32 {
        self.interval
    }

    /// COUNT or UNTIL.
    pub fn end(&self) -> End {
        self.end
    }

    /// WKST, Monday unless given.
    pub fn week_start(&self) -> Weekday {
        self.week_start
    }

    /// The same rule with another end. A count is held within 1 to 1,000,000, and a moment loses
    /// its fraction of a second.
    #[must_use]
    pub fn with_end(self, end: End) -> Self {
        Self { end: end.sane(), ..self }
    }

    /// The same rule with another interval, held within 1 to 10,000.
    #[must_use]
    pub fn with_interval(self, interval: u32) -> Self {
        Self {
            interval: sane_interval(interval),
            ..self
        }
    }

    /// The same rule with weeks that begin on another day.
    #[must_use]
    pub fn with_week_start(self, week_start: Weekday) -> Self {
        Self { week_start, ..self }
    }

    /// Whether the rule gives times of its own (HOURLY, BYHOUR or BYMINUTE), so that a date may
    /// have several slots. Otherwise every slot has the start's time.
    pub fn has_times(&self) -> bool {
        self.frequency == Frequency::Hourly || !self.parts.hours.is_empty() || !self.parts.minutes.is_empty()
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.parts
    }
}

pub(crate) fn sane_interval(interval: u32) -> u32 {
    interval.clamp(1, MAX_INTERVAL)
}

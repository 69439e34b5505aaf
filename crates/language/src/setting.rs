//! What a sentence is read against: whose it is, and when it was said.

use jiff::civil::{Date, DateTime, Time, Weekday};
use rondo_domain::{Person, Timestamp, Zone};

/// When and where a sentence was said, and the habits of who said it.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// When.
    pub now: Timestamp,
    /// Where "today" is decided.
    pub zone: &'a Zone,
    /// What `3/4` is.
    pub order: DateOrder,
    /// The day on which a week begins.
    pub week_start: Weekday,
    /// The time of day that a reminder of a day without time comes at.
    pub all_day: Time,
}

/// The order in which somebody writes day and month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `15/4`.
    DayMonth,
    /// `4/15`.
    MonthDay,
}

impl<'a> Setting<'a> {
    /// That of a person at an instant.
    pub fn of(person: &'a Person, now: Timestamp) -> Self {
        Self {
            now,
            zone: &person.zone,
            order: DateOrder::of_locale(&person.locale),
            week_start: person.week_start,
            all_day: person.all_day_reminder_time,
        }
    }

    /// The same with the order of day and month of that language tag (BCP 47).
    #[must_use]
    pub fn in_locale(self, tag: &str) -> Self {
        Self {
            order: DateOrder::of_locale(tag),
            ..self
        }
    }

    /// What the clock on the wall shows.
    pub(crate) fn local(&self) -> DateTime {
        self.now.in_zone(self.zone)
    }

    /// The day it is.
    pub(crate) fn today(&self) -> Date {
        self.local().date()
    }
}

/// Languages that write the month first, as in `2026/4/15`.
const MONTH_FIRST_LANGUAGES: [&str; 6] = ["zh", "ja", "ko", "hu", "lt", "mn"];
/// Regions that write the month first in English.
const MONTH_FIRST_REGIONS: [&str; 12] = ["US", "CA", "PH", "AS", "FM", "GU", "MH", "MP", "PR", "PW", "UM", "VI"];

impl DateOrder {
    /// The order of a language tag (BCP 47). English without a region is read as in the United States,
    /// which is what the tables of Unicode (CLDR) say.
    pub fn of_locale(tag: &str) -> Self {
        let mut parts = tag.split('-');
        let language = parts.next().unwrap_or_default().to_ascii_lowercase();
        let is_region = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let region = parts.take_while(|part| part.len() > 1).find(is_region);
        let region = region.map(str::to_ascii_uppercase);
        let month_first = match (language.as_str(), region.as_deref()) {
            ("en", None) => true,
            ("en", Some(region)) => MONTH_FIRST_REGIONS.contains(&region),
            (language, region) => MONTH_FIRST_LANGUAGES.contains(&language) || (language == "es" && region == Some("PR")),
        };
        if month_first { Self::MonthDay } else { Self::DayMonth }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_day_and_month_follows_the_locale() {
        for tag in ["en", "en-US", "EN-us", "en-Latn-US", "en-x-gb", "ja", "zh-Hant-TW", "hu"] {
            assert_eq!(DateOrder::of_locale(tag), DateOrder::MonthDay, "{tag}");
        }
        for tag in ["en-GB", "en-AU", "de", "fr-CA", "pt-BR", ""] {
            assert_eq!(DateOrder::of_locale(tag), DateOrder::DayMonth, "{tag}");
        }
    }
}

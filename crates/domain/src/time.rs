//! Instants, zones and how civil dates and times are written.
//!
//! These types keep the calendar library inside: every boundary (SQL, JSON, HTTP) converts through
//! them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// An instant, UTC, to the microsecond: as fine as both databases and the events carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// The instant this many microseconds after the Unix epoch; `None` outside the years that the
    /// calendar knows (-9999 to 9999).
    pub fn from_micros(micros: i64) -> Option<Self> {
        jiff::Timestamp::from_microsecond(micros).ok().map(Self)
    }

    /// Microseconds since the Unix epoch.
    pub fn micros(self) -> i64 {
        self.0.as_microsecond()
    }

    /// This many seconds later, or earlier when negative; stops at the calendar's ends.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        self.plus_micros(seconds.saturating_mul(1_000_000))
    }

    /// This many microseconds later, or earlier when negative; stops at the calendar's ends.
    #[must_use]
    pub fn plus_micros(self, micros: i64) -> Self {
        let ends = (
            jiff::Timestamp::MIN.as_second() * 1_000_000,
            jiff::Timestamp::MAX.as_second() * 1_000_000,
        );
        let micros = self.micros().saturating_add(micros).clamp(ends.0, ends.1);
        Self::from_micros(micros).expect("clamped to what the calendar knows")
    }

    /// Seconds from `earlier` to this instant, rounded down.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        self.micros().saturating_sub(earlier.micros()).div_euclid(1_000_000)
    }

    /// What a clock on the wall of that zone shows.
    pub fn in_zone(self, zone: &Zone) -> DateTime {
        zone.0.to_datetime(self.0)
    }

    /// RFC 3339 with the zone's offset at that instant, as in `2026-03-10T09:00:00+01:00`.
    pub fn with_offset(self, zone: &Zone) -> String {
        let zoned = self.0.to_zoned_datetime(zone.0.clone());
        self.0.display_with_offset(zoned.offset()).to_string()
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(instant: jiff::Timestamp) -> Self {
        let micros = instant.as_microsecond();
        Self::from_micros(micros).expect("truncated from an instant that the calendar knows")
    }
}

impl FromStr for Timestamp {
    type Err = jiff::Error;

    /// Reads RFC 3339; finer than microseconds is cut off.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<jiff::Timestamp>().map(Self::from)
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A time zone by its IANA name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// UTC, for who has not said where they live.
    pub const UTC: Self = Self(TimeZone::UTC);

    /// The zone of that name in the IANA database; names are compared without case.
    pub fn parse(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("UTC") {
            return Some(Self::UTC);
        }
        // "posix/…" and offsets are no names that another program would know.
        let zone = TimeZone::get(name).ok()?;
        zone.iana_name()?;
        Some(Self(zone))
    }

    /// Its name, as the IANA database writes it.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The instant of a local time. One in the gap when clocks go forward is read with the offset
    /// before the gap, one that exists twice is the first (RFC 5545 section 3.3.5). `None` only at
    /// the calendar's very ends.
    pub fn instant(&self, local: DateTime) -> Option<Timestamp> {
        self.0.to_ambiguous_timestamp(local).compatible().ok().map(Timestamp::from)
    }

    /// Whether clocks go back over that local time, so that it comes twice.
    pub fn is_repeated(&self, local: DateTime) -> bool {
        matches!(
            self.0.to_ambiguous_timestamp(local).offset(),
            jiff::tz::AmbiguousOffset::Fold { .. }
        )
    }
}

/// Reads `YYYY-MM-DD`, years 0001 to 9999, and nothing else.
pub fn parse_date(text: &str) -> Option<Date> {
    let shaped = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    let date: Date = shaped.then(|| text.parse().ok())??;
    (date.year() >= 1).then_some(date)
}

/// Reads `HH:MM` (seconds may follow when they are zero).
pub fn parse_time(text: &str) -> Option<Time> {
    let digits = text.strip_suffix(":00").filter(|rest| rest.len() == 5).unwrap_or(text);
    let shaped = digits.len() == 5 && digits.bytes().all(|b| b.is_ascii_digit() || b == b':');
    shaped.then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_keep_microseconds_and_print_as_rfc_3339() {
        let instant: Timestamp = "2026-03-10T10:00:00.123456789+01:00".parse().unwrap();
        assert_eq!(instant.to_string(), "2026-03-10T09:00:00.123456Z");
        assert_eq!(Timestamp::from_micros(instant.micros()), Some(instant));
        assert_eq!(
            instant.with_offset(&Zone::parse("europe/berlin").unwrap()),
            "2026-03-10T10:00:00.123456+01:00"
        );
    }

    #[test]
    fn reckoning_stops_at_the_ends_of_the_calendar() {
        let now: Timestamp = "2026-03-10T09:00:00Z".parse().unwrap();
        assert_eq!(now.plus_seconds(i64::MIN), now.plus_micros(i64::MIN));
        assert_eq!(now.plus_seconds(i64::MAX), now.plus_micros(i64::MAX));
        assert!(now.plus_seconds(i64::MIN) < now && now < now.plus_seconds(i64::MAX));
    }

    #[test]
    fn dates_and_times_have_one_spelling() {
        assert!(parse_date("2026-02-30").is_none());
        assert!(parse_date("20260210").is_none());
        assert!(parse_date("0000-01-01").is_none());
        assert!(parse_date("2026-02-28T10:00").is_none());
        assert_eq!(parse_time("09:30"), parse_time("09:30:00"));
        assert!(parse_time("25:00").is_none());
        assert!(parse_time("9:30").is_none());
        assert!(parse_time("09").is_none());
    }

    #[test]
    fn a_zone_is_an_iana_name() {
        assert_eq!(Zone::parse("america/new_york").unwrap().name(), "America/New_York");
        assert_eq!(Zone::parse("UTC").unwrap().name(), "UTC");
        assert!(Zone::parse("Mars/Olympus").is_none());
        assert!(Zone::parse("+02:00").is_none());
    }

    /// R22: 02:30 does not exist on the night when clocks go forward.
    #[test]
    fn a_time_in_the_gap_uses_the_offset_before_it() {
        let zone = Zone::parse("America/New_York").unwrap();
        let instant = zone.instant(jiff::civil::datetime(2026, 3, 8, 2, 30, 0, 0)).unwrap();
        assert_eq!(instant.to_string(), "2026-03-08T07:30:00Z");
    }
}

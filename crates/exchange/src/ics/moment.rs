//! DATE and DATE-TIME values, and in which zone they are meant (RFC 5545 sections 3.3.4 and 3.3.5).

use jiff::civil::{Date, DateTime, Time};
use rondo_domain::{Timestamp, Zone};

use super::lines::Line;
use super::tree::Component;

/// A date or date-time as a line gives it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Moment {
    pub(super) date: Date,
    /// `None` for a whole day.
    pub(super) time: Option<Time>,
    pub(super) frame: Frame,
}

/// Whose clock a date-time is read from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Frame {
    /// That of whoever looks.
    Floating,
    Utc,
    Zone(Zone),
    /// A zone that nobody knows, by its name.
    Unknown(String),
}

impl Moment {
    pub(super) fn local(&self) -> DateTime {
        self.date.to_datetime(self.time.unwrap_or(Time::midnight()))
    }

    /// The same moment as the clock of `here` shows it. Whole days and what floats are the same
    /// everywhere.
    pub(super) fn seen_from(self, here: &Zone) -> Self {
        let of_another = match &self.frame {
            Frame::Utc => true,
            Frame::Zone(zone) => zone != here,
            Frame::Floating | Frame::Unknown(_) => false,
        };
        match self.instant(here).filter(|_| of_another && self.time.is_some()) {
            Some(instant) => {
                let local = instant.in_zone(here);
                Self {
                    date: local.date(),
                    time: Some(local.time()),
                    frame: Frame::Floating,
                }
            }
            None => self,
        }
    }

    /// The instant that is meant, read in `here` when it floats.
    pub(super) fn instant(&self, here: &Zone) -> Option<Timestamp> {
        let zone = match &self.frame {
            Frame::Utc => &Zone::UTC,
            Frame::Zone(zone) => zone,
            Frame::Floating | Frame::Unknown(_) => here,
        };
        zone.instant(self.local())
    }
}

/// Reads one value of a line; `None` when it is neither a date nor a date-time.
pub(super) fn moment(value: &str, line: &Line, zones: &Named) -> Option<Moment> {
    let value = value.trim();
    let (text, utc) = value.strip_suffix(['Z', 'z']).map_or((value, false), |text| (text, true));
    let (day, clock) = text
        .split_once(['T', 't'])
        .map_or((text, None), |(day, clock)| (day, Some(clock)));
    let date = digits(day, 8).and_then(|()| Date::strptime("%Y%m%d", day).ok())?;
    let time = match clock {
        Some(clock) => Some(digits(clock, 6).and_then(|()| time(clock))?),
        None => None,
    };
    let frame = match (utc, line.param("TZID")) {
        (true, _) => Frame::Utc,
        (false, Some(name)) if time.is_some() => zones.frame(name),
        _ => Frame::Floating,
    };
    (date.year() >= 1).then_some(Moment { date, time, frame })
}

fn digits(text: &str, count: usize) -> Option<()> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(())
}

/// `HHMMSS`; a leap second is the one before it.
fn time(text: &str) -> Option<Time> {
    let text = text
        .strip_suffix("60")
        .map_or_else(|| text.to_owned(), |minutes| format!("{minutes}59"));
    Time::strptime("%H%M%S", text).ok()
}

/// The zones that the file itself describes, with the IANA name where it tells that.
#[derive(Debug, Default)]
pub(super) struct Named(Vec<(String, String)>);

impl Named {
    pub(super) fn of(calendars: &[Component]) -> Self {
        let zones = calendars.iter().flat_map(|calendar| &calendar.inner);
        let described = zones.filter(|component| component.name == "VTIMEZONE");
        let named = described.filter_map(|zone| {
            let location = zone.get("X-LIC-LOCATION")?;
            Some((zone.get("TZID")?.value.clone(), location.value.clone()))
        });
        Self(named.collect())
    }

    /// A TZID is an IANA name, ends with one, or is explained in the file.
    fn frame(&self, name: &str) -> Frame {
        let explained = self
            .0
            .iter()
            .find(|(id, _)| id == name)
            .map(|(_, location)| location.as_str());
        let parts: Vec<&str> = name.split('/').collect();
        let ends = (1..=3)
            .rev()
            .filter_map(|count| Some(parts.get(parts.len().checked_sub(count)?..)?.join("/")));
        let names = std::iter::once(name.to_owned())
            .chain(explained.map(str::to_owned))
            .chain(ends);
        let known = names.into_iter().find_map(|name| Zone::parse(name.trim()));
        known.map_or_else(|| Frame::Unknown(name.to_owned()), Frame::Zone)
    }
}

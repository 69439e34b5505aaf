//! VTIMEZONE (RFC 5545 section 3.6.5): what a zone's clocks do, told from the IANA data.

use std::collections::BTreeMap;
use std::fmt::Write;

use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::{Offset, TimeZone};
use rondo_domain::Zone;

use super::lines::push;

/// The years whose changes of clocks are written; before and after them the nearest holds.
const YEARS: (i16, i16) = (2000, 2050);

/// The zones that a file has described so far.
#[derive(Debug, Default)]
pub(crate) struct Zones(Vec<String>);

impl Zones {
    /// The description of a zone, if the file has none yet.
    pub(super) fn first_use(&mut self, zone: &Zone) -> String {
        let name = zone.name().to_owned();
        if self.0.contains(&name) {
            return String::new();
        }
        let described = TimeZone::get(&name).map_or_else(|_| String::new(), |zone| described(&name, &zone));
        self.0.push(name);
        described
    }
}

/// One way in which clocks are changed: whether to summer time, its name, from which offset to which.
type Manner = (bool, String, Offset, Offset);

fn described(name: &str, zone: &TimeZone) -> String {
    let mut out = String::new();
    push(&mut out, "BEGIN", "VTIMEZONE");
    push(&mut out, "TZID", name);
    let first = instant(YEARS.0);
    let before = zone.to_offset_info(first);
    let manner = (
        before.dst().is_dst(),
        before.abbreviation().to_owned(),
        before.offset(),
        before.offset(),
    );
    observance(&mut out, &manner, &["19700101T000000".to_owned()]);
    let mut manners: BTreeMap<Manner, Vec<String>> = BTreeMap::new();
    let mut from = before.offset();
    for change in zone
        .following(first)
        .take_while(|change| change.timestamp() < instant(YEARS.1))
    {
        let manner = (change.dst().is_dst(), change.abbreviation().to_owned(), from, change.offset());
        let onset = from.to_datetime(change.timestamp());
        manners
            .entry(manner)
            .or_default()
            .push(onset.strftime("%Y%m%dT%H%M%S").to_string());
        from = change.offset();
    }
    for (manner, onsets) in &manners {
        observance(&mut out, manner, onsets);
    }
    push(&mut out, "END", "VTIMEZONE");
    out
}

fn observance(out: &mut String, (is_summer, name, from, to): &Manner, onsets: &[String]) {
    let kind = if *is_summer { "DAYLIGHT" } else { "STANDARD" };
    push(out, "BEGIN", kind);
    if let Some((first, later)) = onsets.split_first() {
        push(out, "DTSTART", first);
        if !later.is_empty() {
            push(out, "RDATE", &later.join(","));
        }
    }
    push(out, "TZNAME", name);
    push(out, "TZOFFSETFROM", &offset(*from));
    push(out, "TZOFFSETTO", &offset(*to));
    push(out, "END", kind);
}

fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let (sign, left) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
    let mut text = format!("{sign}{:02}{:02}", left / 3600, left / 60 % 60);
    if left % 60 != 0 {
        let _ = write!(text, "{:02}", left % 60);
    }
    text
}

fn instant(year: i16) -> Timestamp {
    let first = date(year, 1, 1).to_datetime(jiff::civil::Time::midnight());
    Offset::UTC.to_timestamp(first).expect("a year of this century")
}

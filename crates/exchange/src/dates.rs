//! Dates, times and slots as the formats of our own write them.

use jiff::civil::{Time, time};
use rondo_domain::{Remembered, Slot, When, parse_date};

/// `2026-03-10`, or `2026-03-10T09:00:00` for a slot with a time.
pub(crate) fn slot_text(slot: Slot) -> String {
    if slot.time() == Time::midnight() {
        slot.date().to_string()
    } else {
        slot.to_string()
    }
}

pub(crate) fn parse_slot(text: &str) -> Option<Slot> {
    let day = parse_date(text).map(|date| date.to_datetime(Time::midnight()));
    let shaped = text.len() <= 19 && text.contains('T');
    let slot: Slot = day.or_else(|| shaped.then(|| text.parse().ok())?)?;
    (slot.year() >= 1).then_some(slot)
}

pub(crate) fn time_text(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// A time of day to the minute: finer is not kept.
pub(crate) fn whole_minutes(exact: Time) -> Time {
    time(exact.hour(), exact.minute(), 0, 0)
}

/// `PT24H`, or the instant of an absolute one.
pub(crate) fn when_text(when: When) -> String {
    match when {
        When::Before(before) => before.to_string(),
        When::At(at) => at.to_string(),
    }
}

pub(crate) fn parse_when(text: &str) -> Option<Remembered> {
    let before = text.parse().map(When::Before).ok();
    let when = before.or_else(|| text.parse().map(When::At).ok())?;
    Some(Remembered::from(when))
}

//! Between rows and the domain: how each value is written down and read back. What the store did not
//! write itself means that the row is damaged.

mod person;
mod reminder;
mod series;
mod task;

use jiff::civil::Time;
use rondo_domain::{Slot, Tag, Tags, Timestamp, Zone};
use serde::{Deserialize, Serialize};

pub(crate) use person::{person, user};
pub(crate) use reminder::reminder_row;
pub(crate) use series::{series, series_row};
pub(crate) use task::{task, task_row};

use crate::Error;

/// What was read, or that the row is damaged.
fn read<T>(what: &str, value: Option<T>) -> Result<T, Error> {
    value.ok_or_else(|| Error::corrupt(what))
}

pub(crate) fn timestamp(micros: i64) -> Result<Timestamp, Error> {
    read("an instant", Timestamp::from_micros(micros))
}

fn zone(name: &str) -> Result<Zone, Error> {
    Zone::parse(name).ok_or_else(|| Error::corrupt(format!("time zone {name:?}")))
}

fn time_text(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

fn slot(text: &str) -> Result<Slot, Error> {
    text.parse().map_err(Error::corrupt)
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("lists and structs of text are always JSON")
}

fn from_json<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(Error::corrupt)
}

fn tags(words: &[String]) -> Result<Tags, Error> {
    let tags = words
        .iter()
        .map(|word| Tag::new(word))
        .collect::<Result<Vec<_>, _>>()
        .map_err(Error::corrupt)?;
    Tags::new(tags).map_err(Error::corrupt)
}

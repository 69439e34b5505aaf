//! A person's settings, within the row of their account.

use rondo_domain::{Before, Person, UserId, parse_time, parse_weekday, weekday_word};

use super::{from_json, json, read, time_text, zone};
use crate::Error;
use crate::entity::user;

fn defaults_text(defaults: &[Before]) -> String {
    json(&defaults.iter().map(ToString::to_string).collect::<Vec<_>>())
}

pub(crate) fn person(row: &user::Model) -> Result<Person, Error> {
    let defaults: Vec<String> = from_json(&row.reminder_defaults)?;
    Ok(Person {
        id: UserId::from(row.id),
        name: row.name.clone(),
        zone: zone(&row.time_zone)?,
        locale: row.locale.clone(),
        week_start: read("a weekday", parse_weekday(&row.week_start))?,
        reminder_defaults: defaults
            .iter()
            .map(|text| text.parse().map_err(Error::corrupt))
            .collect::<Result<_, _>>()?,
        all_day_reminder_time: read("a time", parse_time(&row.all_day_reminder_time))?,
    })
}

pub(crate) fn user(person: &Person, account: user::Model) -> user::Model {
    user::Model {
        name: person.name.clone(),
        time_zone: person.zone.name().to_owned(),
        locale: person.locale.clone(),
        week_start: weekday_word(person.week_start).to_owned(),
        reminder_defaults: defaults_text(&person.reminder_defaults),
        all_day_reminder_time: time_text(person.all_day_reminder_time),
        ..account
    }
}

//! A task, with what is derived of it for searching and sorting.

use std::sync::Arc;

use rondo_domain::{
    Deletion, Description, Due, Occurrence, Person, Priority, Series, Task, Timestamp, Title, Version, parse_date,
    parse_time,
};

use super::reminder::reminder;
use super::{from_json, json, read, slot, tags, time_text, timestamp, zone};
use crate::Error;
use crate::entity::{reminder as reminders, task};

const fn deletion_word(deletion: Deletion) -> &'static str {
    match deletion {
        Deletion::User => "user",
        Deletion::Withdrawn => "withdrawn",
        Deletion::Series => "series",
    }
}

fn deletion(word: &str) -> Option<Deletion> {
    [Deletion::User, Deletion::Withdrawn, Deletion::Series]
        .into_iter()
        .find(|known| deletion_word(*known) == word)
}

pub(crate) fn task_row(task: &Task, person: &Person) -> task::Model {
    let occurrence = task.occurrence.as_ref();
    let words: Vec<String> = task.tags.iter().map(ToString::to_string).collect();
    let text = [task.title.as_str(), task.description.as_str()]
        .into_iter()
        .chain(words.iter().map(String::as_str));
    task::Model {
        id: task.id.uuid(),
        user_id: person.id.uuid(),
        title: task.title.to_string(),
        description: task.description.to_string(),
        priority: task.priority as i16,
        due_date: task.due.map(|due| due.date.to_string()),
        due_time: task.due.and_then(|due| due.time).map(time_text),
        time_zone: task.zone.as_ref().map(|zone| zone.name().to_owned()),
        search_text: text.collect::<Vec<_>>().join("\n").to_lowercase(),
        tags: json(&words),
        series_id: occurrence.map(|occurrence| occurrence.series.id.uuid()),
        occurrence: occurrence.map(|occurrence| i64::from(occurrence.number)),
        slot: occurrence.map(|occurrence| occurrence.slot.to_string()),
        touched: occurrence.is_some_and(|occurrence| occurrence.touched),
        completed_at: task.completed_at.map(Timestamp::micros),
        deleted_at: task.deletion.map(|(at, _)| at.micros()),
        deleted_because: task.deletion.map(|(_, reason)| deletion_word(reason).to_owned()),
        version: task.version.0,
        created_at: task.created_at.micros(),
        updated_at: task.updated_at.micros(),
        due_local: due_local(task, person),
        due_at: task.due_at(person).map(Timestamp::micros),
        title_key: task.title.as_str().to_lowercase(),
    }
}

/// When the task is due on the person's own calendar; a whole day sorts before its hours.
fn due_local(task: &Task, person: &Person) -> Option<String> {
    let due = task.due?;
    Some(match task.due_at(person) {
        Some(instant) => instant.in_zone(&person.zone).strftime("%Y-%m-%dT%H:%M").to_string(),
        None => due.date.to_string(),
    })
}

pub(crate) fn task(row: &task::Model, series: Option<&Arc<Series>>, reminders: &[reminders::Model]) -> Result<Task, Error> {
    let date = row
        .due_date
        .as_deref()
        .map(|date| read("a date", parse_date(date)))
        .transpose()?;
    let time = row
        .due_time
        .as_deref()
        .map(|time| read("a time", parse_time(time)))
        .transpose()?;
    let words: Vec<String> = from_json(&row.tags)?;
    let reason = row
        .deleted_because
        .as_deref()
        .map(|word| read("a deletion", deletion(word)))
        .transpose()?;
    Ok(Task {
        id: row.id.into(),
        title: Title::new(&row.title).map_err(Error::corrupt)?,
        description: Description::new(&row.description).map_err(Error::corrupt)?,
        priority: read("a priority", priority(row.priority))?,
        due: date.map(|date| Due { date, time }),
        zone: row.time_zone.as_deref().map(zone).transpose()?,
        tags: tags(&words)?,
        reminders: reminders.iter().map(reminder).collect::<Result<_, _>>()?,
        occurrence: series.map(|series| occurrence(row, series)).transpose()?,
        completed_at: row.completed_at.map(timestamp).transpose()?,
        deletion: row.deleted_at.map(timestamp).transpose()?.zip(reason),
        version: Version(row.version),
        created_at: timestamp(row.created_at)?,
        updated_at: timestamp(row.updated_at)?,
    })
}

fn priority(number: i16) -> Option<Priority> {
    [Priority::Low, Priority::Medium, Priority::High]
        .into_iter()
        .find(|priority| *priority as i16 == number)
}

fn occurrence(row: &task::Model, series: &Arc<Series>) -> Result<Occurrence, Error> {
    let number = row.occurrence.and_then(|number| u32::try_from(number).ok());
    Ok(Occurrence {
        series: Arc::clone(series),
        number: read("an occurrence", number)?,
        slot: slot(read("a slot", row.slot.as_deref())?)?,
        touched: row.touched,
    })
}

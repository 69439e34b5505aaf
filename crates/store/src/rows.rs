//! Between rows and the domain: how each value is written down and read back.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::{Time, Weekday};
use rondo_domain::{
    Basis, Before, CatchUp, Deletion, Description, Due, Occurrence, Person, Priority, Reminder, ReminderState, Series,
    SeriesState, Slot, Tag, Tags, Task, Template, Timestamp, Title, UserId, Version, When, Zone, parse_date, parse_time,
};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::entity::{reminder, series, task, user};

/// Reads what the store itself wrote; anything else means the row is damaged.
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

pub(crate) const fn weekday_word(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    }
}

fn weekday(word: &str) -> Result<Weekday, Error> {
    let mut days = Weekday::Monday.cycle_forward().take(7);
    read("a weekday", days.find(|day| weekday_word(*day) == word))
}

pub(crate) fn defaults_text(defaults: &[Before]) -> String {
    json(&defaults.iter().map(ToString::to_string).collect::<Vec<_>>())
}

pub(crate) fn person(row: &user::Model) -> Result<Person, Error> {
    let defaults: Vec<String> = from_json(&row.reminder_defaults)?;
    Ok(Person {
        id: UserId::from(row.id),
        name: row.name.clone(),
        zone: zone(&row.time_zone)?,
        locale: row.locale.clone(),
        week_start: weekday(&row.week_start)?,
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

/// A template as it stands in the series' row.
#[derive(Serialize, Deserialize)]
struct TemplateText {
    title: String,
    description: String,
    priority: String,
    tags: Vec<String>,
    time: Option<String>,
    reminders: Vec<String>,
}

fn template_text(template: &Template) -> String {
    let before = |when: &When| match when {
        When::Before(before) => Some(before.to_string()),
        When::At(_) => None,
    };
    json(&TemplateText {
        title: template.title.to_string(),
        description: template.description.to_string(),
        priority: template.priority.word().to_owned(),
        tags: template.tags.iter().map(ToString::to_string).collect(),
        time: template.time.map(time_text),
        reminders: template.reminders.iter().filter_map(before).collect(),
    })
}

fn template(text: &str) -> Result<Template, Error> {
    let text: TemplateText = from_json(text)?;
    let before = |text: &String| text.parse().map(When::Before).map_err(Error::corrupt);
    Ok(Template {
        title: Title::new(&text.title).map_err(Error::corrupt)?,
        description: Description::new(&text.description).map_err(Error::corrupt)?,
        priority: read("a priority", Priority::parse(&text.priority))?,
        tags: tags(&text.tags)?,
        time: text.time.map(|time| read("a time", parse_time(&time))).transpose()?,
        reminders: text.reminders.iter().map(before).collect::<Result<_, _>>()?,
    })
}

fn tags(words: &[String]) -> Result<Tags, Error> {
    let tags = words
        .iter()
        .map(|word| Tag::new(word))
        .collect::<Result<Vec<_>, _>>()
        .map_err(Error::corrupt)?;
    Tags::new(tags).map_err(Error::corrupt)
}

pub(crate) fn series_row(user: UserId, series: &Series) -> series::Model {
    let slots = |slots: &BTreeSet<Slot>| json(&slots.iter().map(ToString::to_string).collect::<Vec<_>>());
    series::Model {
        id: series.id.uuid(),
        user_id: user.uuid(),
        start: series.start.to_string(),
        rule: series.rule.to_string(),
        basis: series.basis.word().to_owned(),
        catch_up: series.catch_up.word().to_owned(),
        time_zone: series.zone.as_ref().map(|zone| zone.name().to_owned()),
        exdates: slots(&series.exdates),
        rdates: slots(&series.rdates),
        state: series.state.word().to_owned(),
        template: template_text(&series.template),
    }
}

pub(crate) fn series(row: &series::Model) -> Result<Series, Error> {
    let slots = |text: &str| {
        from_json::<Vec<String>>(text)?
            .iter()
            .map(|text| slot(text))
            .collect::<Result<_, Error>>()
    };
    Ok(Series {
        id: row.id.into(),
        start: slot(&row.start)?,
        rule: row.rule.parse().map_err(Error::corrupt)?,
        basis: read("a basis", Basis::parse(&row.basis))?,
        catch_up: read("a catch-up", CatchUp::parse(&row.catch_up))?,
        zone: row.time_zone.as_deref().map(zone).transpose()?,
        exdates: slots(&row.exdates)?,
        rdates: slots(&row.rdates)?,
        state: read("a state", SeriesState::parse(&row.state))?,
        template: template(&row.template)?,
    })
}

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

pub(crate) fn task(row: &task::Model, series: Option<&Arc<Series>>, reminders: &[reminder::Model]) -> Result<Task, Error> {
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

pub(crate) fn reminder_row(task: &Task, user: UserId, place: usize, reminder: &Reminder) -> reminder::Model {
    reminder::Model {
        task_id: task.id.uuid(),
        id: reminder.id.uuid(),
        user_id: user.uuid(),
        place: i16::try_from(place).unwrap_or(i16::MAX),
        before: match reminder.when {
            When::Before(before) => Some(before.to_string()),
            When::At(_) => None,
        },
        at: match reminder.when {
            When::At(instant) => Some(instant.micros()),
            When::Before(_) => None,
        },
        remind_at: reminder.at.map(Timestamp::micros),
        state: reminder.state.word().to_owned(),
        snoozed_until: reminder.snoozed_until.map(Timestamp::micros),
        fires_at: reminder.fires_at().map(Timestamp::micros),
    }
}

fn reminder(row: &reminder::Model) -> Result<Reminder, Error> {
    let when = match (&row.before, row.at) {
        (Some(before), None) => When::Before(before.parse().map_err(Error::corrupt)?),
        (None, Some(at)) => When::At(timestamp(at)?),
        _ => return Err(Error::corrupt("a reminder without a time")),
    };
    Ok(Reminder {
        id: row.id.into(),
        when,
        at: row.remind_at.map(timestamp).transpose()?,
        state: read("a reminder's state", ReminderState::parse(&row.state))?,
        snoozed_until: row.snoozed_until.map(timestamp).transpose()?,
    })
}

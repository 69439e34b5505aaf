//! The fields of a task as they are sent: read the same for every way of asking.

use rondo_domain::frequency_word;
use rondo_domain::recurrence::Rule;
use rondo_domain::{
    Basis, Before, CatchUp, Choice, Description, Draft, Edit, Invalid, MAX_REMINDERS, Patch, Priority, RepeatEdit, Slot,
    Tag, Tags, Task, Timestamp, Title, When, Zone, parse_date, parse_time,
};
use serde_json::Value;

use super::TaskView;
use crate::input::{Fields, boolean, integer, kind, list, string, text, word as word_of};

/// What creates a task, with the friendly word that came beside a rule.
#[derive(Clone, Debug)]
pub struct NewTask {
    /// The draft.
    pub draft: Draft,
    /// The word that the rule must agree with.
    pub word: Option<String>,
}

/// What edits a task, with the friendly word that came beside a rule.
#[derive(Clone, Debug)]
pub struct TaskEdit {
    /// The edit.
    pub edit: Edit,
    /// The word that the rule must agree with.
    pub word: Option<String>,
}

/// Reads the fields of a new task.
///
/// # Errors
/// Every wrong field at once.
pub fn new_task(body: Value) -> Result<NewTask, Invalid> {
    let mut fields = Fields::of(body)?;
    let title = fields.required("title", text(Title::new));
    let description = fields.optional("description", text(Description::new)).unwrap_or_default();
    let priority = fields.optional("priority", priority).unwrap_or_default();
    let date = fields.optional("due_date", date);
    let time = fields.optional("due_time", time);
    let zone = fields.optional("time_zone", zone);
    let tags = fields.optional("tags", tags).unwrap_or_default();
    let reminders = fields.optional("reminders", reminders);
    let completed = fields.optional("is_completed", boolean).unwrap_or(false);
    let (repeat, word) = repeat(&mut fields, None);
    let repeat = repeat.begin().unwrap_or_else(|invalid| {
        fields.merge(invalid);
        None
    });
    let needs_date = time.is_some() && date.is_none() && repeat.is_none();
    if needs_date {
        fields.refuse("due_time", "needs a due_date");
    }
    let title = fields.finish_as(title)?;
    Ok(NewTask {
        draft: Draft {
            title,
            description,
            priority,
            date,
            time,
            zone,
            tags,
            reminders,
            repeat,
            completed,
        },
        word,
    })
}

/// Reads an edit as a JSON merge patch (RFC 7396) of the task as it stands: absent is unchanged, null
/// is cleared, and what only the server sets is accepted when it says what is there.
///
/// # Errors
/// Every wrong field at once.
pub fn edit(body: Value, task: &Task, view: &TaskView) -> Result<TaskEdit, Invalid> {
    let mut fields = Fields::of(body)?;
    let shown = serde_json::to_value(view).unwrap_or_default();
    fields.read_only(&READ_ONLY, &shown);
    let edit = Edit {
        title: fields.set("title", text(Title::new)),
        description: fields
            .patch("description", text(Description::new))
            .or_when_cleared(Description::default),
        priority: fields.patch("priority", priority).or_when_cleared(Priority::default),
        date: fields.patch("due_date", date),
        time: fields.patch("due_time", time),
        zone: fields.patch("time_zone", zone),
        tags: fields.patch("tags", tags).or_when_cleared(Tags::default),
        reminders: fields.patch("reminders", reminders),
        ..Edit::default()
    };
    let (repeat, word) = repeat(&mut fields, Some(&shown));
    if edit.time.set().is_some() && edit.date.clone().over(task.due.map(|due| due.date)).is_none() {
        fields.refuse("due_time", "needs a due_date");
    }
    fields.finish()?;
    Ok(TaskEdit {
        edit: Edit { repeat, ..edit },
        word,
    })
}

/// What only the server sets, with the call that changes it where there is one.
const READ_ONLY: [(&str, &str); 13] = [
    ("id", "cannot be changed"),
    ("is_completed", "is changed by POST /api/tasks/{id}/complete and /reopen"),
    ("completed_at", "is set by POST /api/tasks/{id}/complete"),
    ("due_at", "follows from due_date, due_time and time_zone"),
    ("series_id", "is set by the server"),
    ("occurrence", "is set by the server"),
    ("slot", "is set by the server; POST /api/tasks/{id}/skip moves to the next"),
    ("series_state", "is changed by POST /api/series/{id}/pause and /resume"),
    ("version", "is set by the server; send the version you read as If-Match"),
    ("created_at", "is set by the server"),
    ("updated_at", "is set by the server"),
    ("recurrence_text", "follows from recurrence"),
    ("successor", "is set by the server"),
];

pub(crate) fn priority(value: &Value) -> Result<Priority, String> {
    word_of(Priority::parse, "high, medium, low")(value)
}

/// Reads a date.
pub fn date(value: &Value) -> Result<jiff::civil::Date, String> {
    let text = string(value)?;
    parse_date(text).ok_or_else(|| "must be a date that exists, as YYYY-MM-DD".to_owned())
}

/// Reads a time of day.
pub fn time(value: &Value) -> Result<jiff::civil::Time, String> {
    let text = string(value)?;
    parse_time(text).ok_or_else(|| "must be a time of day, as HH:MM".to_owned())
}

/// Reads the name of a zone.
pub fn zone(value: &Value) -> Result<Zone, String> {
    let text = string(value)?;
    Zone::parse(text).ok_or_else(|| format!("{text:?} is no IANA time zone like Europe/Berlin"))
}

/// Reads an instant.
pub fn instant(value: &Value) -> Result<Timestamp, String> {
    let text = string(value)?;
    text.parse()
        .map_err(|_| "must be an instant like 2026-03-10T09:00:00+01:00".to_owned())
}

pub(crate) fn tags(value: &Value) -> Result<Tags, String> {
    // Repeated ones count once, so more may be sent than a task may have.
    let tags = list(4 * Tags::MAX, |item| text(Tag::new)(item))(value)?;
    Tags::new(tags)
}

fn reminders(value: &Value) -> Result<Vec<When>, String> {
    list(MAX_REMINDERS, reminder)(value)
}

/// Reads one reminder: `{before}`, `{minutes_before}` or `{remind_at}`; one that was read may be sent
/// back as it is.
pub fn reminder(value: &Value) -> Result<When, String> {
    let object = value
        .as_object()
        .ok_or_else(|| format!("a reminder must be an object, not {}", kind(value)))?;
    let known = ["id", "before", "minutes_before", "remind_at", "state", "snoozed_until"];
    if let Some(unknown) = object.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(format!(
            "a reminder has no field {unknown:?}; it has before, minutes_before or remind_at"
        ));
    }
    let given = |name: &str| object.get(name).filter(|value| !value.is_null());
    match (given("before"), given("minutes_before"), given("remind_at")) {
        (Some(before), None, at) if at.is_none() || given("id").is_some() => text(str::parse::<Before>)(before)
            .map(When::Before)
            .map_err(|message| format!("before {message}")),
        (None, Some(minutes), None) => {
            let minutes = integer(0..=527_040)(minutes).map_err(|message| format!("minutes_before {message}"))?;
            Before::minutes(minutes)
                .map(When::Before)
                .ok_or_else(|| "minutes_before is too large".to_owned())
        }
        (None, None, Some(at)) => instant(at).map(When::At).map_err(|message| format!("remind_at {message}")),
        _ => Err("a reminder has exactly one of before, minutes_before and remind_at".to_owned()),
    }
}

/// Reads a slot: a date, or a date-time where the rule has times.
pub(crate) fn slot(value: &Value) -> Result<Slot, String> {
    let text = string(value)?;
    let date = parse_date(text).map(|date| date.to_datetime(jiff::civil::Time::midnight()));
    let moment = || text.parse::<Slot>().ok().filter(|_| text.contains('T'));
    date.or_else(moment)
        .ok_or_else(|| "must be a date, as YYYY-MM-DD, or a date-time, as YYYY-MM-DDTHH:MM:SS".to_owned())
}

/// Reads what is said about recurring; `shown` is the task as it stands. With a rule beside it the
/// friendly word is only checked.
pub(crate) fn repeat(fields: &mut Fields, shown: Option<&Value>) -> (RepeatEdit, Option<String>) {
    let present = shown.and_then(|shown| shown["recurrence_frequency"].as_str());
    let (choice, word) = choice(fields, present);
    // A clearing that clears nothing is none: a task that does not recur reads back as nulls.
    let recurs = shown.is_some_and(|shown| !shown["recurrence"].is_null());
    let choice = if choice == Patch::Clear && !recurs {
        Patch::Keep
    } else {
        choice
    };
    let edit = RepeatEdit {
        choice,
        is_recurring: fields.optional("is_recurring", boolean),
        basis: fields.optional("recurrence_basis", word_of(Basis::parse, "due_date, completion_date")),
        catch_up: fields.optional("catch_up", word_of(CatchUp::parse, "next, each")),
    };
    (edit, word)
}

/// Reads `recurrence_frequency` and `recurrence`, which are two ways of saying one thing.
pub(crate) fn choice(fields: &mut Fields, present: Option<&str>) -> (Patch<Choice>, Option<String>) {
    let frequency = fields.patch("recurrence_frequency", |value| frequency(value, present));
    let rule = fields.patch("recurrence", text(str::parse::<Rule>));
    match (frequency, rule) {
        (frequency, Patch::Set(rule)) => (Patch::Set(Choice::Rule(rule)), frequency.over(None).map(|(word, _)| word)),
        (Patch::Set((_, Some(choice))), Patch::Keep) => (Patch::Set(choice), None),
        (Patch::Set((word, None)), Patch::Keep) => {
            if present != Some(word.as_str()) {
                fields.refuse("recurrence_frequency", "is \"custom\" only for a rule: give a recurrence");
            }
            (Patch::Keep, None)
        }
        (Patch::Set(_), Patch::Clear) => {
            fields.refuse("recurrence", "is null although recurrence_frequency is given");
            (Patch::Keep, None)
        }
        (_, Patch::Clear) | (Patch::Clear, Patch::Keep) => (Patch::Clear, None),
        (Patch::Keep, Patch::Keep) => (Patch::Keep, None),
    }
}

/// Reads a friendly word; what no word says is `custom`, and says nothing by itself.
fn frequency(value: &Value, present: Option<&str>) -> Result<(String, Option<Choice>), String> {
    let word = string(value)?;
    match Choice::parse_word(word) {
        Some(choice) => Ok((word.to_owned(), Some(choice))),
        None if present == Some(word) || word == "custom" => Ok((word.to_owned(), None)),
        None => Err("must be one of daily, weekly, monthly, yearly; for anything else give a recurrence".to_owned()),
    }
}

/// Refuses a task whose rule is not the form of the word beside it.
///
/// # Errors
/// `recurrence_frequency`, when the two disagree.
pub(crate) fn agree(task: &Task, word: Option<&str>) -> Result<(), Invalid> {
    let Some(series) = task.recurring() else { return Ok(()) };
    word_agrees(&series.rule, series.start.date(), word)
}

/// Refuses a rule, counted from `start`, that is not the form of the word beside it.
///
/// # Errors
/// `recurrence_frequency`, when the two disagree.
pub(crate) fn word_agrees(rule: &Rule, start: jiff::civil::Date, word: Option<&str>) -> Result<(), Invalid> {
    let is = frequency_word(rule, start);
    match word {
        Some(word) if word != is => Err(Invalid::field(
            "recurrence_frequency",
            format!("disagrees with recurrence, which is {is:?}"),
        )),
        _ => Ok(()),
    }
}

//! Editing a series.

use rondo_domain::{Basis, CatchUp, Description, Edit, Invalid, Patch, Priority, RepeatEdit, Scope, SeriesId, Title};
use serde_json::Value;

use super::{SeriesView, finish, latest, shown};
use crate::input::{Fields, list, text, word};
use crate::tasks::{carry_on, fields};
use crate::{App, Caller, Error};

/// Edits a series by a JSON merge patch: its rule, basis, catch-up, zone, the slots that are left out
/// or added, and what a new occurrence copies. Its open occurrence takes the edit over.
pub async fn edit(app: &App, caller: &Caller, id: SeriesId, patch: Value) -> Result<SeriesView, Error> {
    let mut work = app.write(caller).await?;
    let task = latest(&work, id).await?;
    let shown = shown(&work, id).await?;
    if task.recurring().is_none() {
        return Err(Error::NotPossible(
            "the series has ended; make the task recurring again instead",
        ));
    }
    let (mut wanted, friendly) = read(patch, &serde_json::to_value(&shown).unwrap_or_default())?;
    if let Some(tags) = wanted.tags.take() {
        wanted.tags = Some(work.as_first_written(tags).await?);
    }
    if let Some(change) = task.edit_series(&wanted, work.context())? {
        fields::agree(change.task(), friendly.as_deref())?;
        carry_on(&mut work, change, Some(Scope::Series)).await?;
    }
    finish(work, id).await
}

/// What only the server sets, with the call that changes it where there is one.
const READ_ONLY: [(&str, &str); 4] = [
    ("id", "cannot be changed"),
    ("start", "is where the rule began to count; give a recurrence to count anew"),
    ("text", "follows from recurrence"),
    ("state", "is changed by POST /api/series/{id}/pause and /resume"),
];

fn read(patch: Value, shown: &Value) -> Result<(Edit, Option<String>), Invalid> {
    let mut read = Fields::of(patch)?;
    read.read_only(&READ_ONLY, shown);
    let (choice, word) = fields::choice(&mut read, shown["recurrence_frequency"].as_str());
    let choice = match choice {
        Patch::Clear => {
            read.refuse("recurrence", "must not be null: end the series by its task, or delete it");
            Patch::Keep
        }
        choice => choice,
    };
    let repeat = RepeatEdit {
        is_recurring: None,
        choice,
        basis: read.set("basis", self::word(Basis::parse, "due_date, completion_date")),
        catch_up: read.set("catch_up", self::word(CatchUp::parse, "next, each")),
    };
    let slots = || list(1000, fields::slot);
    let zone = read.patch("time_zone", fields::zone);
    let exdates = read.set("exdates", slots()).map(|slots| slots.into_iter().collect());
    let rdates = read.set("rdates", slots()).map(|slots| slots.into_iter().collect());
    let template = read
        .raw("template")
        .map(|template| template_edit(template, &shown["template"]));
    let template = template.unwrap_or_else(|| Ok(Edit::default())).unwrap_or_else(|invalid| {
        for wrong in invalid.0 {
            read.refuse(&format!("template.{}", wrong.field), wrong.message);
        }
        Edit::default()
    });
    read.finish()?;
    Ok((
        Edit {
            zone,
            repeat,
            exdates,
            rdates,
            ..template
        },
        word,
    ))
}

fn template_edit(template: Value, shown: &Value) -> Result<Edit, Invalid> {
    let mut read = Fields::of(template)?;
    let reminders = list(rondo_domain::MAX_REMINDERS, |item| {
        text(str::parse::<rondo_domain::Before>)(item).map(rondo_domain::When::Before)
    });
    let same_reminders = |given: &Value| *given == shown["reminders"];
    let given = read.raw("reminders").filter(|given| !same_reminders(given));
    let reminders = match given {
        None => Patch::Keep,
        Some(Value::Null) => Patch::Clear,
        Some(given) => reminders(&given).map_or_else(
            |message| {
                read.refuse("reminders", message);
                Patch::Keep
            },
            Patch::Set,
        ),
    };
    let edit = Edit {
        title: read.set("title", text(Title::new)),
        description: read
            .patch("description", text(Description::new))
            .or_when_cleared(Description::default),
        priority: read.patch("priority", fields::priority).or_when_cleared(Priority::default),
        tags: read.patch("tags", fields::tags).or_when_cleared(rondo_domain::Tags::default),
        time: read.patch("due_time", fields::time),
        reminders,
        ..Edit::default()
    };
    read.finish()?;
    Ok(edit)
}

//! Creating a task from a sentence.

use rondo_domain::{Context, Description, Draft, Invalid, Person, Tags, Task, Timestamp, Title};
use rondo_language::{Reading, Setting, Understood, read};
use rondo_store::Store;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::create::{answered, keep};
use super::{IdempotencyKey, TaskView};
use crate::accounts::fields::locale;
use crate::input::{Fields, boolean, string};
use crate::secrets::fingerprint;
use crate::{App, Caller, Error};

/// A task that was made from a sentence, or would be.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct QuickTask {
    /// The task.
    pub task: TaskView,
    /// What was taken for what, in the order of the text. What is not here is the title.
    pub understood: Vec<UnderstoodView>,
}

/// A piece of a sentence, and what it was taken for.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Understood)]
pub struct UnderstoodView {
    /// Where it begins, in UTF-16 code units: what `text.slice(start, end)` of JavaScript takes.
    pub start: usize,
    /// Where it ends, in the same units; the unit there is no longer part of it.
    pub end: usize,
    /// The piece itself.
    pub text: String,
    /// `date`, `time`, `recurrence`, `start`, `end`, `reminder`, `tag`, `priority`, or `title` for what was
    /// left in the title although it could mean something else.
    pub kind: &'static str,
    /// What it means, in words that name dates in full.
    pub meaning: String,
    /// What else it may have meant, the likeliest first.
    pub alternatives: Vec<String>,
}

/// What became of a sentence: JSON of a [`QuickTask`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// The task was made.
    Made(String),
    /// Nothing was made: it was only asked what would be.
    Dry(String),
}

/// A sentence as it is sent.
struct Request {
    text: String,
    is_dry: bool,
    locale: Option<String>,
}

/// Creates the task of `{text, dry_run?, locale?}`, or with `dry_run` only says which it would be. The same
/// body under the same key again creates nothing and gets the same answer, for 24 hours.
pub async fn quick(app: &App, caller: &Caller, body: Value, key: Option<IdempotencyKey>) -> Result<Added, Error> {
    let print = fingerprint(&body.to_string());
    let request = Request::of(body)?;
    if request.is_dry {
        return dry(app, caller, &request).await.map(Added::Dry);
    }
    let mut work = app.write(caller).await?;
    if let Some(answer) = answered(&work, key.as_ref(), &print).await? {
        return Ok(Added::Made(answer));
    }
    let (mut draft, understood) = request.draft(work.person(), work.now())?;
    draft.tags = work.as_first_written(draft.tags).await?;
    let change = Task::create(Store::new_id(work.now()).into(), draft, work.context()).map_err(of_text)?;
    let task = work.apply(change).await?;
    let answer = QuickTask::json(&task, work.person(), understood);
    keep(work, key.as_ref(), &print, answer).await.map(Added::Made)
}

async fn dry(app: &App, caller: &Caller, request: &Request) -> Result<String, Error> {
    let view = app.view(caller).await?;
    let (draft, understood) = request.draft(view.person(), view.now())?;
    let context = Context {
        person: view.person(),
        actor: caller.actor,
        now: view.now(),
    };
    let change = Task::create(Store::new_id(view.now()).into(), draft, context).map_err(of_text)?;
    Ok(QuickTask::json(change.task(), view.person(), understood))
}

impl Request {
    fn of(body: Value) -> Result<Self, Invalid> {
        let mut fields = Fields::of(body)?;
        let text = fields.required("text", |value| string(value).map(str::to_owned));
        let is_dry = fields.optional("dry_run", boolean).unwrap_or(false);
        let locale = fields.optional("locale", locale);
        let text = fields.finish_as(text)?;
        Ok(Self { text, is_dry, locale })
    }

    /// The task that the sentence describes to that person, with what was understood.
    fn draft(&self, person: &Person, now: Timestamp) -> Result<(Draft, Vec<Understood>), Invalid> {
        let mut setting = Setting::of(person, now);
        if let Some(locale) = &self.locale {
            setting = setting.in_locale(locale);
        }
        let mut reading = read(&self.text, &setting);
        let understood = std::mem::take(&mut reading.understood);
        Ok((draft(reading)?, understood))
    }
}

/// The task of a reading.
///
/// # Errors
/// What is wrong with the text: no title is left, or one that is too long, or too many tags.
fn draft(reading: Reading) -> Result<Draft, Invalid> {
    let wrong = |message: String| Invalid::field("text", message);
    if reading.title.trim().is_empty() {
        return Err(wrong(
            "leaves no title: say what is to be done; text in double quotes is never read".to_owned(),
        ));
    }
    let title = Title::new(&reading.title).map_err(|message| wrong(format!("leaves a title that {message}")))?;
    Ok(Draft {
        title,
        description: Description::default(),
        priority: reading.priority.unwrap_or_default(),
        date: reading.due.map(|due| due.date),
        time: reading.due.and_then(|due| due.time),
        zone: None,
        tags: Tags::new(reading.tags).map_err(wrong)?,
        reminders: reading.reminders,
        repeat: reading.repeat,
        completed: false,
    })
}

/// Whatever is wrong with a task that was read is wrong with its text.
fn of_text(invalid: Invalid) -> Invalid {
    let messages = invalid
        .0
        .into_iter()
        .map(|error| format!("{} {}", error.field, error.message));
    Invalid::field("text", messages.collect::<Vec<_>>().join("; "))
}

impl QuickTask {
    fn json(task: &Task, person: &Person, understood: Vec<Understood>) -> String {
        let view = Self {
            task: TaskView::of(task, person),
            understood: understood.into_iter().map(UnderstoodView::from).collect(),
        };
        serde_json::to_string(&view).expect("a view is plain JSON")
    }
}

impl From<Understood> for UnderstoodView {
    fn from(piece: Understood) -> Self {
        Self {
            start: piece.start,
            end: piece.end,
            text: piece.text,
            kind: piece.kind.word(),
            meaning: piece.meaning,
            alternatives: piece.alternatives,
        }
    }
}

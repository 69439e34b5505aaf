//! Which task is meant: by its id, a part of it, or its title.

use rondo_domain::TaskId;
use serde_json::Value;

use super::{Candidate, Refusal};
use crate::input::{Fields, string};
use crate::tasks::{ListQuery, MOST_ITEMS, TaskView, list};
use crate::{App, Caller, Error};

/// Among which tasks one is looked for by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// What is to be done, before what is done.
    Open,
    /// What is done, before what is to be done.
    Completed,
    /// What can be brought back.
    Deleted,
}

/// The most candidates that are shown.
const SHOWN: usize = 10;

/// Reads a name.
pub(super) fn read(value: &Value) -> Result<String, String> {
    let text = string(value)?.trim();
    match text.chars().count() {
        1..=255 => Ok(text.to_owned()),
        _ => Err("must be the id of a task, a part of it, or its title".to_owned()),
    }
}

/// Reads arguments that name a task and nothing else, and finds it.
pub(super) async fn alone(app: &App, caller: &Caller, arguments: Value, among: Among) -> Result<TaskId, Refusal> {
    let mut fields = Fields::of(arguments)?;
    let name = fields.required("task", read);
    let name = fields.finish_as(name)?;
    resolve(app, caller, &name, among).await
}

/// What a name was found to mean.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    /// This task.
    One(Box<TaskView>),
    /// Any of these.
    Alike(Vec<TaskView>),
    /// The task that is called exactly so is deleted; these have the words in their titles, too.
    Gone(Vec<TaskView>),
    /// None.
    Nothing,
}

impl Found {
    fn among(mut tasks: Vec<TaskView>) -> Self {
        match tasks.len() {
            0 => Self::Nothing,
            1 => Self::One(Box::new(tasks.remove(0))),
            _ => Self::Alike(tasks),
        }
    }
}

impl Among {
    /// In which states a task is looked for, the likelier one first.
    const fn states(self) -> &'static [&'static str] {
        match self {
            Self::Open => &["pending", "completed"],
            Self::Completed => &["completed", "pending"],
            Self::Deleted => &["deleted"],
        }
    }
}

/// The task that is called so. A whole id names its task whatever its state.
///
/// # Errors
/// `not-found`, or `ambiguous` with the candidates.
pub async fn resolve(app: &App, caller: &Caller, name: &str, among: Among) -> Result<TaskId, Refusal> {
    match name.parse() {
        Ok(id) => Ok(id),
        Err(_) => Ok(one(app, caller, name, among).await?.id.into()),
    }
}

/// The same, as it stands.
///
/// # Errors
/// `not-found`, or `ambiguous` with the candidates.
pub(crate) async fn one(app: &App, caller: &Caller, name: &str, among: Among) -> Result<TaskView, Refusal> {
    let candidates = |tasks: &[TaskView]| tasks.iter().take(SHOWN).map(Candidate::from).collect();
    match look_up(app, caller, name, among, false).await? {
        Found::One(task) => Ok(*task),
        Found::Alike(tasks) => Err(Refusal::ambiguous(name, candidates(&tasks))),
        Found::Gone(tasks) => Err(Refusal {
            candidates: candidates(&tasks),
            ..Refusal::new(
                "not-found",
                format!(
                    "{name:?} is deleted, and nothing was changed; one with these words in its title is named by its id"
                ),
            )
        }),
        Found::Nothing if name.parse::<TaskId>().is_ok() => Err(Refusal::new("not-found", "there is no such task")),
        Found::Nothing => Err(Refusal::new(
            "not-found",
            format!("there is no task called {name:?}; look with search_tasks or list_tasks"),
        )),
    }
}

/// Looks for what is called so: by an id or a part of one, by exactly that title in whatever state, and
/// only then (unless it has to be `exactly` so) by words of it. So what was done or deleted by its title
/// never makes the same words mean another task.
pub(crate) async fn look_up(app: &App, caller: &Caller, name: &str, among: Among, exactly: bool) -> Result<Found, Error> {
    let is_exact = |task: &TaskView| is_titled(task, name);
    let mut alike = Vec::new();
    for status in among.states() {
        alike.push(called(app, caller, name, status).await?);
    }
    let exact = alike.iter().find(|found| found.iter().any(is_exact));
    if let Some(found) = exact {
        return Ok(Found::among(found.iter().filter(|task| is_exact(task)).cloned().collect()));
    }
    match alike.into_iter().find(|found| !found.is_empty()) {
        Some(found) if !exactly => {
            let is_gone = among != Among::Deleted && called(app, caller, name, "deleted").await?.iter().any(is_exact);
            Ok(if is_gone { Found::Gone(found) } else { Found::among(found) })
        }
        _ => Ok(Found::Nothing),
    }
}

fn is_titled(task: &TaskView, name: &str) -> bool {
    task.title.to_lowercase() == name.to_lowercase()
}

/// The tasks in that state that have the words in their titles, or the digits in their ids: a page of
/// them, and those further on that are titled exactly so.
async fn called(app: &App, caller: &Caller, name: &str, status: &str) -> Result<Vec<TaskView>, Error> {
    let mut query = ListQuery {
        name: Some(name.to_owned()),
        status: Some(status.to_owned()),
        limit: Some("100".to_owned()),
        ..ListQuery::default()
    };
    let mut page = list(app, caller, &query).await?;
    let mut found = page.items;
    while let Some(cursor) = page.next_cursor.take() {
        query.cursor = Some(cursor);
        query.limit = Some(MOST_ITEMS.to_string());
        page = list(app, caller, &query).await?;
        found.extend(page.items.drain(..).filter(|task| is_titled(task, name)));
    }
    Ok(found)
}

//! Which tasks a sentence names.

use rondo_language::command::Target;
use serde_json::{Value, json};
use uuid::Uuid;

use super::super::turn::Turn;
use super::super::wording::numbered;
use super::filter;
use super::unclear::Unclear;
use crate::tasks::{ListQuery, TaskView, get, list};
use crate::tools::{Among, Found, look_up};

/// The most candidates that are asked about.
const CANDIDATES: usize = 10;

/// The tasks that are named, each once. One that was `chosen` is meant, whatever the name says.
pub(in super::super) async fn find(
    turn: &Turn<'_>,
    target: &Target,
    among: Among,
    chosen: Option<Uuid>,
) -> Result<Vec<Value>, Unclear> {
    if let Some(id) = chosen {
        return by_ids(turn, &[id], among).await;
    }
    match target {
        Target::Words(words) => by_title(turn, words, false, among).await,
        Target::Quoted(title) => by_title(turn, title, true, among).await,
        Target::Number(number) => by_ids(turn, &[numbered_one(turn, *number)?], among).await,
        Target::Last => by_ids(turn, &[numbered_one(turn, turn.state.shown.len())?], among).await,
        Target::It => it(turn, among).await,
        Target::All => by_ids(turn, spoken(turn)?, among).await,
        Target::Set(wanted) => filter::tasks(turn, wanted, among).await,
        Target::Several(parts) => several(turn, parts, among).await,
    }
}

/// The one task that is named.
pub(super) async fn find_one(
    turn: &Turn<'_>,
    target: &Target,
    among: Among,
    chosen: Option<Uuid>,
) -> Result<Value, Unclear> {
    let mut found = find(turn, target, among, chosen).await?;
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(none()),
        _ => Err(Unclear::Which("That".to_owned(), found)),
    }
}

fn none() -> Unclear {
    Unclear::Because("There is no such task.".to_owned())
}

fn numbered_one(turn: &Turn<'_>, number: usize) -> Result<Uuid, Unclear> {
    let shown = &turn.state.shown;
    if shown.is_empty() {
        return Err(Unclear::Because(
            "I have not shown you a list yet: say “show my tasks” first.".to_owned(),
        ));
    }
    let found = number.checked_sub(1).and_then(|place| shown.get(place));
    let last = shown.len();
    found
        .copied()
        .ok_or_else(|| Unclear::Because(format!("The last list ends at number {last}; there is no number {number}.")))
}

fn spoken<'a>(turn: &'a Turn<'_>) -> Result<&'a [Uuid], Unclear> {
    let spoken = &turn.state.spoken;
    if spoken.is_empty() {
        let why = "I do not know which task you mean: name it by its title, or list your tasks first.";
        return Err(Unclear::Because(why.to_owned()));
    }
    Ok(spoken)
}

async fn it(turn: &Turn<'_>, among: Among) -> Result<Vec<Value>, Unclear> {
    let mut found = by_ids(turn, spoken(turn)?, among).await?;
    if found.len() > 1 {
        found.truncate(CANDIDATES);
        return Err(Unclear::Which("“It”".to_owned(), found));
    }
    Ok(found)
}

/// Each part's tasks. A part that is not clear leaves all undone.
async fn several(turn: &Turn<'_>, parts: &[Target], among: Among) -> Result<Vec<Value>, Unclear> {
    let mut found: Vec<Value> = Vec::new();
    for part in parts {
        match Box::pin(find(turn, part, among, None)).await {
            Ok(tasks) => found.extend(tasks),
            Err(Unclear::Which(name, candidates)) => {
                let why = format!("{name} could be any of these, so nothing was changed; say it for one after the other.");
                return Err(Unclear::Because(format!("{why}{}", numbered(&candidates))));
            }
            Err(unclear) => return Err(unclear),
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|task| seen.insert(task["id"].to_string()));
    Ok(found)
}

/// The tasks with these ids that are still there.
pub(super) async fn by_ids(turn: &Turn<'_>, ids: &[Uuid], among: Among) -> Result<Vec<Value>, Unclear> {
    let mut found = Vec::new();
    for id in ids {
        if among == Among::Deleted {
            if let Found::One(task) = look_up(turn.app, turn.caller, &id.to_string(), among, false).await? {
                found.push(json!(task));
            }
        } else if let Ok(task) = get(turn.app, turn.caller, (*id).into()).await {
            found.push(json!(task));
        }
    }
    if found.is_empty() {
        return Err(Unclear::Because(match among {
            Among::Deleted => "That task is not deleted, or too long ago.".to_owned(),
            _ => "That task is no longer there.".to_owned(),
        }));
    }
    Ok(found)
}

async fn by_title(turn: &Turn<'_>, name: &str, exactly: bool, among: Among) -> Result<Vec<Value>, Unclear> {
    let asked = |name: String, found: &[TaskView]| {
        let candidates = found.iter().take(CANDIDATES).map(|task| json!(task));
        Err(Unclear::Which(name, candidates.collect()))
    };
    match look_up(turn.app, turn.caller, name, among, exactly).await? {
        Found::One(task) => Ok(vec![json!(task)]),
        Found::Alike(found) => asked(format!("“{name}”"), &found),
        Found::Gone(found) => asked(format!("“{name}” is deleted. What you mean"), &found),
        Found::Nothing => Err(unknown(turn, name).await?),
    }
}

/// Nothing is called so; what mentions it may be meant.
async fn unknown(turn: &Turn<'_>, name: &str) -> Result<Unclear, Unclear> {
    let query = ListQuery {
        search: Some(name.to_owned()),
        limit: Some("5".to_owned()),
        ..ListQuery::default()
    };
    let mention = list(turn.app, turn.caller, &query).await?.items;
    let mention: Vec<Value> = mention.iter().map(|task| json!(task)).collect();
    let why = format!("I found no task called “{name}”, so nothing was changed.");
    Ok(Unclear::Because(if mention.is_empty() {
        why
    } else {
        format!("{why} These mention it:{}", numbered(&mention))
    }))
}

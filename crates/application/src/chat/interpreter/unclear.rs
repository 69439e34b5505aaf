//! Why a sentence was not carried out.

use serde_json::{Value, json};
use uuid::Uuid;

use super::super::state::Pending;
use super::super::turn::Turn;
use super::super::wording::{named, numbered};
use crate::Error;
use crate::tools::Refusal;

/// Why a sentence was not carried out. Nothing was changed then.
#[derive(Debug)]
pub(in super::super) enum Unclear {
    /// For a reason that is said.
    Because(String),
    /// Because it could mean any of these tasks.
    Which(String, Vec<Value>),
    /// Because a tool refused it.
    Refused(Refusal),
}

impl From<Refusal> for Unclear {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Error> for Unclear {
    fn from(error: Error) -> Self {
        Self::Refused(error.into())
    }
}

impl Unclear {
    /// What the person is told, who may answer which task was meant by `message`.
    pub(super) fn answer(self, turn: &mut Turn<'_>, message: &str) -> String {
        match self {
            Self::Because(why) => why,
            Self::Which(name, candidates) => which(turn, &name, &candidates, message),
            Self::Refused(refusal) => refused(&refusal),
        }
    }
}

fn which(turn: &mut Turn<'_>, name: &str, candidates: &[Value], message: &str) -> String {
    turn.state.shown = ids(candidates);
    turn.state.pending = Some(Pending::Which {
        message: message.to_owned(),
        said_at: turn.now.to_string(),
        candidates: ids(candidates),
    });
    format!(
        "{name} could be any of these, so nothing was changed. Which one?{}",
        numbered(candidates)
    )
}

/// What a tool refused, in words.
pub(in super::super) fn refused(refusal: &Refusal) -> String {
    if !refusal.candidates.is_empty() {
        let tasks: Vec<String> = refusal.candidates.iter().map(|each| named(&json!(each))).collect();
        return format!("{}: {}.", refusal.message, tasks.join("; "));
    }
    let wrong = refusal
        .fields
        .iter()
        .map(|wrong| format!("{} {}", wrong.field.replace('_', " "), wrong.message));
    let wrong: Vec<String> = wrong.collect();
    if wrong.is_empty() {
        format!("That was not done: {}.", refusal.message)
    } else {
        format!("That was not done: {}.", wrong.join("; "))
    }
}

/// The ids of tasks.
pub(super) fn ids(tasks: &[Value]) -> Vec<Uuid> {
    tasks.iter().filter_map(|task| task["id"].as_str()?.parse().ok()).collect()
}

//! Why a tool did nothing, for whoever has to call it better.

use rondo_domain::{FieldError, Invalid};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::TOOLS;
use crate::Error;
use crate::tasks::TaskView;

/// Why a tool did nothing.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// The kind of problem, as in the answers of REST: `invalid-fields`, `not-found`, `ambiguous`, …
    pub code: &'static str,
    /// What is wrong and what to do, in a sentence.
    pub message: String,
    /// Every wrong argument.
    pub fields: Vec<FieldError>,
    /// The tasks that may have been meant.
    pub candidates: Vec<Candidate>,
}

/// A task that may have been meant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Its id, by which it is named without doubt.
    pub id: Uuid,
    /// What to do.
    pub title: String,
    /// The day on which it is due.
    pub due_date: Option<String>,
    /// The time of day at which it is due.
    pub due_time: Option<String>,
    /// Whether it is done.
    pub is_completed: bool,
}

impl From<&TaskView> for Candidate {
    fn from(task: &TaskView) -> Self {
        Self {
            id: task.id,
            title: task.title.clone(),
            due_date: task.due_date.clone(),
            due_time: task.due_time.clone(),
            is_completed: task.is_completed,
        }
    }
}

impl Refusal {
    /// Without fields and candidates.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            fields: Vec::new(),
            candidates: Vec::new(),
        }
    }

    pub(super) fn unknown_tool(name: &str) -> Self {
        let known: Vec<&str> = TOOLS.iter().map(|tool| tool.name).collect();
        Self::new(
            "unknown-tool",
            format!("there is no tool {name:?}; there are {}", known.join(", ")),
        )
    }

    /// Several tasks are called so.
    pub(super) fn ambiguous(name: &str, candidates: Vec<Candidate>) -> Self {
        Self {
            candidates,
            ..Self::new(
                "ambiguous",
                format!("several tasks are called {name:?}; nothing was changed; name one by its id"),
            )
        }
    }

    /// As the result of a tool.
    pub fn json(&self) -> Value {
        let mut error = json!({"code": self.code, "message": self.message});
        if !self.fields.is_empty() {
            let field = |wrong: &FieldError| json!({"field": wrong.field, "message": wrong.message});
            error["fields"] = self.fields.iter().map(field).collect();
        }
        if !self.candidates.is_empty() {
            error["candidates"] = json!(self.candidates);
        }
        json!({"error": error})
    }
}

impl From<Invalid> for Refusal {
    fn from(invalid: Invalid) -> Self {
        Self {
            message: format!("some arguments are wrong: {invalid}"),
            fields: invalid.0,
            ..Self::new("invalid-fields", "")
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        let code = match error {
            Error::Invalid(invalid) => return invalid.into(),
            Error::NotFound(_) => "not-found",
            Error::Stale(_) => "stale",
            Error::KeyReused => "key-reused",
            Error::NotPossible(_) => "not-possible",
            Error::Unauthenticated | Error::WrongCredentials => "unauthenticated",
            Error::Forbidden(_) | Error::SessionNeeded | Error::SignUpClosed | Error::EmailTaken => "forbidden",
            Error::TooManyAttempts(_) => "too-many-attempts",
            Error::Store(error) if error.is_transient() => {
                return Self::new("unavailable", "the database is not available; try again in a moment");
            }
            Error::Store(error) => {
                tracing::error!(%error, "a tool failed");
                return Self::new("internal", "something went wrong on the server; nothing was changed");
            }
        };
        Self::new(code, message)
    }
}

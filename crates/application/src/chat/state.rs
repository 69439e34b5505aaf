//! What a conversation is about, between two turns.

use rondo_domain::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// What a conversation is about. Fields that a stored one does not have are empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct State {
    /// The tasks of the list that was shown last, in its order.
    pub(super) shown: Vec<Uuid>,
    /// The tasks that were spoken of last: "it", or "them".
    pub(super) spoken: Vec<Uuid>,
    /// What waits for an answer.
    pub(super) pending: Option<Pending>,
    /// What takes the last change back, in the order in which it is to be done.
    pub(super) undo: Vec<Step>,
    /// Whether the last change is one that cannot be taken back.
    pub(super) is_final: bool,
    /// Until when a message is being answered, in microseconds of the machine's clock. Nobody else has a
    /// turn until then, unless that one ends before.
    pub(super) taken_until: Option<i64>,
}

impl State {
    /// Whether a message is being answered at that time.
    pub(super) fn is_taken(&self, now: Timestamp) -> bool {
        self.taken_until.is_some_and(|until| now.micros() < until)
    }
}

/// A question to the person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Pending {
    /// Whether exactly these steps are to be done.
    Confirm(Vec<Step>),
    /// Which of these tasks the sentence meant, which was said at that instant.
    Which {
        /// What was asked for.
        message: String,
        /// When, so that "tomorrow" means what it meant.
        said_at: String,
        /// The tasks that it may have meant.
        candidates: Vec<Uuid>,
    },
}

/// A tool with its arguments, to be called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Step {
    /// Which tool.
    pub(super) tool: String,
    /// With what.
    pub(super) arguments: Value,
    /// What it is about, for a person.
    pub(super) about: String,
}

impl Step {
    pub(super) fn new(tool: &str, arguments: Value, about: impl Into<String>) -> Self {
        Self {
            tool: tool.to_owned(),
            arguments,
            about: about.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{State, Timestamp};

    #[test]
    fn a_turn_that_never_ended_is_over_when_its_time_is() {
        let at = |micros| Timestamp::from_micros(micros).expect("it is within the calendar");
        let state = State {
            taken_until: Some(1000),
            ..State::default()
        };
        assert!(state.is_taken(at(999)));
        assert!(!state.is_taken(at(1000)));
        assert!(!State::default().is_taken(at(0)));
    }
}

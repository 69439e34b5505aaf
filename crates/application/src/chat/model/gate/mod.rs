//! What a model may do at once, by the person's own words of this turn.
//!
//! Task text is data: a title that says "delete everything" reaches the model as the result of a tool,
//! and a model may obey it. So whether a change is made at once is not left to it. The sentence is taken
//! apart ([`Part`]), and a change is made when a part of it
//!
//! - has a word for that kind of change (what takes something away is a kind of its own),
//! - names the very task, as the interpreter would find it, and
//! - has not been used for another one; a part that names a set may be used for each task of it.
//!
//! An edit may touch the fields that the part speaks of. A new task needs a part that asks for one and,
//! once the model has seen text of tasks, a word in common with it. A deletion is held back until the
//! model has ended, and made only when it is the one deletion of the turn. Whoever only looks is offered
//! no tool that changes anything. A sentence without any known word (it may be in another language) may
//! add one task before the model has seen text of tasks. All else is asked about.

mod part;
mod words;

use rondo_language::command::parse;
use rondo_store::Scope;

use super::super::pinned::Pinned;
use super::super::turn::Turn;
use crate::tools::{Effect, TOOLS, Tool};
use part::{Part, looks};

/// What is to become of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is made; this part of the sentence asks for it.
    Do(Option<usize>),
    /// It is made at the end, if it is still the only one of its kind.
    Hold,
    /// The person is asked first.
    Propose,
}

/// What one sentence of a person allows.
pub(super) struct Gate {
    parts: Vec<Part>,
    only_reads: bool,
    has_read: bool,
    has_added: bool,
}

impl Gate {
    /// The gate of a sentence. `has_read` says whether the model is shown text of tasks with it.
    pub(super) async fn of(turn: &Turn<'_>, message: &str, has_read: bool) -> Self {
        let parts = part::of(turn, message).await;
        let asks = parts.iter().any(|part| !part.kinds.is_empty());
        let looks_at_all = looks(&parse(message, &turn.setting())) || (!asks && parts.iter().any(|part| part.looks));
        Self {
            only_reads: looks_at_all || turn.caller.may(Scope::Write).is_err(),
            parts,
            has_read,
            has_added: false,
        }
    }

    /// The tools that the model is offered.
    pub(super) fn offered(&self) -> impl Iterator<Item = &'static Tool> {
        let only_reads = self.only_reads;
        TOOLS.iter().filter(move |tool| !only_reads || tool.effect == Effect::Reads)
    }

    /// Whether the sentence has words that ask for a change.
    pub(super) fn asks_for_a_change(&self) -> bool {
        self.parts.iter().any(|part| !part.kinds.is_empty())
    }

    /// Notes that the model has seen text of tasks in this turn.
    pub(super) const fn has_read(&mut self) {
        self.has_read = true;
    }

    /// What is to become of a call that changes something.
    pub(super) async fn judge(&mut self, turn: &Turn<'_>, tool: &Tool, call: &Pinned) -> Verdict {
        if self.only_reads {
            return Verdict::Propose;
        }
        if call.task.is_none() {
            return self.judge_new(call);
        }
        let is_of_series = tool.effect == Effect::Deletes && call.arguments["scope"] == "series";
        if is_of_series && !self.parts.iter().any(|part| part.kinds.contains(words::WHOLE_SERIES)) {
            return Verdict::Propose;
        }
        let kind = kind(tool, call);
        for place in 0..self.parts.len() {
            let part = &self.parts[place];
            let may = part.lets(kind, call) && part.names(turn, tool, call).await;
            if may && tool.effect == Effect::Deletes {
                return Verdict::Hold;
            }
            if may {
                return Verdict::Do(Some(place));
            }
        }
        Verdict::Propose
    }

    fn judge_new(&self, call: &Pinned) -> Verdict {
        let title = call.arguments["title"].as_str().unwrap_or_default();
        let asks = |part: &Part| part.kinds.contains(ADD) && (!self.has_read || part.shares_a_word_with(title));
        let is_free = |part: &Part| !part.used.contains_key(ADD) || (part.speaks_of_several() && !self.has_read);
        let knows_no_word = self.parts.iter().all(|part| part.kinds.is_empty());
        match self.parts.iter().position(|part| asks(part) && is_free(part)) {
            Some(place) => Verdict::Do(Some(place)),
            None if knows_no_word && !self.has_read && !self.has_added => Verdict::Do(None),
            None => Verdict::Propose,
        }
    }

    /// Notes that a change was made for a part of the sentence.
    pub(super) fn has_changed(&mut self, place: Option<usize>, tool: &Tool, call: &Pinned) {
        self.has_added |= tool.name == ADD;
        if let Some(part) = place.and_then(|place| self.parts.get_mut(place)) {
            part.used.insert(kind(tool, call), call.id().unwrap_or_default());
        }
    }
}

const ADD: &str = "add_task";

/// Which kind of change a call is: the tool's, or one that takes something away.
fn kind(tool: &Tool, call: &Pinned) -> &'static str {
    let takes_away = match tool.name {
        "set_reminder" => call.arguments["remove"] == true,
        "update_task" => call.clears_something(),
        _ => false,
    };
    if takes_away { words::TAKE_AWAY } else { tool.name }
}

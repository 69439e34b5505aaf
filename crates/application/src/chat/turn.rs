//! One turn of a conversation.

use std::time::Duration;

use rondo_domain::{Person, Timestamp};
use rondo_language::Setting;
use rondo_store::{Clock, Conversation, Message};
use serde_json::{Value, json};

use super::act::Act;
use super::pinned::{Pinned, pinned};
use super::state::State;
use super::{Listener, Piece, Request, ToolCall, undo};
use crate::tools::{self, Refusal, Tool};
use crate::{App, Caller, Error};

/// A turn that is being answered. It holds the conversation: another message of it is refused.
pub(super) struct Turn<'a> {
    pub(super) app: &'a App,
    pub(super) caller: &'a Caller,
    pub(super) conversation: Conversation,
    pub(super) state: State,
    pub(super) person: Person,
    /// When the sentence was said.
    pub(super) now: Timestamp,
    pub(super) calls: Vec<ToolCall>,
    /// The changes that were asked of tools, in their order.
    pub(super) acts: Vec<Act>,
    /// Whether they take back those of an earlier turn. That is not offered to be taken back itself.
    pub(super) takes_back: bool,
    listener: Option<Listener>,
}

/// The longest title of a conversation, in characters.
const LONGEST_TITLE: usize = 80;
/// How long a turn may take beside its model. A server that crashed holds the conversation no longer.
const LONGEST: Duration = Duration::from_secs(20);

impl<'a> Turn<'a> {
    /// Takes the turn: until it ends nobody else has one, and whatever waited for an answer no longer
    /// waits, whatever happens.
    pub(super) async fn begin(
        app: &'a App,
        caller: &'a Caller,
        request: &Request,
        listener: Option<Listener>,
    ) -> Result<Self, Error> {
        let view = app.view(caller).await?;
        let (person, now) = (view.person().clone(), view.now());
        let own = app.store.conversations(caller.user);
        let mut conversation = match request.conversation {
            Some(id) => own.get(id).await?.ok_or(Error::NotFound("conversation"))?,
            None => own.begin(&beginning(&request.message), "{}", now).await?,
        };
        let mut state: State = serde_json::from_str(&conversation.state).unwrap_or_default();
        if state.is_taken(Clock::machine()) {
            return Err(BUSY);
        }
        let taken = State {
            pending: None,
            taken_until: Some(until(app)),
            ..state.clone()
        };
        let version = own
            .take_turn(conversation.id, conversation.version, &text(&taken), now)
            .await?;
        conversation.version = version.ok_or(BUSY)?;
        state.taken_until = None;
        Ok(Self {
            app,
            caller,
            conversation,
            state,
            person,
            now,
            calls: Vec::new(),
            acts: Vec::new(),
            takes_back: false,
            listener,
        })
    }

    /// Stores what was said, and what the conversation is about now. A turn that changed nothing leaves
    /// what can be taken back. `false` when the conversation is gone, or the turn took so long that
    /// another one was begun.
    pub(super) async fn end(&mut self, said: &[Message]) -> Result<bool, Error> {
        if self.has_changed_something() {
            let steps = undo::of(&self.acts);
            self.state.is_final = steps.is_empty();
            self.state.undo = if self.takes_back { Vec::new() } else { steps };
        }
        let own = self.app.store.conversations(self.caller.user);
        let (id, version) = (self.conversation.id, self.conversation.version);
        Ok(own.end_turn(id, version, &text(&self.state), said, self.now).await?)
    }

    /// Calls a tool that changes something, and notes what takes the change back. Which task is meant is
    /// looked up once.
    pub(super) async fn act(&mut self, name: &str, arguments: Value) -> Result<Value, Refusal> {
        let tool = Tool::named(name).ok_or_else(|| Refusal::new("unknown-tool", "there is no such tool"))?;
        match pinned(self, tool, arguments.clone()).await {
            Ok(pinned) => self.act_on(tool, pinned).await,
            Err(refusal) => {
                self.note(name, arguments, refusal.json());
                Err(refusal)
            }
        }
    }

    /// The same for a task that was looked up.
    pub(super) async fn act_on(&mut self, tool: &Tool, pinned: Pinned) -> Result<Value, Refusal> {
        let outcome = self.call(tool.name, pinned.arguments.clone()).await;
        let act = Act {
            tool: tool.name.to_owned(),
            arguments: pinned.arguments,
            before: pinned.task.map(|task| json!(task)),
            outcome: outcome.clone(),
        };
        self.acts.push(act);
        outcome
    }

    /// Calls a tool, and notes what it came to.
    pub(super) async fn call(&mut self, name: &str, arguments: Value) -> Result<Value, Refusal> {
        let outcome = tools::call(self.app, self.caller, name, arguments.clone()).await;
        let result = match &outcome {
            Ok(result) => result.clone(),
            Err(refusal) => refusal.json(),
        };
        self.note(name, arguments, result);
        outcome
    }

    /// Notes a call with its result.
    pub(super) fn note(&mut self, name: &str, arguments: Value, result: Value) {
        let call = ToolCall {
            name: name.to_owned(),
            arguments,
            result,
        };
        self.calls.push(call.clone());
        self.send(Piece::Called(call));
    }

    /// Passes a piece of the answer on.
    pub(super) fn tell(&self, text: &str) {
        self.send(Piece::Text(text.to_owned()));
    }

    fn send(&self, piece: Piece) {
        if let Some(listener) = &self.listener {
            // Where nobody listens any more the turn goes on.
            let _ = listener.send(piece);
        }
    }

    /// Whether anything was changed in this turn.
    pub(super) fn has_changed_something(&self) -> bool {
        self.acts.iter().any(Act::changed)
    }

    /// What the sentence is read against.
    pub(super) fn setting(&self) -> Setting<'_> {
        Setting::of(&self.person, self.now)
    }
}

const BUSY: Error = Error::NotPossible("another message of this conversation is being answered; send this one after it");

fn text(state: &State) -> String {
    serde_json::to_string(state).expect("a state is plain JSON")
}

/// Until when a turn that begins now is over for certain.
fn until(app: &App) -> i64 {
    let patience = app.model.as_ref().map_or(Duration::ZERO, |model| model.patience());
    let longest = i64::try_from((patience + LONGEST).as_micros()).unwrap_or(i64::MAX);
    Clock::machine().micros().saturating_add(longest)
}

fn beginning(message: &str) -> String {
    message
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(LONGEST_TITLE)
        .collect()
}

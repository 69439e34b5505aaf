//! One turn of a conversation.

use rondo_domain::{Person, Timestamp};
use rondo_language::Setting;
use rondo_store::{Conversation, Message};
use serde_json::Value;

use super::state::{State, Step};
use super::wording::{named, title};
use super::{Listener, Piece, Request, ToolCall, undo};
use crate::tools::{self, Among, Effect, Refusal, Tool};
use crate::{App, Caller, Error, tasks};

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
    /// What takes the changes of this turn back, in the order in which they were made.
    pub(super) undo: Vec<Step>,
    listener: Option<Listener>,
}

/// A call whose task is fixed.
pub(super) struct Pinned {
    /// What it is about, in words.
    pub(super) about: String,
    /// The title of its task.
    pub(super) title: String,
    /// Whether the task was shown or spoken of before.
    pub(super) is_known: bool,
}

/// The longest title of a conversation, in characters.
const LONGEST_TITLE: usize = 80;

impl<'a> Turn<'a> {
    /// Takes the turn: whatever waited for an answer no longer waits from now on, whatever happens.
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
        let state: State = serde_json::from_str(&conversation.state).unwrap_or_default();
        let without_question = State {
            pending: None,
            ..state.clone()
        };
        let taken = own
            .take_turn(conversation.id, conversation.version, &text(&without_question), now)
            .await?;
        conversation.version = taken.ok_or(BUSY)?;
        Ok(Self {
            app,
            caller,
            conversation,
            state,
            person,
            now,
            calls: Vec::new(),
            undo: Vec::new(),
            listener,
        })
    }

    /// Stores what was said, and what the conversation is about now. A turn that changed nothing leaves
    /// what can be taken back.
    pub(super) async fn end(&mut self, said: &[Message]) -> Result<(), Error> {
        if !self.undo.is_empty() {
            self.undo.reverse();
            self.state.undo = std::mem::take(&mut self.undo);
        }
        let own = self.app.store.conversations(self.caller.user);
        let (id, version) = (self.conversation.id, self.conversation.version);
        let kept = own.take_turn(id, version, &text(&self.state), self.now).await?;
        // It may have been deleted meanwhile; what was done is done.
        if kept.is_some() {
            own.say(id, said).await?;
        }
        Ok(())
    }

    /// Calls a tool that may change something, and notes what takes the change back.
    pub(super) async fn act(&mut self, name: &str, arguments: Value) -> Result<Value, Refusal> {
        let before = self.before(name, &arguments).await;
        let result = self.call(name, arguments.clone()).await?;
        self.undo.extend(undo::inverse(name, &arguments, before.as_ref(), &result));
        Ok(result)
    }

    /// The task that a tool is about to change, as it stands.
    async fn before(&self, tool: &str, arguments: &Value) -> Option<Value> {
        let among = match tool {
            "reopen_task" => Among::Completed,
            "restore_task" => return None,
            _ => Among::Open,
        };
        let name = arguments["task"].as_str()?;
        let id = tools::resolve(self.app, self.caller, name, among).await.ok()?;
        let task = tasks::get(self.app, self.caller, id).await.ok()?;
        serde_json::to_value(task).ok()
    }

    /// Has the arguments name their task by its whole id; says what the call is about.
    pub(super) async fn pinned(&self, tool: &str, arguments: &mut Value) -> Result<Pinned, Refusal> {
        let verb = tool.split('_').next().unwrap_or(tool);
        if arguments["task"].as_str().is_none() {
            return Ok(Pinned {
                about: format!("{verb} {}", title(arguments)),
                title: String::new(),
                is_known: false,
            });
        }
        let Some(task) = self.before(tool, arguments).await else {
            let message = "there is no such task, or several are called so; name it by its id";
            return Err(Refusal::new("not-found", message));
        };
        arguments["task"] = task["id"].clone();
        let known = self.state.shown.iter().chain(&self.state.spoken);
        Ok(Pinned {
            about: format!("{verb} {}{}", named(&task), members(arguments)),
            title: task["title"].as_str().unwrap_or_default().to_owned(),
            is_known: known.into_iter().any(|id| task["id"] == id.to_string()),
        })
    }

    /// Calls a tool, and notes what it came to.
    async fn call(&mut self, name: &str, arguments: Value) -> Result<Value, Refusal> {
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
        let changes = |call: &ToolCall| {
            let reads = Tool::named(&call.name).is_none_or(|tool| tool.effect == Effect::Reads);
            !reads && call.result["error"].is_null() && call.result["proposed"].is_null()
        };
        self.calls.iter().any(changes)
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

/// What else a call says, in words.
fn members(arguments: &Value) -> String {
    let others = arguments
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| *name != "task");
    let said: Vec<String> = others
        .map(|(name, value)| format!("{} {value}", name.replace('_', " ")))
        .collect();
    if said.is_empty() {
        String::new()
    } else {
        format!(" ({})", said.join(", "))
    }
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

//! Chat: a sentence of a person, answered by what was done.
//!
//! Each turn is one sentence of one conversation. The built-in interpreter reads it
//! ([`rondo_language::command`]), finds the tasks that it names, calls the same [tools](crate::tools) as
//! a language model or an MCP client would, and answers with what they came to: an answer is made from
//! results, so it cannot claim what did not happen. With a [`Model`] the model drives the tools, as far
//! as [`gate`](model) lets it, and the interpreter stands in when it fails.
//!
//! What a conversation is about (what was shown, what "it" is, what waits for a yes) is kept in the
//! database, so it goes on after a restart and on another server. A turn is taken before anything is
//! done, and nobody else has one until it ends: a message at the same time is refused.

mod act;
mod conversations;
mod interpreter;
mod message;
pub mod model;
mod pinned;
mod state;
mod turn;
mod undo;
mod wording;

pub use conversations::{ConversationHead, ConversationView, MessageView, delete, get, list};
pub use message::Request;
pub use model::Model;

use rondo_store::{Message, Role};
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{App, Caller, Error};
use turn::Turn;

/// What a turn came to.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ChatReply)]
pub struct Reply {
    /// The conversation; send it with the next message.
    pub conversation_id: Uuid,
    /// The answer, for a person.
    pub response: String,
    /// The tools that were called for it, in their order.
    pub tool_calls: Vec<ToolCall>,
}

/// A tool that was called.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ToolCall {
    /// Which.
    pub name: String,
    /// With what.
    #[schema(value_type = Object)]
    pub arguments: Value,
    /// What it came to: its result, or `{"error": …}`.
    #[schema(value_type = Object)]
    pub result: Value,
}

/// A part of an answer, as it comes about.
#[derive(Clone, Debug)]
pub enum Piece {
    /// More text of the answer.
    Text(String),
    /// A tool was called.
    Called(ToolCall),
}

/// Where the parts of an answer go as they come about; a turn has few. Whoever stops listening misses
/// them, no more.
pub type Listener = mpsc::UnboundedSender<Piece>;

/// Answers a message.
///
/// # Errors
/// Nothing was done then: the message cannot be read, there is no such conversation, or another message
/// of it is being answered.
pub async fn say(app: &App, caller: &Caller, request: Request, listener: Option<Listener>) -> Result<Reply, Error> {
    caller.may(rondo_store::Scope::Read)?;
    let mut turn = Turn::begin(app, caller, &request, listener).await?;
    let mut response = answer(&mut turn, &request.message).await;
    let said = |role, content: &str, calls: &[ToolCall]| Message {
        role,
        content: content.to_owned(),
        tool_calls: kept(calls),
        at: turn.now,
    };
    let both = [
        said(Role::User, &request.message, &[]),
        said(Role::Assistant, &response, &turn.calls),
    ];
    // What was done is done, and said; but what is asked here would not be known later.
    let is_kept = turn.end(&both).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a turn of chat could not be stored");
        false
    });
    if !is_kept {
        turn.tell(NOT_KEPT);
        response.push_str(NOT_KEPT);
    }
    Ok(Reply {
        conversation_id: turn.conversation.id,
        response,
        tool_calls: turn.calls,
    })
}

const NOT_KEPT: &str = "\n(This could not be kept in the conversation; whatever it asks, ask for it again.)";

/// What waits for a yes or no is answered without the model: it is carried out as it was shown. So is a
/// wish to take back or to know what can be said, of which a model knows less.
async fn answer(turn: &mut Turn<'_>, message: &str) -> String {
    if let Some(answer) = interpreter::settle(turn, message).await {
        turn.tell(&answer);
        return answer;
    }
    let is_ours = interpreter::is_ours(turn, message);
    if let Some(model) = turn.app.model.clone().filter(|_| !is_ours) {
        return model::answer(turn, model.as_ref(), message).await;
    }
    let answer = interpreter::answer(turn, message).await;
    turn.tell(&answer);
    answer
}

/// Calls as they are stored. Of the tasks that a call read only ids and titles are kept: they are the
/// person's, and change.
fn kept(calls: &[ToolCall]) -> String {
    let mut kept = calls.to_vec();
    for call in &mut kept {
        for item in call.result["items"].as_array_mut().into_iter().flatten() {
            *item = json!({"id": item["id"], "title": item["title"]});
        }
    }
    serde_json::to_string(&kept).expect("calls are plain JSON")
}

//! The conversations of a person.

use rondo_store::{Conversation, Message, Role, Scope};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{App, Caller, Error};

/// How many conversations are listed.
const LISTED: u64 = 100;
/// How many messages of one are shown.
const SHOWN: u64 = 500;

/// A conversation, as it is listed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConversationHead {
    /// Its id.
    pub id: Uuid,
    /// What it began with.
    pub title: String,
    /// Since when (RFC 3339, UTC).
    #[schema(format = DateTime)]
    pub created_at: String,
    /// When somebody last said something (RFC 3339, UTC).
    #[schema(format = DateTime)]
    pub updated_at: String,
}

/// A conversation with what was said in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Conversation)]
pub struct ConversationView {
    /// Which.
    #[serde(flatten)]
    pub about: ConversationHead,
    /// What was said, oldest first; of a long one the last 500.
    pub messages: Vec<MessageView>,
}

/// Something that was said.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ChatMessage)]
pub struct MessageView {
    /// `user` or `assistant`.
    pub role: &'static str,
    /// What.
    pub content: String,
    /// The tools that were called for it, as in the answer of a message.
    #[schema(value_type = Vec<super::ToolCall>)]
    pub tool_calls: Value,
    /// When (RFC 3339, UTC).
    #[schema(format = DateTime)]
    pub at: String,
}

/// The caller's latest conversations, the last first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<ConversationHead>, Error> {
    caller.may(Scope::Read)?;
    let latest = app.store.conversations(caller.user).list(LISTED).await?;
    Ok(latest.iter().map(head).collect())
}

/// A conversation of the caller.
pub async fn get(app: &App, caller: &Caller, id: Uuid) -> Result<ConversationView, Error> {
    caller.may(Scope::Read)?;
    let own = app.store.conversations(caller.user);
    let found = own.get(id).await?.ok_or(Error::NotFound("conversation"))?;
    let messages = own.messages(id, SHOWN).await?;
    Ok(ConversationView {
        about: head(&found),
        messages: messages.iter().map(shown).collect(),
    })
}

/// Forgets a conversation of the caller. The tasks stay as they are.
pub async fn delete(app: &App, caller: &Caller, id: Uuid) -> Result<(), Error> {
    caller.may(Scope::Write)?;
    if app.store.conversations(caller.user).delete(id).await? {
        Ok(())
    } else {
        Err(Error::NotFound("conversation"))
    }
}

fn head(conversation: &Conversation) -> ConversationHead {
    ConversationHead {
        id: conversation.id,
        title: conversation.title.clone(),
        created_at: conversation.created_at.to_string(),
        updated_at: conversation.updated_at.to_string(),
    }
}

fn shown(message: &Message) -> MessageView {
    MessageView {
        role: match message.role {
            Role::User => "user",
            Role::Assistant => "assistant",
        },
        content: message.content.clone(),
        tool_calls: serde_json::from_str(&message.tool_calls).unwrap_or_default(),
        at: message.at.to_string(),
    }
}

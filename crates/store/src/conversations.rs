//! Conversations of the chat: who said what, and what is still to be answered.

use rondo_domain::{Timestamp, UserId};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{conversation, message};
use crate::{Clock, Error, Store, rows};

/// A conversation.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Its id.
    pub id: Uuid,
    /// What it began with.
    pub title: String,
    /// What it is about, as JSON text.
    pub state: String,
    /// Grows with each turn.
    pub version: i64,
    /// Since when.
    pub created_at: Timestamp,
    /// When somebody last said something.
    pub updated_at: Timestamp,
}

/// Who said something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The person.
    User,
    /// Rondo.
    Assistant,
}

/// Something that was said.
#[derive(Clone, Debug)]
pub struct Message {
    /// By whom.
    pub role: Role,
    /// What.
    pub content: String,
    /// The tools that were called for it, as a JSON list.
    pub tool_calls: String,
    /// When.
    pub at: Timestamp,
}

/// The conversations of one user.
#[derive(Clone, Debug)]
pub struct Conversations {
    store: Store,
    user: UserId,
}

impl Store {
    /// The conversations of a user.
    pub fn conversations(&self, user: UserId) -> Conversations {
        Conversations {
            store: self.clone(),
            user,
        }
    }
}

impl Conversations {
    /// The latest ones, the last first.
    pub async fn list(&self, limit: u64) -> Result<Vec<Conversation>, Error> {
        let latest = self.own().order_by_desc(conversation::Column::UpdatedAt).limit(limit);
        latest.all(self.store.readers()).await?.iter().map(conversation_of).collect()
    }

    /// One of them.
    pub async fn get(&self, id: Uuid) -> Result<Option<Conversation>, Error> {
        let found = self.own().filter(conversation::Column::Id.eq(id));
        let row = found.one(self.store.readers()).await?;
        row.as_ref().map(conversation_of).transpose()
    }

    /// What was said last in it, oldest first.
    pub async fn messages(&self, id: Uuid, limit: u64) -> Result<Vec<Message>, Error> {
        let said = message::Entity::find().filter(message::Column::ConversationId.eq(id));
        let latest = said.order_by_desc(message::Column::Place).limit(limit);
        let mut rows = latest.all(self.store.readers()).await?;
        rows.reverse();
        rows.iter().map(message_of).collect()
    }

    /// Begins one.
    pub async fn begin(&self, title: &str, state: &str, now: Timestamp) -> Result<Conversation, Error> {
        let row = conversation::Model {
            id: Store::new_id(Clock::machine()),
            user_id: self.user.uuid(),
            title: title.to_owned(),
            state: state.to_owned(),
            version: 1,
            created_at: now.micros(),
            updated_at: now.micros(),
        };
        conversation::Entity::insert(row.clone().into_active_model())
            .exec_without_returning(self.store.writer())
            .await?;
        conversation_of(&row)
    }

    /// Stores what a conversation is about, unless it is no longer at that version: then somebody else
    /// has a turn. Gives the new version.
    pub async fn take_turn(&self, id: Uuid, at: i64, state: &str, now: Timestamp) -> Result<Option<i64>, Error> {
        let moved = self.moved_on(id, at, state, now, self.store.writer()).await?;
        Ok(moved.then_some(at + 1))
    }

    async fn moved_on(
        &self,
        id: Uuid,
        at: i64,
        state: &str,
        now: Timestamp,
        on: &impl ConnectionTrait,
    ) -> Result<bool, Error> {
        let updated = conversation::Entity::update_many()
            .col_expr(conversation::Column::State, Expr::val(state))
            .col_expr(conversation::Column::Version, Expr::val(at + 1))
            .col_expr(conversation::Column::UpdatedAt, Expr::val(now.micros()))
            .filter(conversation::Column::Id.eq(id))
            .filter(conversation::Column::UserId.eq(self.user.uuid()))
            .filter(conversation::Column::Version.eq(at))
            .exec(on)
            .await?;
        Ok(updated.rows_affected == 1)
    }

    /// Ends a turn: stores what was said and what the conversation is about now, or nothing. `false` when
    /// the conversation is gone or no longer at that version: then somebody else has a turn.
    pub async fn end_turn(&self, id: Uuid, at: i64, state: &str, said: &[Message], now: Timestamp) -> Result<bool, Error> {
        let tx = self.store.begin().await?;
        if !self.moved_on(id, at, state, now, &tx).await? {
            return Ok(false);
        }
        let last = message::Entity::find()
            .filter(message::Column::ConversationId.eq(id))
            .order_by_desc(message::Column::Place)
            .one(&tx)
            .await?;
        let first = last.map_or(0, |last| last.place + 1);
        let rows = (first..)
            .zip(said)
            .map(|(place, said)| message_row(id, place, said).into_active_model());
        message::Entity::insert_many(rows).exec_without_returning(&tx).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Forgets one with all that was said. `false` when there is none.
    pub async fn delete(&self, id: Uuid) -> Result<bool, Error> {
        let own = conversation::Entity::delete_many()
            .filter(conversation::Column::UserId.eq(self.user.uuid()))
            .filter(conversation::Column::Id.eq(id));
        Ok(own.exec(self.store.writer()).await?.rows_affected > 0)
    }

    fn own(&self) -> sea_orm::Select<conversation::Entity> {
        conversation::Entity::find().filter(conversation::Column::UserId.eq(self.user.uuid()))
    }
}

fn conversation_of(row: &conversation::Model) -> Result<Conversation, Error> {
    Ok(Conversation {
        id: row.id,
        title: row.title.clone(),
        state: row.state.clone(),
        version: row.version,
        created_at: rows::timestamp(row.created_at)?,
        updated_at: rows::timestamp(row.updated_at)?,
    })
}

fn message_row(conversation: Uuid, place: i64, said: &Message) -> message::Model {
    let role = match said.role {
        Role::User => "user",
        Role::Assistant => "assistant",
    };
    message::Model {
        conversation_id: conversation,
        place,
        role: role.to_owned(),
        content: said.content.clone(),
        tool_calls: said.tool_calls.clone(),
        at: said.at.micros(),
    }
}

fn message_of(row: &message::Model) -> Result<Message, Error> {
    Ok(Message {
        role: if row.role == "user" { Role::User } else { Role::Assistant },
        content: row.content.clone(),
        tool_calls: row.tool_calls.clone(),
        at: rows::timestamp(row.at)?,
    })
}

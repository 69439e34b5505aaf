//! Idempotency keys: the same request sent twice creates once.

use rondo_domain::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};

use crate::entity::idempotency_key;
use crate::{Clock, Error, Work};

/// For how long a key is remembered, in seconds of real time.
const REMEMBERED_SECONDS: i64 = 24 * 3600;

/// What is known of an idempotency key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Replay {
    /// Nobody used it: go on, then remember it.
    New,
    /// The same request was answered so.
    Same(String),
    /// It came with another request.
    Different,
}

impl Work {
    /// What is known of `key`, for a request with this fingerprint.
    pub async fn replay(&self, key: &str, fingerprint: &[u8]) -> Result<Replay, Error> {
        let found = idempotency_key::Entity::find_by_id((self.person.id.uuid(), key.to_owned()))
            .one(&self.tx)
            .await?;
        let alive = found.filter(|row| row.created_at > remembered_since().micros());
        Ok(match alive {
            None => Replay::New,
            Some(row) if row.fingerprint == fingerprint => Replay::Same(row.response),
            Some(_) => Replay::Different,
        })
    }

    /// Remembers how the request with this key and fingerprint was answered.
    pub async fn remember(&self, key: &str, fingerprint: &[u8], response: String) -> Result<(), Error> {
        let user = self.person.id.uuid();
        let expired = idempotency_key::Entity::delete_many()
            .filter(idempotency_key::Column::UserId.eq(user))
            .filter(idempotency_key::Column::CreatedAt.lte(remembered_since().micros()));
        expired.exec(&self.tx).await?;
        let row = idempotency_key::ActiveModel {
            user_id: Set(user),
            key: Set(key.to_owned()),
            fingerprint: Set(fingerprint.to_owned()),
            response: Set(response),
            created_at: Set(Clock::machine().micros()),
        };
        idempotency_key::Entity::insert(row).exec_without_returning(&self.tx).await?;
        Ok(())
    }
}

fn remembered_since() -> Timestamp {
    Clock::machine().plus_seconds(-REMEMBERED_SECONDS)
}

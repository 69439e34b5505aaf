//! The history of a task: its events, as they were published.

use rondo_domain::TaskId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{event, line};
use crate::{Error, View};

/// An event as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// Its number in the user's line.
    pub sequence: i64,
    /// The CloudEvent, as JSON.
    pub payload: String,
}

impl View {
    /// Up to `limit` events of a task on the topic of task events, from the one after `after` on.
    pub async fn history(&self, task: TaskId, after: i64, limit: u64) -> Result<Vec<Recorded>, Error> {
        let rows = event::Entity::find()
            .filter(event::Column::UserId.eq(self.person().id.uuid()))
            .filter(event::Column::TaskId.eq(task.uuid()))
            .filter(event::Column::UserSeq.gt(after))
            .order_by_asc(event::Column::UserSeq)
            .limit(limit)
            .all(self.db())
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| Recorded {
                sequence: row.user_seq,
                payload: row.payload,
            })
            .collect())
    }

    /// The number of this user's first event that is still kept, if some before it are not.
    pub async fn truncated_before(&self) -> Result<Option<i64>, Error> {
        let first = event::Entity::find()
            .filter(event::Column::UserId.eq(self.person().id.uuid()))
            .order_by_asc(event::Column::UserSeq)
            .limit(1)
            .one(self.db())
            .await?;
        let first = match first {
            Some(row) => row.user_seq,
            None => self.last_sequence().await? + 1,
        };
        Ok((first > 1).then_some(first))
    }

    async fn last_sequence(&self) -> Result<i64, Error> {
        let line = line::Entity::find_by_id(self.person().id.uuid()).one(self.db()).await?;
        Ok(line.map_or(0, |line| line.last_seq))
    }
}

//! The history of a task: its events, as they were published.

use rondo_domain::TaskId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::event;
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
}

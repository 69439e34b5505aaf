//! What the reminder scheduler looks for: the reminders that come next.

use rondo_domain::{TaskId, Timestamp, UserId};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{Error, Store, rows};

impl Store {
    /// When the next reminder comes, of whomever.
    pub async fn next_reminder(&self) -> Result<Option<Timestamp>, Error> {
        let sql = self.sql("SELECT min(fires_at) AS next FROM reminders WHERE fires_at IS NOT NULL", []);
        let row = self.readers().query_one_raw(sql).await?;
        let next: Option<i64> = row.map(|row| row.try_get("", "next")).transpose()?.flatten();
        next.map(rows::timestamp).transpose()
    }

    /// Up to `limit` tasks with reminders due at `now`, those that have waited longest first.
    pub async fn due_reminders(&self, now: Timestamp, limit: u64) -> Result<Vec<(UserId, TaskId)>, Error> {
        let sql = "SELECT user_id, task_id, min(fires_at) AS since FROM reminders
                   WHERE fires_at IS NOT NULL AND fires_at <= $1 GROUP BY user_id, task_id ORDER BY since LIMIT $2";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let rows = self
            .readers()
            .query_all_raw(self.sql(sql, [now.micros().into(), limit.into()]))
            .await?;
        let ids = |row: &sea_orm::QueryResult| {
            let (user, task): (Uuid, Uuid) = (row.try_get("", "user_id")?, row.try_get("", "task_id")?);
            Ok((user.into(), task.into()))
        };
        rows.iter().map(ids).collect()
    }
}

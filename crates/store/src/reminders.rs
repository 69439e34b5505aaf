//! What the reminder scheduler looks for: the reminders that are due, and the one that comes next.

use rondo_domain::{TaskId, Timestamp, UserId};
use sea_orm::{ConnectionTrait, QueryResult};
use uuid::Uuid;

use crate::{Error, Slots, Store, rows};

/// A task that has reminders to be fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DueTask {
    /// Since when the first of them is due.
    pub since: Timestamp,
    /// Which task.
    pub task: TaskId,
    /// Whose.
    pub user: UserId,
}

impl Store {
    /// When the next reminder after `after` comes, of whomever falls into these slots.
    pub async fn next_reminder(&self, after: Timestamp, slots: &Slots) -> Result<Option<Timestamp>, Error> {
        // Not by min(), for which every reminder that is to come would be read, after each commit.
        let sql = format!(
            "SELECT reminders.fires_at AS next FROM reminders JOIN lines ON lines.user_id = reminders.user_id
             WHERE reminders.fires_at > $1 AND {} ORDER BY reminders.fires_at LIMIT 1",
            slots.condition()
        );
        let row = self.readers().query_one_raw(self.sql(&sql, [after.micros().into()])).await?;
        let next: Option<i64> = row.map(|row| row.try_get("", "next")).transpose()?;
        next.map(rows::timestamp).transpose()
    }

    /// Up to `limit` tasks with reminders due at `now`, those that have waited longest first, from the
    /// one after `after` on.
    pub async fn due_reminders(
        &self,
        now: Timestamp,
        slots: &Slots,
        after: Option<DueTask>,
        limit: u64,
    ) -> Result<Vec<DueTask>, Error> {
        let sql = format!(
            "SELECT * FROM (
                 SELECT reminders.user_id, reminders.task_id, min(reminders.fires_at) AS since
                 FROM reminders JOIN lines ON lines.user_id = reminders.user_id
                 WHERE reminders.fires_at <= $1 AND {} GROUP BY reminders.user_id, reminders.task_id
             ) AS due
             WHERE since > $2 OR (since = $2 AND task_id > $3) ORDER BY since, task_id LIMIT $4",
            slots.condition()
        );
        let (since, task) = after.map_or((i64::MIN, Uuid::nil()), |due| (due.since.micros(), due.task.uuid()));
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let values = [now.micros().into(), since.into(), task.into(), limit.into()];
        let rows = self.readers().query_all_raw(self.sql(&sql, values)).await?;
        rows.iter().map(due).collect()
    }
}

fn due(row: &QueryResult) -> Result<DueTask, Error> {
    let (user, task): (Uuid, Uuid) = (row.try_get("", "user_id")?, row.try_get("", "task_id")?);
    Ok(DueTask {
        since: rows::timestamp(row.try_get("", "since")?)?,
        task: task.into(),
        user: user.into(),
    })
}

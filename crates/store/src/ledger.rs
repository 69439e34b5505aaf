//! The ledger of notifications: what became of every reminder.

use rondo_domain::{ReminderId, TaskId, Timestamp};
use sea_orm::{ConnectionTrait, EntityTrait, QueryResult, Set, TryInsertResult};
use uuid::Uuid;

use crate::entity::notification;
use crate::{Error, View, Work, rows};

/// What became of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerState {
    /// About to be sent.
    Claimed,
    /// Sent.
    Sent,
    /// Could not be sent.
    Failed,
    /// No longer wanted when its turn came.
    Cancelled,
}

impl LedgerState {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Claimed => "claimed",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// A row to be claimed before anything is sent.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The reminder event's id: one row each, ever.
    pub id: Uuid,
    /// Of which task.
    pub task: TaskId,
    /// Which reminder.
    pub reminder: ReminderId,
    /// The task's title.
    pub title: String,
    /// The kind of reminder, as events name it.
    pub kind: &'static str,
    /// Through which channel.
    pub channel: &'static str,
    /// The instant it was set for.
    pub remind_at: Timestamp,
    /// Whether it comes noticeably after that.
    pub late: bool,
}

/// What became of one reminder, as its owner reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Of the row: the event's id once it fired, before that the reminder's.
    pub id: Uuid,
    /// Of which task.
    pub task: Uuid,
    /// Which reminder.
    pub reminder: Uuid,
    /// The task's title.
    pub title: String,
    /// Through which channel, once it fired.
    pub channel: Option<String>,
    /// The instant it is, or was, set for.
    pub remind_at: Timestamp,
    /// Whether it came noticeably after that.
    pub late: bool,
    /// `planned`, `sent`, `claimed`, `failed`, `cancelled`, `missed`, `passed` or `coalesced`.
    pub state: String,
    /// Why, where the state alone does not say.
    pub reason: Option<String>,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
}

/// A part of the ledger, latest first.
#[derive(Clone, Debug)]
pub struct LedgerPage {
    /// Its entries.
    pub entries: Vec<LedgerEntry>,
    /// Where the next part begins, if there is one.
    pub next: Option<(Timestamp, Uuid)>,
}

impl Work {
    /// Claims the ledger's row. `None` when this is the first claim, else the state the row has.
    pub async fn claim(&mut self, claim: &Claim) -> Result<Option<String>, Error> {
        let row = notification::ActiveModel {
            id: Set(claim.id),
            user_id: Set(self.person.id.uuid()),
            task_id: Set(claim.task.uuid()),
            reminder_id: Set(claim.reminder.uuid()),
            title: Set(claim.title.clone()),
            kind: Set(claim.kind.to_owned()),
            channel: Set(claim.channel.to_owned()),
            remind_at: Set(claim.remind_at.micros()),
            late: Set(claim.late),
            state: Set(LedgerState::Claimed.word().to_owned()),
            reason: Set(None),
            created_at: Set(self.now().micros()),
            sent_at: Set(None),
        };
        let insert = notification::Entity::insert(row).on_conflict_do_nothing();
        if matches!(insert.exec_without_returning(&self.tx).await?, TryInsertResult::Inserted(1..)) {
            return Ok(None);
        }
        let row = notification::Entity::find_by_id(claim.id).one(&self.tx).await?;
        Ok(row.map(|row| row.state))
    }

    /// Notes what became of a claimed notification.
    pub async fn settle(&mut self, id: Uuid, state: LedgerState, reason: Option<&str>) -> Result<(), Error> {
        let row = notification::ActiveModel {
            id: Set(id),
            state: Set(state.word().to_owned()),
            reason: Set(reason.map(str::to_owned)),
            sent_at: Set((state == LedgerState::Sent).then_some(self.now().micros())),
            ..Default::default()
        };
        notification::Entity::update(row).exec(&self.tx).await?;
        Ok(())
    }
}

impl View {
    /// Up to `limit` entries of the person's ledger that come after `from`.
    pub async fn ledger(&self, from: Option<(Timestamp, Uuid)>, limit: u64) -> Result<LedgerPage, Error> {
        let sql = "SELECT * FROM (
                SELECT id, task_id, reminder_id, title, channel, remind_at, late, state, reason, sent_at
                FROM notifications WHERE user_id = $1
                UNION ALL
                SELECT reminders.id, reminders.task_id, reminders.id, tasks.title, NULL,
                       coalesce(reminders.snoozed_until, reminders.remind_at), false, reminders.state, NULL, NULL
                FROM reminders JOIN tasks ON tasks.id = reminders.task_id
                WHERE reminders.user_id = $1 AND reminders.state NOT IN ('fired', 'waiting')
            ) AS ledger
            WHERE remind_at < $2 OR (remind_at = $2 AND id > $3)
            ORDER BY remind_at DESC, id LIMIT $4";
        let (at, id) = from.map_or((i64::MAX, Uuid::nil()), |(at, id)| (at.micros(), id));
        let fetch = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
        let user = self.person().id.uuid();
        let values = [user.into(), at.into(), id.into(), fetch.into()];
        let rows = self.db().query_all_raw(self.store().sql(sql, values)).await?;
        let mut entries = rows.iter().map(entry).collect::<Result<Vec<_>, _>>()?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = entries.len() > limit;
        entries.truncate(limit);
        let next = entries.last().filter(|_| more).map(|entry| (entry.remind_at, entry.id));
        Ok(LedgerPage { entries, next })
    }
}

fn entry(row: &QueryResult) -> Result<LedgerEntry, Error> {
    let state: String = row.try_get("", "state")?;
    let reason: Option<String> = row.try_get("", "reason")?;
    // A reminder's row says in one word that it was cancelled and why.
    let (state, reason) = match state.split_once('_') {
        Some((state, why)) => (state.to_owned(), Some(why.to_owned())),
        None => (state, reason),
    };
    let sent_at: Option<i64> = row.try_get("", "sent_at")?;
    Ok(LedgerEntry {
        id: row.try_get("", "id")?,
        task: row.try_get("", "task_id")?,
        reminder: row.try_get("", "reminder_id")?,
        title: row.try_get("", "title")?,
        channel: row.try_get("", "channel")?,
        remind_at: rows::timestamp(row.try_get("", "remind_at")?)?,
        late: row.try_get("", "late")?,
        state,
        reason,
        sent_at: sent_at.map(rows::timestamp).transpose()?,
    })
}

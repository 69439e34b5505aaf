//! The ledger of notifications.

use rondo_domain::Timestamp;
use rondo_store::LedgerEntry;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{App, Caller, Error, PageToken};

/// What became of one reminder.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Notification)]
pub struct NotificationView {
    /// Its id.
    pub id: Uuid,
    /// Of which task.
    pub task_id: Uuid,
    /// Which reminder of it.
    pub reminder_id: Uuid,
    /// The task's title.
    pub title: String,
    /// Through which channel, once it fired.
    pub channel: Option<String>,
    /// The instant it is set for (RFC 3339, UTC).
    #[schema(format = DateTime)]
    pub remind_at: String,
    /// Whether it came more than 60 seconds after that.
    pub late: bool,
    /// `planned`, `claimed` (being sent), `sent`, `failed`, `cancelled`, `missed` (nothing ran for a day),
    /// `passed` (its time was over when it was planned) or `coalesced` (another came in its stead).
    pub state: String,
    /// Why it was cancelled or failed.
    pub reason: Option<String>,
    /// When it was sent (RFC 3339, UTC).
    #[schema(format = DateTime)]
    pub sent_at: Option<String>,
}

/// A part of the ledger, latest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NotificationPage {
    /// The entries.
    pub items: Vec<NotificationView>,
    /// Send this as `cursor` for the next part; null at the end.
    pub next_cursor: Option<String>,
}

/// A part of the caller's ledger.
pub async fn list(app: &App, caller: &Caller, cursor: Option<&str>, limit: u64) -> Result<NotificationPage, Error> {
    let from: Option<(i64, Uuid)> = cursor.map(PageToken::read).transpose()?;
    let from = from.and_then(|(at, id)| Timestamp::from_micros(at).map(|at| (at, id)));
    let page = app.view(caller).await?.ledger(from, limit).await?;
    Ok(NotificationPage {
        items: page.entries.into_iter().map(shown).collect(),
        next_cursor: page.next.map(|(at, id)| PageToken::of(&(at.micros(), id)).0),
    })
}

fn shown(entry: LedgerEntry) -> NotificationView {
    NotificationView {
        id: entry.id,
        task_id: entry.task,
        reminder_id: entry.reminder,
        title: entry.title,
        channel: entry.channel,
        remind_at: entry.remind_at.to_string(),
        late: entry.late,
        state: entry.state,
        reason: entry.reason,
        sent_at: entry.sent_at.map(|at| at.to_string()),
    }
}

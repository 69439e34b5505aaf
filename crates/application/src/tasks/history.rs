//! The history of a task.

use rondo_domain::{Invalid, TaskId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::{App, Caller, Error, PageToken};

/// A part of a task's history, oldest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HistoryPage {
    /// The data of its events, as they were published.
    #[schema(value_type = Vec<Object>)]
    pub items: Vec<Value>,
    /// Send this as `cursor` for the next part; null at the end.
    pub next_cursor: Option<String>,
    /// Events before this number in the user's line are no longer kept; null when the history is whole.
    pub truncated_before: Option<i64>,
}

/// The events of a task, also of one that was deleted.
pub async fn history(
    app: &App,
    caller: &Caller,
    id: TaskId,
    cursor: Option<&str>,
    limit: u64,
) -> Result<HistoryPage, Error> {
    let after: i64 = cursor.map(PageToken::read).transpose()?.unwrap_or(0);
    let view = app.view(caller).await?;
    view.task(id).await?.ok_or(Error::NotFound("task"))?;
    let mut events = view.history(id, after, limit + 1).await?;
    let more = u64::try_from(events.len()).unwrap_or(u64::MAX) > limit;
    if more {
        events.pop();
    }
    let next_cursor = events.last().filter(|_| more).map(|event| PageToken::of(&event.sequence).0);
    let data = |payload: &str| {
        let event: Value = serde_json::from_str(payload).ok()?;
        Some(event["data"].clone())
    };
    let items: Option<Vec<Value>> = events.iter().map(|event| data(&event.payload)).collect();
    let items = items.ok_or_else(|| Invalid::field("id", "the stored history cannot be read"))?;
    Ok(HistoryPage {
        items,
        next_cursor,
        truncated_before: view.truncated_before().await?,
    })
}

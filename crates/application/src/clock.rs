//! The clock of a database to test with.

use std::time::Duration;

use rondo_domain::{Invalid, Timestamp};
use rondo_store::{Clock, Slots, Wanted};
use serde_json::Value;

use crate::input::Fields;
use crate::tasks::fields::instant;
use crate::{App, Error};

/// How long everybody may take to come to rest at one instant.
const PATIENCE: Duration = Duration::from_mins(1);

/// Moves the clock forward to `{now}`. It stops at each instant at which a reminder is due, so that
/// none is late, and answers once scheduler and consumers have nothing left to do.
pub async fn set(app: &App, body: Value, consumers: &[Wanted]) -> Result<Timestamp, Error> {
    if app.store.clock() == Clock::Machine {
        return Err(Error::NotFound("test clock"));
    }
    let mut fields = Fields::of(body)?;
    let now = fields.required("now", instant);
    let target = fields.finish_as(now)?;
    if target < app.store.now().await? {
        return Err(Invalid::field("now", "must not be before the clock's present time: it only goes forward").into());
    }
    come_to_rest(app, consumers).await?;
    while let Some(due) = next_due(app).await?.filter(|due| *due <= target) {
        app.store.set_test_clock(due).await?;
        come_to_rest(app, consumers).await?;
    }
    app.store.set_test_clock(target).await?;
    come_to_rest(app, consumers).await?;
    Ok(target)
}

async fn next_due(app: &App) -> Result<Option<Timestamp>, Error> {
    Ok(app.store.next_reminder(app.store.now().await?, &Slots::All).await?)
}

/// Waits until no reminder is due and every consumer is at the head of the log.
async fn come_to_rest(app: &App, consumers: &[Wanted]) -> Result<(), Error> {
    let at_rest = async {
        loop {
            let due = app.store.due_reminders(app.store.now().await?, &Slots::All, None, 1).await?;
            if due.is_empty() && rondo_bus::idle(&app.store, consumers).await? {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let late = || rondo_store::Error::Unavailable("consumers did not come to rest in time".to_owned());
    tokio::time::timeout(PATIENCE, at_rest)
        .await
        .map_err(|_| Error::Store(late()))?
}

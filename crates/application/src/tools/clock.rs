//! What day it is for the caller, which a language model cannot know.

use serde_json::{Value, json};

use crate::{App, Caller, Error};

/// The caller's day, time and zone.
pub async fn clock(app: &App, caller: &Caller) -> Result<Value, Error> {
    let view = app.view(caller).await?;
    let zone = &view.person().zone;
    let today = view.person().day(view.now());
    Ok(json!({
        "today": today.to_string(),
        "weekday": today.strftime("%A").to_string(),
        "now": view.now().with_offset(zone),
        "time_zone": zone.name(),
    }))
}

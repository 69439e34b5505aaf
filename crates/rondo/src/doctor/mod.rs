//! `rondo doctor`: looks at every part and says what is wrong, where, and the mend.

mod broker;
mod database;
mod finding;

use anyhow::bail;
use rondo_store::{RELAY, Store};
use serde_json::json;

use crate::consumers::open;
use crate::output::say;
use crate::settings::Settings;
use finding::{Finding, State};

/// Looks at everything that there is; an error when something is wrong.
pub(crate) async fn run(settings: &Settings, publish: bool, as_json: bool) -> anyhow::Result<()> {
    let findings = examine(settings, publish).await;
    let wrong = findings.iter().filter(|finding| finding.state == State::Wrong).count();
    if as_json {
        let all: Vec<_> = findings.iter().map(Finding::to_json).collect();
        say(json!({"healthy": wrong == 0, "findings": all}))?;
    } else {
        for finding in &findings {
            say(finding)?;
        }
    }
    if wrong > 0 {
        bail!("{wrong} {} wrong", if wrong == 1 { "part is" } else { "parts are" });
    }
    Ok(())
}

async fn examine(settings: &Settings, publish: bool) -> Vec<Finding> {
    let store = match open(settings).await {
        Ok(store) => store,
        Err(error) => return vec![Finding::wrong("database", format!("{error:#}"), "see the message")],
    };
    let on_dapr = is_on_dapr(&store).await;
    let mut findings = database::examine(&store, on_dapr).await;
    if on_dapr {
        findings.extend(broker::examine(settings, publish).await);
    } else {
        let says = "this database is served by `rondo serve`: no sidecar and no broker to look at";
        findings.push(Finding::fine("bus", says));
    }
    findings
}

/// Whether a relay works here, or ever has; or the environment names a sidecar.
async fn is_on_dapr(store: &Store) -> bool {
    let named = ["DAPR_HTTP_PORT", "DAPR_HTTP_ENDPOINT"]
        .iter()
        .any(|name| std::env::var_os(name).is_some());
    let holders = store.holders().await.unwrap_or_default();
    named || holders.iter().any(|holders| holders.purpose == RELAY)
}

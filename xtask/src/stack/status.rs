//! `cargo xtask stack status`.

use anyhow::Result;
use futures::future::join_all;
use serde_json::{Map, Value, json};

use super::state::{PartState, State};
use crate::step::say;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// As JSON: each part's address, pid and whether it is ready
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(options: &Options) -> Result<()> {
    show(options.json).await
}

/// Writes the state of every part; asks each whether it is ready.
pub(super) async fn show(as_json: bool) -> Result<()> {
    let parts = State::read()?.map(|state| state.parts).unwrap_or_default();
    let asked = join_all(parts.into_iter().map(async |(name, part)| (name, seen(&part).await))).await;
    if as_json {
        let parts: Map<String, Value> = asked.into_iter().collect();
        println!("{}", serde_json::to_string_pretty(&parts)?);
        return Ok(());
    }
    if asked.is_empty() {
        say("The stack is down; `cargo xtask stack up` starts it");
    }
    for (name, part) in asked {
        let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let address = word(part.get("url").unwrap_or(&part["brokers"]));
        let pid = if part["pid"].is_null() {
            "-".to_owned()
        } else {
            part["pid"].to_string()
        };
        let state = if part["ready"] == true { "ready" } else { "not ready" };
        println!("{name:<30} {state:<10} {pid:>8}  {address}");
    }
    Ok(())
}

async fn seen(part: &PartState) -> Value {
    let process = part.process.as_ref().filter(|process| process.identity().is_alive());
    let ready = process.is_some() && part.probe.answers().await;
    let mut seen = json!({"pid": process.map(|process| process.pid), "ready": ready, "log": part.log});
    seen[&part.address_kind] = part.address.clone().into();
    seen
}

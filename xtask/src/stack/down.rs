//! `cargo xtask stack down`.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use rondo_harness::parts::{Identity, Life, Place, Postgres};

use super::folder;
use super::state::State;
use crate::step::say;

/// The supervisor stops the services, the sidecars, Kafka and Postgres one after the other.
const PATIENCE: Duration = Duration::from_mins(2);
/// What has no supervisor any more is told by itself.
const PATIENCE_EACH: Duration = Duration::from_secs(30);

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Remove the data as well
    #[arg(long)]
    remove_data: bool,
}

pub(super) async fn run(options: &Options) -> Result<()> {
    match State::read_live()? {
        Some(state) => {
            say("Stopping the stack");
            state.supervisor.identity().end(PATIENCE).await?;
        }
        None => say("No supervisor is there"),
    }
    end_leftovers().await?;
    if options.remove_data {
        say("Removing its data");
        Postgres::remove(&Place::new(&folder(), Life::Free))?;
        fs::remove_dir_all(folder()).context("remove the data of the stack")?;
    }
    Ok(())
}

/// Ends what a supervisor left behind that did not end by itself, by the ids that it noted and that are
/// still those processes'.
pub(super) async fn end_leftovers() -> Result<()> {
    let Some(state) = State::read()? else { return Ok(()) };
    let noted = state.parts.into_iter();
    let processes = noted.filter_map(|(name, part)| Some((name, part.process?.identity())));
    let mut left: Vec<_> = processes.filter(|(_, process)| process.is_alive()).collect();
    if !left.is_empty() {
        say("Ending what an earlier stack left behind");
    }
    // The services and the sidecars first, then what they stand on.
    left.sort_by_key(|(name, _)| ["kafka", "zookeeper", "postgres"].iter().position(|last| last == name));
    for (name, process) in left {
        eprintln!("    {name}, process {}", Identity::pid(&process));
        process.end(PATIENCE_EACH).await?;
    }
    State::remove()
}

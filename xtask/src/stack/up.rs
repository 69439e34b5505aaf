//! `cargo xtask stack up`.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::process::Child;
use std::time::Duration;

use anyhow::{Result, bail, ensure};

use super::state::{Phase, State};
use super::{down, folder, status, supervise};
use crate::step::{root, say};

const LOOK: Duration = Duration::from_millis(100);

#[derive(clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    parts: supervise::Choice,
    /// Build the services with optimisation
    #[arg(long)]
    release: bool,
    /// Show the parts as JSON
    #[arg(long)]
    json: bool,
}

/// Starts what is not there; does nothing, and says so, when everything is.
pub(super) async fn run(options: &Options) -> Result<()> {
    if let Some(state) = State::read_live()? {
        ensure!(
            state.zookeeper == options.parts.zookeeper && state.only_parts == options.parts.only_parts,
            "the stack is up with other options; run `cargo xtask stack down` first"
        );
        say("The stack is there already; `cargo xtask stack down` stops it");
        return await_up(None, 0, options.json).await;
    }
    down::end_leftovers().await?;
    fs::create_dir_all(folder())?;
    let parts = supervise::Choice {
        binary: binary(options),
        ..options.parts.clone()
    };
    say(&format!(
        "Starting the stack; data and logs lie in {}",
        folder().strip_prefix(root()).unwrap_or(&folder()).display()
    ));
    let said_before = fs::metadata(supervise::log()).map_or(0, |log| log.len());
    let supervisor = supervise::detach(&parts)?;
    await_up(Some(supervisor), said_before, options.json).await
}

fn binary(options: &Options) -> Option<PathBuf> {
    if options.parts.only_parts {
        return options.parts.binary.clone();
    }
    let built = || {
        let profile = if options.release { " --release" } else { "" };
        say("Building the services");
        eprintln!("    cargo build --workspace --bin rondo{profile}");
        rondo_harness::build(options.release)
    };
    Some(options.parts.binary.clone().unwrap_or_else(built))
}

/// Shows what the supervisor says until everything is up.
async fn await_up(mut supervisor: Option<Child>, mut shown: u64, json: bool) -> Result<()> {
    loop {
        if supervisor.is_some() {
            shown = show(shown);
        }
        let ended = match &mut supervisor {
            Some(supervisor) => supervisor.try_wait()?.is_some(),
            None => State::read_live()?.is_none(),
        };
        if ended {
            show(shown);
            bail!("the stack did not come up; `cargo xtask stack logs` shows what the parts wrote");
        }
        if State::read_live()?.is_some_and(|state| state.phase == Phase::Up) {
            if supervisor.is_some() {
                show(shown);
            }
            return status::show(json).await;
        }
        tokio::time::sleep(LOOK).await;
    }
}

/// Writes what the supervisor has written since that place, and gives the next place.
fn show(from: u64) -> u64 {
    let mut text = Vec::new();
    let read = File::open(supervise::log()).and_then(|mut log| {
        log.seek(SeekFrom::Start(from))?;
        log.read_to_end(&mut text)
    });
    eprint!("{}", String::from_utf8_lossy(&text));
    from + read.unwrap_or(0) as u64
}

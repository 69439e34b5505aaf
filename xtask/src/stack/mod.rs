//! `cargo xtask stack`: everything on one machine, without Docker.
//!
//! A supervisor that stays behind (`supervise`) holds the parts; `state` is what it tells the commands.

mod down;
mod env;
mod logs;
mod state;
mod status;
mod supervise;
mod up;

use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;

use crate::step::root;

#[derive(clap::Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Start Postgres, Kafka, the Dapr sidecars and the services; installs what is missing
    Up(up::Options),
    /// Stop everything; the data stay
    Down(down::Options),
    /// Show every part with its address, process id and state
    Status(status::Options),
    /// Print what the commands of `rondo` need to find the stack: eval "$(cargo xtask stack env)"
    Env,
    /// Show what the parts wrote
    Logs(logs::Options),
    /// Hold the parts, as `up` has it done
    #[command(hide = true)]
    Supervise(supervise::Choice),
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    match &options.command {
        Command::Up(options) => runtime.block_on(up::run(options)),
        Command::Down(options) => runtime.block_on(down::run(options)),
        Command::Status(options) => runtime.block_on(status::run(options)),
        Command::Env => env::run(),
        Command::Logs(options) => logs::run(options),
        Command::Supervise(options) => runtime.block_on(supervise::run(options)),
    }
}

/// Where data, settings and logs of the stack lie; git ignores it. A second stack beside the first has its
/// place in `RONDO_STACK_FOLDER`.
fn folder() -> PathBuf {
    let other = std::env::var_os("RONDO_STACK_FOLDER").map(PathBuf::from);
    other.unwrap_or_else(|| root().join(".local/stack"))
}

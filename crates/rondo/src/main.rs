//! Rondo: a self-hosted task manager in which every change is an event.
//!
//! One binary plays every role. Here they are put together and configured; what they do is in the
//! crates beside this one.

mod arguments;
mod check;
mod consumers;
mod contracts;
mod dlq;
mod doctor;
mod events;
mod housekeeping;
mod lifecycle;
mod migrate;
mod process;
mod roles;
mod serve;
mod settings;

use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rondo: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let command = arguments.command.unwrap_or(Command::Serve);
    if let Command::Check { url } = &command {
        // It is somebody else's server: nothing here has to be set up.
        return finish(check::run(url));
    }
    let settings = settings::read(arguments.settings, roles::port(&command))?;
    finish(async {
        match command {
            Command::Serve => serve::run(settings).await,
            Command::ChatApi => roles::chat_api::run(settings).await,
            Command::Relay => roles::relay::run(settings).await,
            Command::RecurringTask => roles::consumer::run(settings, &roles::consumer::RECURRING_TASK).await,
            Command::Notification => roles::consumer::run(settings, &roles::consumer::NOTIFICATION).await,
            Command::Reminder => roles::reminder::run(settings).await,
            Command::Dlq(command) => dlq::run(&settings, command).await,
            Command::Events(command) => events::run(&settings, command).await,
            Command::Doctor { publish, json } => doctor::run(&settings, publish, json).await,
            Command::Check { url } => check::run(&url).await,
            Command::Migrate => migrate::run(&settings).await,
            Command::Contracts { folder } => contracts::write(&folder),
        }
    })
}

/// Works until it is done.
fn finish(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    let outcome = runtime.block_on(work);
    // What is still running after the drain is not waited for.
    runtime.shutdown_background();
    outcome
}

//! Rondo: a self-hosted task manager in which every change is an event.
//!
//! One binary plays every role. Here they are put together and configured; what they do is in the
//! crates beside this one.

mod arguments;
mod check;
mod client;
mod consumers;
mod contracts;
mod dlq;
mod doctor;
mod events;
mod housekeeping;
mod lifecycle;
mod migrate;
mod output;
mod process;
mod reference;
mod roles;
mod serve;
mod settings;
mod users;

use std::io::Write;
use std::process::ExitCode;

use anyhow::Context;
use clap::{CommandFactory, Parser};

use arguments::{Arguments, Command, Operation};

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rondo: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    // Whoever speaks TLS uses the one provider there is.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    let outcome = match arguments.command.unwrap_or(Command::Operation(Operation::Serve)) {
        Command::Client(command) => Ok(runtime.block_on(client::run(command))),
        Command::Check { url } => runtime.block_on(check::run(&url)).map(|()| ExitCode::SUCCESS),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "rondo", &mut script);
            write(&script)
        }
        Command::Reference => write(reference::page(Arguments::command()).as_bytes()),
        Command::Operation(operation) => {
            let settings = settings::read(arguments.settings, roles::port(&operation))?;
            runtime.block_on(operate(operation, settings)).map(|()| ExitCode::SUCCESS)
        }
    };
    // What is still running after the drain is not waited for.
    runtime.shutdown_background();
    outcome
}

fn write(text: &[u8]) -> anyhow::Result<ExitCode> {
    std::io::stdout().write_all(text)?;
    Ok(ExitCode::SUCCESS)
}

/// Serves, or works on the database.
async fn operate(operation: Operation, settings: settings::Settings) -> anyhow::Result<()> {
    match operation {
        Operation::Serve => serve::run(settings).await,
        Operation::ChatApi => roles::chat_api::run(settings).await,
        Operation::Relay => roles::relay::run(settings).await,
        Operation::RecurringTask => roles::consumer::run(settings, &roles::consumer::RECURRING_TASK).await,
        Operation::Notification => roles::consumer::run(settings, &roles::consumer::NOTIFICATION).await,
        Operation::Reminder => roles::reminder::run(settings).await,
        Operation::Dlq(command) => dlq::run(&settings, command).await,
        Operation::Events(command) => events::run(&settings, command).await,
        Operation::Doctor { publish, json } => doctor::run(&settings, publish, json).await,
        Operation::User(command) => users::run(&settings, command).await,
        Operation::Migrate => migrate::run(&settings).await,
        Operation::Contracts { folder } => contracts::write(&folder),
    }
}

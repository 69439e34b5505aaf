//! The command line as a client: a person's own tasks, by way of a running server.
//!
//! A file a command. Each asks the server for what it needs over REST, shows it as a table or as JSON,
//! and ends with a code that a script can tell apart ([`failure::Failure::code`]).

mod add;
mod arguments;
mod chat;
mod credentials;
mod done;
mod edit;
mod export;
mod failure;
mod fields;
mod import;
mod list;
mod login;
mod logout;
mod mcp;
mod name;
mod open;
mod output;
mod rm;
mod server;
mod show;
mod skip;
mod table;
mod tags;
mod understood;

use std::process::ExitCode;

pub(crate) use arguments::Command;
use failure::Failure;

/// Does what the person asked for.
pub(crate) async fn run(command: Command) -> ExitCode {
    match carry_out(command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("rondo: {failure}");
            ExitCode::from(failure.code())
        }
    }
}

async fn carry_out(command: Command) -> Result<(), Failure> {
    match command {
        Command::Login(asked) => login::run(asked).await,
        Command::Logout(asked) => logout::run(asked).await,
        Command::Add(asked) => add::run(asked).await,
        Command::List(asked) => list::run(asked).await,
        Command::Show(asked) => show::run(asked).await,
        Command::Done(asked) => done::run(asked).await,
        Command::Reopen(asked) => open::reopen(asked).await,
        Command::Edit(asked) => edit::run(asked).await,
        Command::Rm(asked) => rm::run(asked).await,
        Command::Restore(asked) => open::restore(asked).await,
        Command::Skip(asked) => skip::run(asked).await,
        Command::Tags(asked) => tags::run(asked).await,
        Command::Import(asked) => import::run(asked).await,
        Command::Export(asked) => export::run(asked).await,
        Command::Chat(asked) => chat::run(asked).await,
        Command::Mcp(to) => mcp::run(to).await,
    }
}

//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// A self-hosted task manager in which every change is an event.
///
/// Each setting is a flag, else an environment variable, else a line of the configuration file (TOML,
/// the flag's name with _ for -), else its default.
#[derive(Parser)]
#[command(version, arg_required_else_help = false)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) settings: Given,
}

const DATABASE_HELP: &str = "sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE [default: a file in your data folder]";

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Everything in one process (the default)
    Serve,
    /// The API, as a process of its own; its events go out through the relay [port 8000]
    ChatApi,
    /// The relay: what was committed is published through its Dapr sidecar [port 8004, sidecar 3500]
    Relay,
    /// The recurring task service, behind its Dapr sidecar [port 8001, sidecar 3501]
    RecurringTask,
    /// The notification service, behind its Dapr sidecar [port 8002, sidecar 3502]
    Notification,
    /// The reminder scheduler: what is due becomes an event [port 8003]
    Reminder,
    /// Bring the database's schema up to date, and end
    Migrate,
    /// Write what is generated from the code: the descriptions of REST and of the events
    #[command(hide = true)]
    Contracts {
        /// Where to
        folder: PathBuf,
    },
}

/// The settings that the command line or the environment gives.
#[derive(Args, Debug, Default)]
pub(crate) struct Given {
    /// Where to listen; port 0 is any free one [default: 127.0.0.1:8000; each role has its own port]
    #[arg(long, global = true, env = "RONDO_LISTEN", value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,
    /// The database
    #[arg(long, global = true, env = "RONDO_DATABASE_URL", help = DATABASE_HELP, value_name = "URL", hide_env_values = true)]
    pub(crate) database_url: Option<String>,
    /// Whether strangers may make themselves an account [default: open]
    #[arg(long, global = true, env = "RONDO_SIGN_UP", value_name = "open|closed")]
    pub(crate) sign_up: Option<String>,
    /// Give a new database a clock of its own, which stands until it is moved; to test with. An
    /// instant like 2026-03-10T10:00:00+01:00, or `resume`
    #[arg(long, global = true, env = "RONDO_TEST_CLOCK", value_name = "INSTANT")]
    pub(crate) test_clock: Option<String>,
    /// How long to serve on after a request to end, so that others notice [default: 5]
    #[arg(long, global = true, env = "RONDO_SERVE_ON", value_name = "SECONDS")]
    pub(crate) serve_on: Option<u64>,
    /// The Dapr pub/sub component of the roles [default: pubsub-kafka]
    #[arg(long, global = true, env = "RONDO_PUBSUB", value_name = "NAME")]
    pub(crate) pubsub: Option<String>,
    /// The configuration file [default: none]
    #[arg(long, global = true, env = "RONDO_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use uuid::Uuid;

use crate::client;

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

const MODEL_HELP: &str = "The language model that drives the chat: an OpenAI-compatible endpoint, as \
    http://127.0.0.1:11434/v1 [default: none; chat understands everyday English by itself]";

const DATABASE_HELP: &str = "sqlite://PATH or postgres://USER:PASSWORD@HOST/DATABASE [default: a file in your data folder]";

#[derive(Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one, read once")]
pub(crate) enum Command {
    #[command(flatten)]
    Operation(Operation),
    #[command(flatten)]
    Client(client::Command),
    /// Play the main job against a running server, with a throwaway account, and say whether it went well
    Check {
        /// Where the server is
        #[arg(default_value = "http://127.0.0.1:8000")]
        url: String,
    },
    /// What a shell needs to complete commands: bash, elvish, fish, powershell or zsh
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// The page about the commands, in Markdown
    #[command(hide = true)]
    Reference,
}

/// What serves, or works on the database.
#[derive(Subcommand)]
pub(crate) enum Operation {
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
    /// Events that could not be handled or published: look, try again, drop
    #[command(subcommand)]
    Dlq(Dlq),
    /// The events themselves: watch them, or bring them again
    #[command(subcommand)]
    Events(Events),
    /// Look at every part and say what is wrong, where, and the mend
    Doctor {
        /// Publish a harmless event to each topic, to see that the broker takes it
        #[arg(long)]
        publish: bool,
        /// One JSON object instead of a table
        #[arg(long)]
        json: bool,
    },
    /// The accounts, on the database
    #[command(subcommand)]
    User(User),
    /// Bring the database's schema up to date, and end
    Migrate,
    /// Write what is generated from the code: the descriptions of REST and of the events
    #[command(hide = true)]
    Contracts {
        /// Where to
        folder: PathBuf,
    },
}

/// What to do with accounts.
#[derive(Subcommand)]
pub(crate) enum User {
    /// The accounts, oldest first
    List {
        /// JSON instead of a table
        #[arg(long)]
        json: bool,
    },
    /// Give an account a new password, and end its logins. Read from the terminal or standard input
    ResetPassword {
        /// The account's address
        email: String,
    },
    /// Make an account one that runs this server
    Promote {
        /// The account's address
        email: String,
    },
}

/// What to do with dead letters.
#[derive(Subcommand)]
pub(crate) enum Dlq {
    /// The dead letters, oldest first
    List {
        /// Of this consumer only; `relay` has those that could not be published
        #[arg(long, value_name = "NAME")]
        consumer: Option<String>,
        /// How many at most
        #[arg(long, default_value_t = 100)]
        limit: u64,
        /// One JSON object a line instead of a table
        #[arg(long)]
        json: bool,
    },
    /// One of them, with its event
    Show {
        /// The event's id
        event: Uuid,
    },
    /// Have the consumer that failed handle it again, that one alone, and drop it when that works
    Redrive {
        /// The events' ids
        #[arg(required_unless_present = "all")]
        events: Vec<Uuid>,
        /// Every one there is
        #[arg(long, conflicts_with = "events")]
        all: bool,
        /// Of this consumer only
        #[arg(long, value_name = "NAME")]
        consumer: Option<String>,
    },
    /// Drop some for good
    Discard {
        /// The events' ids
        #[arg(required = true)]
        events: Vec<Uuid>,
        /// Of this consumer only
        #[arg(long, value_name = "NAME")]
        consumer: Option<String>,
    },
}

/// What to do with events.
#[derive(Subcommand)]
pub(crate) enum Events {
    /// The latest events, one a line
    Tail {
        /// Go on with those that come
        #[arg(long, short)]
        follow: bool,
        /// Of this user only
        #[arg(long, value_name = "ID")]
        user: Option<Uuid>,
        /// How many of those there are
        #[arg(long, short = 'n', default_value_t = 20)]
        lines: u64,
        /// The events themselves (CloudEvents), one a line
        #[arg(long)]
        json: bool,
    },
    /// Bring events again: to everybody, or to one consumer. Either does no harm: consumers drop what
    /// they had
    Replay(Replay),
}

/// Which events to bring again, and to whom.
#[derive(Args)]
pub(crate) struct Replay {
    /// Of this user
    #[arg(long, value_name = "ID", required_unless_present = "since")]
    pub(crate) user: Option<Uuid>,
    /// From this number in the user's line on
    #[arg(long, value_name = "NUMBER", requires = "user")]
    pub(crate) from: Option<i64>,
    /// Up to this number
    #[arg(long, value_name = "NUMBER", requires = "user")]
    pub(crate) to: Option<i64>,
    /// From this instant on (RFC 3339)
    #[arg(long, value_name = "INSTANT")]
    pub(crate) since: Option<String>,
    /// Before this instant
    #[arg(long, value_name = "INSTANT")]
    pub(crate) until: Option<String>,
    /// Publish them again through the relay's sidecar, as late copies
    #[arg(long, required_unless_present = "consumer", conflicts_with = "consumer")]
    pub(crate) publish: bool,
    /// Have this consumer alone handle them
    #[arg(long, value_name = "NAME")]
    pub(crate) consumer: Option<String>,
}

/// The settings that the command line or the environment gives.
#[derive(Args, Debug, Default)]
#[command(next_help_heading = "Settings of a server")]
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
    /// Keep events for so many days, 45 at least, once everybody is done with them [default: for ever]
    #[arg(long, global = true, env = "RONDO_EVENT_RETENTION", value_name = "DAYS")]
    pub(crate) event_retention: Option<u16>,
    /// The Dapr pub/sub component of the roles [default: pubsub-kafka]
    #[arg(long, global = true, env = "RONDO_PUBSUB", value_name = "NAME")]
    pub(crate) pubsub: Option<String>,
    /// By which names MCP clients may call this server, with or without a port; * is any [default:
    /// this machine's own names]
    #[arg(
        long,
        global = true,
        env = "RONDO_ALLOWED_HOSTS",
        value_name = "NAMES",
        value_delimiter = ','
    )]
    pub(crate) allowed_hosts: Option<Vec<String>>,
    /// The language model that drives the chat
    #[arg(long, global = true, env = "RONDO_LLM_URL", value_name = "URL", help = MODEL_HELP)]
    pub(crate) llm_url: Option<String>,
    /// The model's name there
    #[arg(long, global = true, env = "RONDO_LLM_MODEL", value_name = "NAME")]
    pub(crate) llm_model: Option<String>,
    /// How long a turn of chat with the model may take, 1 to 70 [default: 60]
    #[arg(long, global = true, env = "RONDO_LLM_TIMEOUT", value_name = "SECONDS")]
    pub(crate) llm_timeout: Option<u64>,
    /// The configuration file [default: none]
    #[arg(long, global = true, env = "RONDO_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
}

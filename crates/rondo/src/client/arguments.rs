//! What a person types.

use clap::{Args, Subcommand};

use super::fields::Given;

/// What a person asks a running server for.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Log in to a server; the token is kept in a file that only you can read
    Login(Login),
    /// End the login, here and on the server
    Logout(Common),
    /// Add a task in words: rondo add "pay rent every month on the 1st 9am #home !high"
    Add(Add),
    /// The tasks that are to be done, or those that a filter finds
    List(List),
    /// One task with everything that is known of it
    Show(One),
    /// Complete tasks
    Done(Several),
    /// Open completed tasks again
    Reopen(Several),
    /// Change a task: what is not named stays as it is
    Edit(Edit),
    /// Delete tasks; for 30 days they can be restored
    Rm(Rm),
    /// Bring deleted tasks back
    Restore(Several),
    /// Move a recurring task on to its next date without completing it
    Skip(One),
    /// The tags in use
    Tags(Common),
    /// Make tasks of a file: iCalendar, JSON, CSV, or the CSV of a Todoist project
    Import(Import),
    /// Write every task to a file, or to standard output
    Export(Export),
    /// Say what you want in everyday words; without any, line by line until the end of the input
    Chat(Chat),
    /// Serve desktop programs that speak the Model Context Protocol, on standard input and output
    Mcp(To),
}

/// Which server, and how to show what it answers.
#[derive(Args, Clone)]
pub(crate) struct Common {
    #[command(flatten)]
    pub(crate) to: To,
    /// JSON instead of a table
    #[arg(long)]
    pub(crate) json: bool,
}

const SERVER: &str = "The server [default: that of your login, else http://127.0.0.1:8000]";

/// Which server.
#[derive(Args, Clone)]
pub(crate) struct To {
    /// The server
    #[arg(long, env = "RONDO_SERVER", value_name = "URL", help = SERVER)]
    pub(crate) server: Option<String>,
}

/// A login.
#[derive(Args)]
pub(crate) struct Login {
    /// Your address; asked for when left out
    #[arg(long)]
    pub(crate) email: Option<String>,
    /// Make a new account there
    #[arg(long)]
    pub(crate) register: bool,
    /// With a new account: where you live (IANA) [default: the zone of this machine, else UTC]
    #[arg(long, requires = "register", value_name = "ZONE")]
    pub(crate) time_zone: Option<String>,
    /// Read a personal access token instead of a password
    #[arg(long, conflicts_with_all = ["email", "register"])]
    pub(crate) with_token: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// A new task.
#[derive(Args)]
pub(crate) struct Add {
    /// What to do, and when. With any of the flags below the words are the title as they stand
    #[arg(required = true, num_args = 1..)]
    pub(crate) text: Vec<String>,
    /// Say what is understood, and add nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) fields: Given,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// Which tasks.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct List {
    /// Words or a part of an id, which the tasks must have
    pub(crate) words: Vec<String>,
    /// Due today
    #[arg(long, conflicts_with_all = ["upcoming", "no_date"])]
    pub(crate) today: bool,
    /// Due on a later day
    #[arg(long, conflicts_with = "no_date")]
    pub(crate) upcoming: bool,
    /// Without a due date
    #[arg(long)]
    pub(crate) no_date: bool,
    /// Due before now
    #[arg(long)]
    pub(crate) overdue: bool,
    /// Those that recur
    #[arg(long)]
    pub(crate) recurring: bool,
    /// Done, instead of to be done
    #[arg(long, conflicts_with_all = ["deleted", "all"])]
    pub(crate) completed: bool,
    /// Deleted in the last 30 days
    #[arg(long, conflicts_with = "all")]
    pub(crate) deleted: bool,
    /// To be done and done
    #[arg(long)]
    pub(crate) all: bool,
    /// With this tag; repeat it for any of several
    #[arg(long, value_name = "TAG")]
    pub(crate) tag: Vec<String>,
    /// high, medium or low
    #[arg(long)]
    pub(crate) priority: Option<String>,
    /// Due on that day or later, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub(crate) after: Option<String>,
    /// Due on that day or earlier
    #[arg(long, value_name = "DATE")]
    pub(crate) before: Option<String>,
    /// `due_date`, `priority`, `title`, `created_at` or `updated_at`
    #[arg(long, value_name = "FIELD", default_value = "due_date")]
    pub(crate) sort: String,
    /// From the other end
    #[arg(long)]
    pub(crate) reverse: bool,
    /// How many at most
    #[arg(long, short = 'n', default_value_t = 500, value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) limit: u64,
    #[command(flatten)]
    pub(crate) common: Common,
}

const TASK: &str = "The task: its id, the beginning or end of that (four digits at least), or its title";

/// One task.
#[derive(Args)]
pub(crate) struct One {
    #[arg(help = TASK)]
    pub(crate) task: String,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// One task or more.
#[derive(Args)]
pub(crate) struct Several {
    #[arg(required = true, help = TASK)]
    pub(crate) tasks: Vec<String>,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// An edit.
#[derive(Args)]
pub(crate) struct Edit {
    #[arg(help = TASK)]
    pub(crate) task: String,
    /// The new title
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// Of a recurring task: this, following or series [default: this for date and time, else following]
    #[arg(long)]
    pub(crate) scope: Option<String>,
    #[command(flatten)]
    pub(crate) fields: Given,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// A deletion.
#[derive(Args)]
pub(crate) struct Rm {
    #[arg(required = true, help = TASK)]
    pub(crate) tasks: Vec<String>,
    /// Of recurring tasks the whole series
    #[arg(long)]
    pub(crate) series: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// A file to import.
#[derive(Args)]
pub(crate) struct Import {
    /// The file, or - for standard input
    pub(crate) file: std::path::PathBuf,
    /// json, ics, csv or todoist [default: by the file's ending]
    #[arg(long)]
    pub(crate) format: Option<String>,
    /// Of a Todoist file, the project: a tag of its tasks [default: the file's name]
    #[arg(long, value_name = "NAME")]
    pub(crate) project: Option<String>,
    /// Make nothing, and say what would be made
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) common: Common,
}

/// A file to export.
#[derive(Args)]
pub(crate) struct Export {
    /// The file; standard output when left out
    pub(crate) file: Option<std::path::PathBuf>,
    /// json (everything), ics or csv [default: by the file's ending, else json]
    #[arg(long)]
    pub(crate) format: Option<String>,
    #[command(flatten)]
    pub(crate) to: To,
}

/// Something that is said.
#[derive(Args)]
pub(crate) struct Chat {
    /// What you say
    pub(crate) message: Vec<String>,
    /// The conversation that goes on, as --json shows its id [default: a new one]
    #[arg(long, value_name = "ID")]
    pub(crate) conversation: Option<String>,
    #[command(flatten)]
    pub(crate) common: Common,
}

//! The tools: what a language model, an MCP client and the built-in interpreter can do, a file each.
//!
//! A tool is a name, words that explain it, a JSON Schema, and a handler over the same command that
//! REST calls: its arguments are read as a body is, unknown ones refused, everything wrong named at
//! once. Whose tasks are meant is the caller's, never an argument. What is refused says so in terms that
//! whoever asked can act on: [`Refusal`].
//!
//! ```no_run
//! # async fn example(app: rondo_application::App, caller: rondo_application::Caller)
//! # -> Result<(), rondo_application::tools::Refusal> {
//! use serde_json::json;
//!
//! let milk = rondo_application::tools::call(&app, &caller, "add_task", json!({"title": "Buy milk"})).await?;
//! assert_eq!(milk["title"], "Buy milk");
//! # Ok(()) }
//! ```

mod add_task;
mod clock;
mod complete_task;
mod delete_task;
mod list_tags;
mod list_tasks;
mod refusal;
mod reopen_task;
mod restore_task;
mod schema;
mod search_tasks;
mod set_reminder;
mod skip_task;
mod task_name;
mod update_task;

pub use clock::clock;
pub use refusal::{Candidate, Refusal};
pub use task_name::{Among, resolve};
pub(crate) use task_name::{Found, look_up, one};

use rondo_store::Scope;
use serde::Serialize;
use serde_json::Value;

use crate::{App, Caller};

/// What a tool does to the tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing: it reads.
    Reads,
    /// It makes something, or brings it back: nothing that was there is different.
    Adds,
    /// It changes what is there.
    Changes,
    /// It takes something away.
    Deletes,
}

/// Something that can be asked for.
#[derive(Clone, Copy, Debug)]
pub struct Tool {
    /// What it is called by.
    pub name: &'static str,
    /// What a person calls it.
    pub title: &'static str,
    /// What it does, for a language model.
    pub description: &'static str,
    /// What it does to the tasks.
    pub effect: Effect,
    /// Whether calling it again with the same arguments changes nothing more, also where they name the
    /// task by its title: of a recurring task the next one is called the same.
    pub idempotent: bool,
    schema: fn() -> Value,
}

impl Tool {
    /// Which right it needs.
    pub const fn scope(&self) -> Scope {
        match self.effect {
            Effect::Reads => Scope::Read,
            Effect::Adds | Effect::Changes | Effect::Deletes => Scope::Write,
        }
    }

    /// Among which tasks the one that it is about is looked for.
    pub(crate) fn among(&self) -> Among {
        match self.name {
            "reopen_task" => Among::Completed,
            "restore_task" => Among::Deleted,
            _ => Among::Open,
        }
    }

    /// Its arguments, as a JSON Schema (2020-12).
    pub fn schema(&self) -> Value {
        (self.schema)()
    }

    /// The tool of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        TOOLS.iter().find(|tool| tool.name == name)
    }
}

/// Every tool.
pub const TOOLS: [Tool; 11] = [
    add_task::TOOL,
    list_tasks::TOOL,
    update_task::TOOL,
    complete_task::TOOL,
    reopen_task::TOOL,
    skip_task::TOOL,
    delete_task::TOOL,
    restore_task::TOOL,
    search_tasks::TOOL,
    set_reminder::TOOL,
    list_tags::TOOL,
];

/// Calls a tool.
///
/// # Errors
/// Why it was not done; nothing was changed then.
pub async fn call(app: &App, caller: &Caller, name: &str, arguments: Value) -> Result<Value, Refusal> {
    match name {
        "add_task" => add_task::call(app, caller, arguments).await,
        "list_tasks" => list_tasks::call(app, caller, arguments).await,
        "update_task" => update_task::call(app, caller, arguments).await,
        "complete_task" => complete_task::call(app, caller, arguments).await,
        "reopen_task" => reopen_task::call(app, caller, arguments).await,
        "skip_task" => skip_task::call(app, caller, arguments).await,
        "delete_task" => delete_task::call(app, caller, arguments).await,
        "restore_task" => restore_task::call(app, caller, arguments).await,
        "search_tasks" => search_tasks::call(app, caller, arguments).await,
        "set_reminder" => set_reminder::call(app, caller, arguments).await,
        "list_tags" => list_tags::call(app, caller, arguments).await,
        unknown => Err(Refusal::unknown_tool(unknown)),
    }
}

/// A view as the result of a tool.
fn result(view: &impl Serialize) -> Value {
    serde_json::to_value(view).expect("a view is plain JSON")
}

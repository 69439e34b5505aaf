//! Who asks for a change, from where, and when.

use crate::{Person, Timestamp};

/// Through what a change was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The REST interface.
    Rest,
    /// A sentence in the chat.
    Chat,
    /// A program that speaks the Model Context Protocol.
    Mcp,
    /// The web page.
    Web,
    /// The command line.
    Cli,
    /// The recurring task service, following a completion.
    Recurrence,
    /// The reminder scheduler.
    Scheduler,
    /// A file that was imported.
    Import,
}

impl Actor {
    /// The word for it in events.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Chat => "chat",
            Self::Mcp => "mcp",
            Self::Web => "web",
            Self::Cli => "cli",
            Self::Recurrence => "recurrence",
            Self::Scheduler => "scheduler",
            Self::Import => "import",
        }
    }
}

/// Where a unit of work comes from: through what, and in which trace.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Through what.
    pub actor: Actor,
    /// The W3C `traceparent` of the request, when there is one.
    pub trace: Option<String>,
}

impl Origin {
    /// From this actor, in no trace.
    pub const fn of(actor: Actor) -> Self {
        Self { actor, trace: None }
    }
}

/// What a decision needs to know besides the row it decides about.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Whose task it is: their zone, week and reminder habits.
    pub person: &'a Person,
    /// Through what the change was asked for.
    pub actor: Actor,
    /// The clock's reading. The only "now" of the decision.
    pub now: Timestamp,
}

//! What runs behind an address: one process, or the whole stack.

use tokio::sync::OwnedSemaphorePermit;

use crate::Process;
use crate::stack::Stack;

/// A running server.
pub(crate) enum Running {
    /// `rondo serve`.
    Alone(Process),
    /// Each role a process of its own, over Postgres, Kafka and Dapr.
    Stack {
        stack: Box<Stack>,
        // Another story has to wait until this one is over.
        _turn: OwnedSemaphorePermit,
    },
}

impl Running {
    /// The one process.
    pub(crate) fn process(&self) -> &Process {
        match self {
            Self::Alone(process) => process,
            Self::Stack { .. } => panic!("a stack is many processes; ask it for the role"),
        }
    }

    /// The one process.
    pub(crate) fn process_mut(&mut self) -> &mut Process {
        match self {
            Self::Alone(process) => process,
            Self::Stack { .. } => panic!("a stack is many processes; ask it for the role"),
        }
    }

    /// The stack, if it is one.
    pub(crate) fn stack(&self) -> Option<&Stack> {
        match self {
            Self::Alone(_) => None,
            Self::Stack { stack, .. } => Some(stack),
        }
    }

    /// What it wrote on its standard output; of a stack, all that its services wrote.
    pub(crate) fn lines(&self) -> Vec<String> {
        match self {
            Self::Alone(process) => process.stdout(),
            Self::Stack { stack, .. } => stack.lines(),
        }
    }
}

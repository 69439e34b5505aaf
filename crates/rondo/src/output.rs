//! What the commands write that are no client's.

use std::fmt::Display;
use std::io::{ErrorKind, Write};

/// Writes a line. Whoever goes on whether anybody reads it or not may pass over what comes of it.
pub(crate) fn say(line: impl Display) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}

/// Whether somebody stopped reading, as `head` does.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let error = error.downcast_ref::<std::io::Error>();
    error.is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

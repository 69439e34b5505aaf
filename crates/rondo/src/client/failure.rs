//! Why a command of a client failed, and what a script can tell by.

use std::fmt::Write;

use serde_json::Value;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Nobody is logged in, or the token is not good any more.
    #[error("{0}")]
    NotLoggedIn(String),
    /// There is nothing that is called so.
    #[error("{0}")]
    NotFound(String),
    /// Several tasks are called so.
    #[error("{0}")]
    Ambiguous(String),
    /// No server answers.
    #[error("{0}")]
    Unreachable(String),
    /// It was done, but not for all that was asked for.
    #[error("{0}")]
    Partly(String),
    /// The server refused it.
    #[error("{0}")]
    Refused(String),
    /// This machine could not do it.
    #[error("{0}")]
    Here(String),
    /// What was written could not be.
    #[error("cannot write: {0}")]
    Output(#[from] std::io::Error),
}

impl Failure {
    /// The exit code: 2 is for a command line that cannot be read.
    pub(crate) const fn code(&self) -> u8 {
        match self {
            Self::Refused(_) | Self::Here(_) | Self::Output(_) => 1,
            Self::NotLoggedIn(_) => 3,
            Self::NotFound(_) => 4,
            Self::Ambiguous(_) => 5,
            Self::Unreachable(_) => 6,
            Self::Partly(_) => 7,
        }
    }

    /// Whether somebody stopped reading, as `head` does.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == std::io::ErrorKind::BrokenPipe)
    }

    /// From the problem details of an answer with that status.
    pub(crate) fn of(status: u16, problem: &Value) -> Self {
        let said = said(status, problem);
        match status {
            401 => Self::NotLoggedIn(said),
            404 => Self::NotFound(said),
            503 => Self::Unreachable(said),
            _ => Self::Refused(said),
        }
    }
}

/// The problem in words, every wrong field on a line of its own.
fn said(status: u16, problem: &Value) -> String {
    let errors = problem["errors"].as_array().map_or(&[][..], Vec::as_slice);
    if errors.is_empty() {
        let detail = problem["detail"].as_str();
        return detail.map_or_else(|| format!("the server answered with {status}"), str::to_owned);
    }
    let mut text = problem["title"].as_str().unwrap_or("refused").to_lowercase();
    for error in errors {
        let field = error["field"].as_str().unwrap_or_default();
        let message = error["message"].as_str().unwrap_or_default();
        // Writing to a string does not fail.
        let _ = write!(text, "\n  {field} {message}");
    }
    text
}

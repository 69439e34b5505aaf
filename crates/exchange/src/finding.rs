//! What did not fit, where it stood and what became of it.

use serde::Serialize;

/// What became of something that did not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It was kept in another form.
    Changed,
    /// The task is there without it.
    LeftOut,
    /// The task was there before; nothing was done.
    Skipped,
    /// The task could not be made.
    Failed,
}

/// Where something stands in a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// Which record it is, counted from 1.
    pub record: Option<usize>,
    /// In which line of the file that begins, counted from 1.
    pub line: Option<usize>,
    /// The record's title, as it stands there.
    pub task: Option<String>,
}

/// One thing that did not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where it stands.
    pub at: Spot,
    /// The field, by its name in the file.
    pub field: String,
    /// What became of it.
    pub kind: Kind,
    /// What it was and why, for a person.
    pub message: String,
}

/// The most of a file's own text that a finding repeats, in characters.
const QUOTED: usize = 80;

/// The findings of a file while it is read or written.
#[derive(Debug, Default)]
pub(crate) struct Findings(pub(crate) Vec<Finding>);

impl Findings {
    pub(crate) fn note(&mut self, at: &Spot, field: &str, kind: Kind, message: impl Into<String>) {
        self.0.push(Finding {
            at: at.clone(),
            field: shortened(field),
            kind,
            message: message.into(),
        });
    }

    pub(crate) fn changed(&mut self, at: &Spot, field: &str, message: impl Into<String>) {
        self.note(at, field, Kind::Changed, message);
    }

    pub(crate) fn left_out(&mut self, at: &Spot, field: &str, message: impl Into<String>) {
        self.note(at, field, Kind::LeftOut, message);
    }

    pub(crate) fn failed(&mut self, at: &Spot, field: &str, message: impl Into<String>) {
        self.note(at, field, Kind::Failed, message);
    }
}

/// The beginning of a text that somebody else wrote, without what would break a line of a report.
pub(crate) fn shortened(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(QUOTED)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(QUOTED).is_some() {
        short.push('…');
    }
    short
}

/// The beginning of a text in quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", shortened(text))
}

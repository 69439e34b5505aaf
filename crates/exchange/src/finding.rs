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
    /// What it was and why, for a person, in one line.
    pub message: String,
}

/// The most of a file's own text that a finding repeats, in characters.
const QUOTED: usize = 80;

/// The most findings of one file that are kept.
pub const MOST_FINDINGS: usize = 10_000;

/// The findings of a file, the first [`MOST_FINDINGS`] of them; of the others only how many there are, for
/// a file of a few megabytes can have millions.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    kept: Vec<Finding>,
    more: usize,
    failed: usize,
}

impl std::ops::Deref for Findings {
    type Target = [Finding];

    fn deref(&self) -> &[Finding] {
        &self.kept
    }
}

impl From<Findings> for Vec<Finding> {
    fn from(findings: Findings) -> Self {
        findings.kept
    }
}

impl Extend<Finding> for Findings {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, more: I) {
        more.into_iter().for_each(|finding| self.add(finding));
    }
}

impl Findings {
    /// One more.
    pub fn add(&mut self, finding: Finding) {
        self.failed += usize::from(finding.kind == Kind::Failed);
        if self.kept.len() < MOST_FINDINGS {
            let message = one_line(&finding.message);
            self.kept.push(Finding { message, ..finding });
        } else {
            self.more += 1;
        }
    }

    /// How many more there were than are kept.
    pub const fn more(&self) -> usize {
        self.more
    }

    /// How many say that a task could not be made, whether they are kept or not.
    pub const fn failures(&self) -> usize {
        self.failed
    }

    pub(crate) fn note(&mut self, at: &Spot, field: &str, kind: Kind, message: impl Into<String>) {
        self.add(Finding {
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

/// The beginning of a text that somebody else wrote, in one line.
pub(crate) fn shortened(text: &str) -> String {
    let mut short: String = text.chars().take(QUOTED).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    one_line(&short)
}

/// A text without what would break a line of a report.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// The beginning of a text in quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", shortened(text))
}

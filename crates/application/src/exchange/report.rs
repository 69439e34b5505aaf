//! What became of a file, for a person.

use rondo_exchange::{Finding, Findings, Kind};
use serde::Serialize;
use utoipa::ToSchema;

/// What an import came to.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct ImportReport {
    /// Whether nothing was kept of it, because only the report was asked for.
    pub dry_run: bool,
    /// The format that the file was read as.
    pub format: &'static str,
    /// How many tasks were made.
    pub created: usize,
    /// How many were there before: they were left as they are.
    pub skipped: usize,
    /// How many could not be made.
    pub failed: usize,
    /// Whatever did not fit.
    pub findings: Vec<FindingView>,
    /// How many more findings there are than are told here.
    pub more_findings: usize,
}

/// One thing in a file that did not fit.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Finding)]
pub struct FindingView {
    /// Which task of the file, counted from 1; null for the file as a whole.
    pub record: Option<usize>,
    /// In which line of the file that begins, counted from 1.
    pub line: Option<usize>,
    /// The task's title, as it stands there.
    pub task: Option<String>,
    /// The field, by its name in the file.
    pub field: String,
    /// `changed` (kept in another form), `left_out` (the task is there without it), `skipped` (the task
    /// was there before) or `failed` (the task could not be made).
    #[schema(value_type = String)]
    pub kind: Kind,
    /// What it was and why.
    pub message: String,
}

impl From<Finding> for FindingView {
    fn from(finding: Finding) -> Self {
        Self {
            record: finding.at.record,
            line: finding.at.line,
            task: finding.at.task,
            field: finding.field,
            kind: finding.kind,
            message: finding.message,
        }
    }
}

/// The findings that a report tells, in the order of the file, and how many more there are.
pub(super) fn shown(findings: Findings) -> (Vec<FindingView>, usize) {
    let more = findings.more();
    let mut shown: Vec<Finding> = findings.into();
    shown.sort_by_key(|finding| finding.at.record);
    (shown.into_iter().map(FindingView::from).collect(), more)
}

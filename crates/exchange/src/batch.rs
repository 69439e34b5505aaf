//! Reading a file, whatever its format.

use rondo_domain::{Timestamp, Zone};

use crate::finding::Findings;
use crate::{Format, Record, csv, ics, json, todoist};

/// The most records that one file may have.
pub const MOST_RECORDS: usize = 10_000;

/// What a reader needs to know besides the file.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// What time it is: "tomorrow" is counted from here, and what was done cannot lie beyond.
    pub now: Timestamp,
    /// The zone of whom the tasks are for.
    pub zone: &'a Zone,
    /// What the file is about, for a format that does not say it: a tag of each of its tasks.
    pub project: Option<&'a str>,
}

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    /// Its tasks, in their order, as far as they can be one.
    pub records: Vec<Record>,
    /// Whatever did not fit.
    pub findings: Findings,
}

/// A file that cannot be read as a whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub(crate) String);

impl Unreadable {
    pub(crate) fn too_many() -> Self {
        Self(format!(
            "has more than {MOST_RECORDS} tasks; cut it in parts, each with at most so many"
        ))
    }
}

/// Reads a file.
///
/// # Errors
/// When it is no file of that format at all, or has too many records.
pub fn read(format: Format, bytes: &[u8], reading: &Reading<'_>) -> Result<Batch, Unreadable> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Unreadable("is UTF-16: save it as UTF-8".to_owned()));
    }
    let mut findings = Findings::default();
    let records = match format {
        Format::Json => json::read(bytes, reading, &mut findings)?,
        Format::ICalendar => ics::read(bytes, reading, &mut findings)?,
        Format::Csv if todoist::is_meant(bytes) => todoist::read(bytes, reading, &mut findings)?,
        Format::Csv => csv::read(bytes, reading, &mut findings)?,
        Format::Todoist => todoist::read(bytes, reading, &mut findings)?,
    };
    Ok(Batch { records, findings })
}

/// The text of a file. Its byte order mark is no part of it, and what is no UTF-8 is replaced.
pub(crate) fn text(bytes: &[u8], findings: &mut Findings) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8_lossy(bytes);
    if matches!(text, std::borrow::Cow::Owned(_)) {
        let message = "some bytes are no UTF-8 and became U+FFFD: save the file as UTF-8 for the true letters";
        findings.changed(&crate::Spot::default(), "", message);
    }
    text.into_owned()
}

//! Rows in their order: each task stands under what came before it.

use rondo_domain::Title;

use super::row::Row;
use crate::batch::{Reading, Unreadable};
use crate::csv::rows;
use crate::finding::{Findings, quoted};
use crate::sketch::{Sames, Sketch};
use crate::{Record, Spot};

/// Whether a CSV file has the columns of Todoist's.
pub(crate) fn is_meant(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let header = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let header = String::from_utf8_lossy(header).to_ascii_lowercase();
    let has = |name: &str| {
        header
            .split([',', ';', '\t'])
            .any(|column| column.trim().trim_matches('"') == name)
    };
    has("type") && has("content")
}

pub(crate) fn read(bytes: &[u8], reading: &Reading<'_>, findings: &mut Findings) -> Result<Vec<Record>, Unreadable> {
    let (header, rows) = rows(bytes, findings)?;
    if !["type", "content"]
        .iter()
        .all(|name| header.iter().any(|column| column == name))
    {
        let message = "has no columns TYPE and CONTENT, so it is no CSV of Todoist";
        return Err(Unreadable(message.to_owned()));
    }
    let mut pile = Pile::default();
    for row in &rows {
        let row = Row::new(&header, row);
        match row.kind.as_str() {
            "task" => pile.task(&row, reading, findings),
            "section" => pile.section(&row),
            "note" => pile.note(&row, findings),
            "meta" => {}
            "" if row.content.is_empty() => {}
            other => findings.left_out(
                &row.spot(),
                "TYPE",
                format!("{} is no kind of row that is known here", quoted(other)),
            ),
        }
    }
    pile.report_people(findings);
    let sketches = pile.sketches.into_iter();
    Ok(sketches.filter_map(|sketch| sketch.finish(reading, findings)).collect())
}

/// What has been read so far.
#[derive(Default)]
struct Pile {
    sketches: Vec<Sketch>,
    section: Option<String>,
    /// The titles of the tasks that the next row may stand under, from the outermost in.
    above: Vec<String>,
    same: Sames,
    authors: usize,
}

impl Pile {
    fn section(&mut self, row: &Row<'_>) {
        self.section = Some(beginning(row.content)).filter(|name| !name.is_empty());
        self.above.clear();
    }

    fn task(&mut self, row: &Row<'_>, reading: &Reading<'_>, findings: &mut Findings) {
        let mut sketch = row.sketch(self.sketches.len() + 1, reading, findings);
        self.above.truncate(row.indent.saturating_sub(1));
        let (project, section) = (reading.project, &self.section);
        let says = format!("{project:?}\n{section:?}\n{:?}\n{}\n{}", self.above, row.content, row.date);
        sketch.uid = self.same.uid(&says);
        if let Some(parent) = self.above.last() {
            let message = format!("it stood under {}, which is a tag of it now", quoted(parent));
            findings.changed(&sketch.at, "INDENT", message);
            sketch.tags.push(parent.clone());
        }
        for (field, name) in [("section", self.section.as_deref()), ("project", reading.project)] {
            if let Some(name) = name {
                findings.changed(&sketch.at, field, format!("{} is a tag of it now", quoted(name)));
                sketch.tags.push(name.to_owned());
            }
        }
        self.authors += usize::from(row.has_author);
        self.above.push(beginning(&sketch.title));
        self.sketches.push(sketch);
    }

    /// A comment goes into the description of its task.
    fn note(&mut self, row: &Row<'_>, findings: &mut Findings) {
        match self.sketches.last_mut() {
            Some(sketch) => {
                findings.changed(
                    &sketch.at,
                    "note",
                    format!("{} stands in the description now", quoted(row.content)),
                );
                sketch.remarks.push(row.content.to_owned());
            }
            None => findings.left_out(&row.spot(), "note", format!("{} belongs to no task", quoted(row.content))),
        }
    }

    /// Every row has its author, so one finding says it for all.
    fn report_people(&self, findings: &mut Findings) {
        if self.authors > 0 {
            let message = format!("is not kept: who wrote {} of the tasks", self.authors);
            findings.left_out(&Spot::default(), "AUTHOR", message);
        }
    }
}

/// As much of a name as a title may have: thousands of tasks may stand under it.
fn beginning(name: &str) -> String {
    name.chars().take(Title::MAX).collect()
}

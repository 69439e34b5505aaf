//! One row of Todoist's CSV.

use csv::StringRecord;
use rondo_domain::{Priority, Zone};

use super::phrase::read;
use crate::csv::line;
use crate::finding::{Findings, quoted};
use crate::sketch::Sketch;
use crate::{Begins, Reading, Recurrence, Spot};

/// The deepest INDENT that is looked at: beyond it, rows stand side by side.
const DEEPEST: usize = 50;

/// The columns that are looked at; others are reported.
const KNOWN: [&str; 13] = [
    "type",
    "content",
    "description",
    "priority",
    "indent",
    "author",
    "responsible",
    "date",
    "date_lang",
    "timezone",
    "duration",
    "duration_unit",
    "is_collapsed",
];

/// A row with its cells by name.
pub(super) struct Row<'a> {
    cells: Vec<(&'a str, &'a str)>,
    line: Option<usize>,
    /// In small letters.
    pub(super) kind: String,
    pub(super) content: &'a str,
    pub(super) date: &'a str,
    pub(super) indent: usize,
    pub(super) has_author: bool,
}

impl<'a> Row<'a> {
    pub(super) fn new(header: &'a [String], row: &'a StringRecord) -> Self {
        let cells: Vec<(&str, &str)> = header.iter().map(String::as_str).zip(row.iter()).collect();
        let mut read = Self {
            line: line(row),
            kind: String::new(),
            content: "",
            date: "",
            indent: 1,
            has_author: false,
            cells,
        };
        read.kind = read.cell("type").to_ascii_lowercase();
        read.content = read.cell("content");
        read.date = read.cell("date");
        read.indent = read.cell("indent").parse().unwrap_or(1).clamp(1, DEEPEST);
        read.has_author = !read.cell("author").is_empty();
        read
    }

    fn cell(&self, name: &str) -> &'a str {
        let mut cells = self.cells.iter();
        cells.find(|(known, _)| *known == name).map_or("", |(_, cell)| cell.trim())
    }

    pub(super) fn spot(&self) -> Spot {
        Spot {
            line: self.line,
            ..Spot::default()
        }
    }

    /// The task of the row, without what stands above it.
    pub(super) fn sketch(&self, number: usize, reading: &Reading<'_>, findings: &mut Findings) -> Sketch {
        let (title, labels) = labels(self.content);
        let mut sketch = Sketch::new(number, self.line, &title);
        sketch.tags = labels;
        self.cell("description").clone_into(&mut sketch.description);
        self.take_priority(&mut sketch, findings);
        self.take_zone(&mut sketch, findings);
        self.take_date(&mut sketch, reading, findings);
        self.report_the_rest(&sketch, findings);
        sketch
    }

    /// 1 is the highest; 4 is that of a task of which nobody said anything.
    fn take_priority(&self, sketch: &mut Sketch, findings: &mut Findings) {
        sketch.priority = match self.cell("priority") {
            "1" => Priority::High,
            "2" => {
                findings.changed(&sketch.at, "PRIORITY", "2 became medium, as a task without priority is");
                Priority::Medium
            }
            "3" => Priority::Low,
            "" | "4" => Priority::Medium,
            other => {
                findings.left_out(&sketch.at, "PRIORITY", format!("must be 1 to 4, not {}", quoted(other)));
                Priority::Medium
            }
        };
    }

    fn take_zone(&self, sketch: &mut Sketch, findings: &mut Findings) {
        let name = self.cell("timezone");
        sketch.zone = Zone::parse(name);
        if sketch.zone.is_none() && !name.is_empty() {
            let message = format!("{} is no zone that is known here: the task floats with you", quoted(name));
            findings.changed(&sketch.at, "TIMEZONE", message);
        }
    }

    /// A date that is not surely understood stays as text: nothing is guessed.
    fn take_date(&self, sketch: &mut Sketch, reading: &Reading<'_>, findings: &mut Findings) {
        if self.date.is_empty() {
            return;
        }
        let language = self.cell("date_lang");
        let is_english = language.is_empty() || language.eq_ignore_ascii_case("en");
        let zone = sketch.zone.as_ref().unwrap_or(reading.zone);
        let Some(phrase) = read(self.date, is_english, zone, reading.now) else {
            let message = format!("{} is not understood: kept as text in the description", quoted(self.date));
            findings.changed(&sketch.at, "DATE", message);
            sketch.remarks.push(format!("Due: {}", self.date));
            return;
        };
        sketch.due = Some(phrase.due);
        sketch.recurrence = phrase.repeat.map(|repeat| Recurrence::Begins(Begins::of(repeat)));
    }

    fn report_the_rest(&self, sketch: &Sketch, findings: &mut Findings) {
        let duration = self.cell("duration");
        if !duration.is_empty() && !duration.eq_ignore_ascii_case("none") {
            let message = format!(
                "{} is not kept",
                quoted(&format!("{duration} {}", self.cell("duration_unit")))
            );
            findings.left_out(&sketch.at, "DURATION", message);
        }
        let responsible = self.cell("responsible");
        if !responsible.is_empty() {
            findings.left_out(&sketch.at, "RESPONSIBLE", format!("{} is not kept", quoted(responsible)));
        }
        for (name, cell) in &self.cells {
            if !KNOWN.contains(name) && !cell.trim().is_empty() {
                findings.left_out(
                    &sketch.at,
                    &name.to_ascii_uppercase(),
                    format!("{} is not kept", quoted(cell)),
                );
            }
        }
    }
}

/// The title without the labels at its end or between its words, and the labels. An `@` inside a word,
/// or before a space, is a letter like any other.
fn labels(content: &str) -> (String, Vec<String>) {
    let is_label = |word: &str| word.len() > 1 && word.starts_with('@') && !word[1..].contains('@');
    let (labels, words): (Vec<&str>, Vec<&str>) = content.split(' ').partition(|word| is_label(word));
    if labels.is_empty() || words.iter().all(|word| word.is_empty()) {
        return (content.to_owned(), Vec::new());
    }
    let names = labels.iter().map(|label| label[1..].to_owned());
    (words.join(" ").trim().to_owned(), names.collect())
}

//! Tasks from rows.

use std::collections::{BTreeSet, HashMap};

use csv::StringRecord;
use rondo_domain::{Basis, CatchUp, Choice, Priority, Repeat, Slot, Timestamp, Zone, parse_date, parse_time};

use super::COLUMNS;
use super::cell::unguarded;
use super::rows::{line, rows};
use crate::batch::{Reading, Unreadable};
use crate::dates::{parse_slot, parse_when};
use crate::finding::{Findings, quoted};
use crate::sketch::{INSTANT, MOST_ITEMS, Sames, Sketch};
use crate::{Begins, Record, Recurrence, Spot};

pub(crate) fn read(bytes: &[u8], reading: &Reading<'_>, findings: &mut Findings) -> Result<Vec<Record>, Unreadable> {
    let (header, rows) = rows(bytes, findings)?;
    if !header.iter().any(|name| name == "title") {
        let message = "has no column \"title\" in its first line, which must name the columns";
        return Err(Unreadable(message.to_owned()));
    }
    let mut known: Vec<&str> = Vec::new();
    for name in &header {
        if !COLUMNS.contains(&name.as_str()) {
            findings.left_out(
                &Spot::default(),
                name,
                "is no column of a task here: none of its cells was read",
            );
        } else if known.contains(&name.as_str()) {
            findings.left_out(&Spot::default(), name, "is there twice: the last one counts");
        }
        known.push(name);
    }
    let mut same = Sames::default();
    let numbered = rows.iter().enumerate();
    let records = numbered.filter_map(|(index, row)| {
        let row = Row::new(&header, row, findings, index + 1);
        row.read(reading, &mut same)
    });
    Ok(records.collect())
}

/// A row that is being read.
struct Row<'a> {
    cells: HashMap<&'a str, &'a str>,
    has_reminders: bool,
    sketch: Sketch,
    findings: &'a mut Findings,
}

impl<'a> Row<'a> {
    fn new(header: &'a [String], row: &'a StringRecord, findings: &'a mut Findings, number: usize) -> Self {
        let named = header.iter().map(String::as_str).zip(row.iter());
        let cells: HashMap<&str, &str> = named.filter(|(_, cell)| !cell.is_empty()).collect();
        let sketch = Sketch::new(number, line(row), unguarded(cells.get("title").unwrap_or(&"")));
        Self {
            cells,
            has_reminders: header.iter().any(|name| name == "reminders"),
            sketch,
            findings,
        }
    }

    fn read(mut self, reading: &Reading<'_>, same: &mut Sames) -> Option<Record> {
        let description = self.cells.get("description").map_or("", |text| unguarded(text));
        description.clone_into(&mut self.sketch.description);
        self.sketch.priority = self
            .parsed("priority", "high, medium or low", Priority::parse)
            .unwrap_or_default();
        let instant = |text: &str| text.parse::<Timestamp>().ok();
        self.sketch.completed_at = self.parsed("completed_at", INSTANT, instant);
        self.sketch.created_at = self.parsed("created_at", INSTANT, instant);
        self.sketch.updated_at = self.parsed("updated_at", INSTANT, instant);
        let done = self.parsed("is_completed", "true or false", boolean);
        self.sketch.done = done.unwrap_or(self.sketch.completed_at.is_some());
        let tags = self.cells.get("tags").map_or("", |text| unguarded(text));
        self.sketch
            .take_tags(tags.split([',', ';']).map(str::to_owned), self.findings);
        self.take_due();
        self.take_reminders();
        self.take_recurrence();
        self.sketch.uid = self.uid(same);
        self.sketch.finish(reading, self.findings)
    }

    /// What a cell says, if anything.
    fn said(&self, column: &str) -> Option<&'a str> {
        let cell = self.cells.get(column)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    /// The cell of a column that says something; `None` when it does not, which is reported.
    fn parsed<T>(&mut self, column: &str, expected: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let cell = self.said(column)?;
        let read = parse(cell);
        if read.is_none() {
            let message = format!("must be {expected}, not {}", quoted(cell));
            self.findings.left_out(&self.sketch.at, column, message);
        }
        read
    }

    fn take_due(&mut self) {
        let date = self.parsed("due_date", "a date like 2026-03-10", parse_date);
        let time = self.parsed("due_time", "a time like 09:00", parse_time);
        self.sketch.zone = self.parsed("time_zone", "an IANA zone like Europe/Berlin", Zone::parse);
        self.sketch.take_due(date, time, self.findings);
    }

    /// A row of a table without that column takes the person's defaults; an empty cell means none.
    fn take_reminders(&mut self) {
        let Some(cell) = self.cells.get("reminders") else {
            self.sketch.reminders = self.has_reminders.then(Vec::new);
            return;
        };
        let mut reminders = Vec::new();
        for text in cell.split([',', ';']).map(str::trim).filter(|text| !text.is_empty()) {
            if let Some(reminder) = parse_when(text) {
                reminders.push(reminder);
            } else {
                let message = format!("{} is neither a duration like PT1H nor an instant", quoted(text));
                self.findings.left_out(&self.sketch.at, "reminders", message);
            }
        }
        self.sketch.reminders = Some(reminders);
    }

    fn take_recurrence(&mut self) {
        let basis = self.parsed("recurrence_basis", "due_date or completion_date", Basis::parse);
        let catch_up = self.parsed("catch_up", "next or each", CatchUp::parse);
        let start = self.parsed("slot", "a date or a date-time", parse_slot);
        let paused = self.parsed("series_state", "live or paused", |text| match text {
            "live" => Some(false),
            "paused" => Some(true),
            _ => None,
        });
        let (exdates, rdates) = (self.slots("exdates"), self.slots("rdates"));
        let Some(cell) = self.said("recurrence") else { return };
        let choice = match Choice::parse_word(cell).map_or_else(|| cell.parse().map(Choice::Rule), Ok) {
            Ok(choice) => choice,
            Err(error) => {
                let message = format!("{error}: kept as text in the description");
                self.findings.changed(&self.sketch.at, "recurrence", message);
                self.sketch.remarks.push(format!("Repeats: {cell}"));
                return;
            }
        };
        let repeat = Repeat {
            choice,
            basis: basis.unwrap_or_default(),
            catch_up: catch_up.unwrap_or_default(),
        };
        self.sketch.recurrence = Some(Recurrence::Begins(Begins {
            start,
            exdates,
            rdates,
            paused: paused.unwrap_or(false),
            ..Begins::of(repeat)
        }));
    }

    fn slots(&mut self, column: &str) -> BTreeSet<Slot> {
        let cell = self.cells.get(column).copied().unwrap_or_default();
        let mut slots = BTreeSet::new();
        for text in cell.split([',', ';']).map(str::trim).filter(|text| !text.is_empty()) {
            match parse_slot(text) {
                Some(slot) if slots.len() < MOST_ITEMS => {
                    slots.insert(slot);
                }
                Some(_) => self
                    .findings
                    .left_out(&self.sketch.at, column, format!("{text} is one of too many")),
                None => {
                    let message = format!("{} is neither a date nor a date-time", quoted(text));
                    self.findings.left_out(&self.sketch.at, column, message);
                }
            }
        }
        slots
    }

    /// The row's id, or else what it says.
    fn uid(&self, same: &mut Sames) -> String {
        match self.said("id") {
            Some(id) => id.to_owned(),
            None => same.uid(&format!("{}\n{:?}", self.sketch.title, self.sketch.due)),
        }
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" | "x" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

//! A record while it is read: texts as they stand in the file, made to fit at the end.
//!
//! Every format ends here, so that all of them treat a long title or an odd tag alike.

use std::collections::HashMap;

use jiff::civil::{Date, Time};
use rondo_domain::{Description, Due, MAX_REMINDERS, Priority, Remembered, Slot, Tag, Tags, Timestamp, Title, Zone};

use crate::finding::{Findings, quoted, shortened};
use crate::{Reading, Record, Recurrence, Spot};

/// What tells apart the records of a source that gives them no ids: what they say, and of several that
/// say the same, which one it is.
#[derive(Debug, Default)]
pub(crate) struct Sames(HashMap<String, usize>);

impl Sames {
    pub(crate) fn uid(&mut self, says: &str) -> String {
        let count = self.0.entry(says.to_owned()).or_default();
        *count += 1;
        format!("{says}\n{count}")
    }
}

/// The most tags, slots or reminders of one task that are looked at.
pub(crate) const MOST_ITEMS: usize = 1000;

/// What an instant should have been.
pub(crate) const INSTANT: &str = "an instant like 2026-03-10T09:00:00Z";

/// A record that may still be too long, too many or too late.
#[derive(Debug)]
pub(crate) struct Sketch {
    pub(crate) at: Spot,
    pub(crate) uid: String,
    pub(crate) title: String,
    pub(crate) description: String,
    /// What the description keeps of something that has no place of its own.
    pub(crate) remarks: Vec<String>,
    pub(crate) priority: Priority,
    pub(crate) due: Option<Due>,
    pub(crate) zone: Option<Zone>,
    pub(crate) tags: Vec<String>,
    pub(crate) reminders: Option<Vec<Remembered>>,
    pub(crate) recurrence: Option<Recurrence>,
    /// Whether it is done.
    pub(crate) done: bool,
    pub(crate) completed_at: Option<Timestamp>,
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) updated_at: Option<Timestamp>,
}

impl Sketch {
    /// An empty one with that title.
    pub(crate) fn new(record: usize, line: Option<usize>, title: &str) -> Self {
        let at = Spot {
            record: Some(record),
            line,
            task: Some(shortened(title.trim())).filter(|title| !title.is_empty()),
        };
        Self {
            at,
            uid: String::new(),
            title: title.to_owned(),
            description: String::new(),
            remarks: Vec::new(),
            priority: Priority::default(),
            due: None,
            zone: None,
            tags: Vec::new(),
            reminders: None,
            recurrence: None,
            done: false,
            completed_at: None,
            created_at: None,
            updated_at: None,
        }
    }

    /// Takes tags; that there are more than any task can have in earnest is reported once.
    pub(crate) fn take_tags(&mut self, tags: impl IntoIterator<Item = String>, findings: &mut Findings) {
        let mut tags = tags.into_iter().filter(|tag| !tag.trim().is_empty());
        self.tags
            .extend(tags.by_ref().take(MOST_ITEMS.saturating_sub(self.tags.len())));
        if tags.next().is_some() {
            findings.left_out(
                &self.at,
                "tags",
                format!("there are more than {MOST_ITEMS}: the others were not read"),
            );
        }
    }

    /// Takes what says when it is due; a time alone says nothing.
    pub(crate) fn take_due(&mut self, date: Option<Date>, time: Option<Time>, findings: &mut Findings) {
        self.due = date.map(|date| Due { date, time });
        if let (None, Some(time)) = (date, time) {
            findings.left_out(&self.at, "due_time", format!("{time} has no due_date to go with"));
        }
    }

    /// Whether that slot is when it is due.
    pub(crate) fn is_due_on(&self, slot: Slot) -> bool {
        let midnight = Time::midnight();
        self.due
            .is_some_and(|due| due.date == slot.date() && [midnight, due.time.unwrap_or(midnight)].contains(&slot.time()))
    }

    /// The record, with a finding for all that had to be made to fit; `None` when it can be none.
    pub(crate) fn finish(mut self, reading: &Reading<'_>, findings: &mut Findings) -> Option<Record> {
        let title = self.fitting_title(findings)?;
        self.settle_completion(reading, findings);
        let description = self.fitting_description(findings);
        Some(Record {
            title,
            description,
            tags: self.fitting_tags(findings),
            reminders: self.fitting_reminders(findings),
            created_at: self.not_later("created_at", self.created_at, reading, findings),
            updated_at: self.not_later("updated_at", self.updated_at, reading, findings),
            completed_at: self.not_later("completed_at", self.completed_at, reading, findings),
            at: self.at,
            uid: self.uid,
            priority: self.priority,
            due: self.due,
            zone: self.zone,
            recurrence: self.recurrence,
        })
    }

    fn fitting_title(&mut self, findings: &mut Findings) -> Option<Title> {
        let title = self.title.replace('\0', "");
        if title != self.title {
            findings.changed(&self.at, "title", "has no U+0000 any more: no text may have one");
        }
        let title = title.trim();
        if title.chars().count() > Title::MAX {
            let message = format!(
                "has more than {} characters: it was cut, and stands in full in the description",
                Title::MAX
            );
            findings.changed(&self.at, "title", message);
            let whole = format!("{title}\n\n{}", self.description);
            whole.trim_end().clone_into(&mut self.description);
        }
        let cut: String = title.chars().take(Title::MAX).collect();
        Title::new(&cut)
            .map_err(|message| findings.failed(&self.at, "title", format!("{message}: a task needs a title")))
            .ok()
    }

    /// A task that is done does not go on; a task done at an unknown time was done now.
    fn settle_completion(&mut self, reading: &Reading<'_>, findings: &mut Findings) {
        if !self.done {
            if self.completed_at.take().is_some() {
                findings.left_out(&self.at, "completed_at", "is given for a task that is not done");
            }
            return;
        }
        if self.completed_at.is_none() {
            findings.changed(&self.at, "completed_at", "is not given: the time of the import stands for it");
            self.completed_at = Some(reading.now);
        }
        if let Some(Recurrence::Begins(begins)) = &self.recurrence {
            let rule = begins.repeat.choice.to_string();
            let message = format!("{rule} was left out: the task is done, and its file does not say what came next");
            findings.left_out(&self.at, "recurrence", message);
            self.remarks.push(format!("Repeated: {rule}"));
            self.recurrence = None;
        }
    }

    fn fitting_description(&mut self, findings: &mut Findings) -> Description {
        let mut text = std::mem::take(&mut self.description);
        for remark in &self.remarks {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            text.push_str(remark);
        }
        if text.contains('\0') {
            findings.changed(&self.at, "description", "has no U+0000 any more: no text may have one");
            text = text.replace('\0', "");
        }
        if text.chars().count() > Description::MAX {
            let message = format!("has more than {} characters: the rest is lost", Description::MAX);
            findings.changed(&self.at, "description", message);
            text = text.chars().take(Description::MAX).collect();
        }
        Description::new(&text).unwrap_or_default()
    }

    fn fitting_tags(&self, findings: &mut Findings) -> Tags {
        let mut kept: Vec<Tag> = Vec::new();
        for text in &self.tags {
            let Some(tag) = self.fitting_tag(text, findings) else {
                continue;
            };
            if kept.contains(&tag) {
                continue;
            }
            if kept.len() == Tags::MAX {
                let message = format!("{} is one too many: a task has at most {}", quoted(text), Tags::MAX);
                findings.left_out(&self.at, "tags", message);
                continue;
            }
            kept.push(tag);
        }
        Tags::new(kept).unwrap_or_default()
    }

    fn fitting_tag(&self, text: &str, findings: &mut Findings) -> Option<Tag> {
        if let Ok(tag) = Tag::new(text) {
            return Some(tag);
        }
        let allowed = |c: char| if Tag::new(&c.to_string()).is_ok() { c } else { ' ' };
        let spaced: String = text.chars().map(allowed).collect();
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let cut: String = words.join(" ").chars().take(Tag::MAX).collect();
        let tag = Tag::new(&cut).ok();
        match &tag {
            Some(tag) => findings.changed(&self.at, "tags", format!("{} became {}", quoted(text), quoted(tag.as_str()))),
            None if text.trim().is_empty() => {}
            None => findings.left_out(&self.at, "tags", format!("{} has nothing that a tag may have", quoted(text))),
        }
        tag
    }

    fn fitting_reminders(&mut self, findings: &mut Findings) -> Option<Vec<Remembered>> {
        let mut reminders = self.reminders.take()?;
        if reminders.len() > MAX_REMINDERS {
            let message = format!("there are {}: a task has at most {MAX_REMINDERS}", reminders.len());
            findings.left_out(&self.at, "reminders", message);
            reminders.truncate(MAX_REMINDERS);
        }
        Some(reminders)
    }

    fn not_later(
        &self,
        field: &str,
        at: Option<Timestamp>,
        reading: &Reading<'_>,
        findings: &mut Findings,
    ) -> Option<Timestamp> {
        let at = at?;
        if at > reading.now {
            findings.changed(
                &self.at,
                field,
                format!("{at} is yet to come: the time of the import stands for it"),
            );
        }
        Some(at.min(reading.now))
    }
}

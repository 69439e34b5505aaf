//! One VTODO (RFC 5545 section 3.6.2).

use std::collections::HashMap;

use rondo_domain::{Due, Priority, Timestamp};

use super::lines::{Line, items, unescaped};
use super::moment::{Frame, Moment, Named, moment};
use super::tree::Component;
use super::{BASIS, CATCH_UP, SLOT, STATE};
use crate::dates::whole_minutes;
use crate::finding::{Findings, quoted};
use crate::sketch::Sketch;
use crate::{Reading, Record};

/// What a reader of some part of a task looks at. What it says of the exchange itself (DTSTAMP,
/// SEQUENCE) is not the task's.
const KNOWN: [&str; 25] = [
    "UID",
    "DTSTAMP",
    "SEQUENCE",
    "SUMMARY",
    "DESCRIPTION",
    "PRIORITY",
    "CATEGORIES",
    "STATUS",
    "COMPLETED",
    "PERCENT-COMPLETE",
    "CREATED",
    "LAST-MODIFIED",
    "DUE",
    "DTSTART",
    "DURATION",
    "RRULE",
    "EXDATE",
    "RDATE",
    "EXRULE",
    "RELATED-TO",
    "RECURRENCE-ID",
    BASIS,
    CATCH_UP,
    STATE,
    SLOT,
];

/// A task that is being read.
pub(super) struct Todo<'a> {
    pub(super) component: &'a Component,
    pub(super) zones: &'a Named,
    pub(super) reading: &'a Reading<'a>,
    pub(super) findings: &'a mut Findings,
    pub(super) sketch: Sketch,
    /// DTSTART, where it says something.
    pub(super) start: Option<Moment>,
}

impl<'a> Todo<'a> {
    pub(super) fn new(
        number: usize,
        component: &'a Component,
        zones: &'a Named,
        reading: &'a Reading<'a>,
        findings: &'a mut Findings,
    ) -> Self {
        let title = component
            .get("SUMMARY")
            .map(|line| unescaped(&line.value))
            .unwrap_or_default();
        Self {
            sketch: Sketch::new(number, Some(component.line), &title),
            component,
            zones,
            reading,
            findings,
            start: None,
        }
    }

    pub(super) fn read(mut self, titles: &HashMap<String, String>) -> Option<Record> {
        if self.component.is_cut {
            self.findings.failed(
                &self.sketch.at,
                "END",
                "the file ends, or goes on with another, before this task does",
            );
            return None;
        }
        self.take_texts();
        self.take_state();
        self.take_due();
        self.take_alarms();
        self.take_recurrence();
        self.take_family(titles);
        self.report_the_rest();
        self.sketch.finish(self.reading, self.findings)
    }

    pub(super) fn left_out(&mut self, field: &str, message: impl Into<String>) {
        self.findings.left_out(&self.sketch.at, field, message);
    }

    pub(super) fn changed(&mut self, field: &str, message: impl Into<String>) {
        self.findings.changed(&self.sketch.at, field, message);
    }

    /// The line of a property that a task has at most once.
    pub(super) fn once(&mut self, name: &'static str) -> Option<&'a Line> {
        if self.component.all(name).count() > 1 {
            self.left_out(name, "is there more than once: the first counts");
        }
        self.component.get(name)
    }

    fn text(&mut self, name: &'static str) -> Option<String> {
        self.once(name).map(|line| unescaped(&line.value))
    }

    fn take_texts(&mut self) {
        self.sketch.title = self.text("SUMMARY").unwrap_or_default();
        self.sketch.description = self.text("DESCRIPTION").unwrap_or_default();
        let says = || format!("{}\n{:?}", self.sketch.title, self.component.get("DUE"));
        let uid = self.component.get("UID").map(|line| line.value.trim().to_owned());
        self.sketch.uid = uid.filter(|uid| !uid.is_empty()).unwrap_or_else(says);
        let categories = self.component.all("CATEGORIES");
        self.sketch.tags = categories.flat_map(|line| items(&line.value)).collect();
        if let Some(line) = self.once("PRIORITY") {
            self.take_priority(&line.value);
        }
        if let Some(line) = self.once("RECURRENCE-ID") {
            self.sketch.uid = format!("{}\n{}", self.sketch.uid, line.value);
            self.changed(
                "RECURRENCE-ID",
                "is one date of a repeating task: it became a task of its own",
            );
        }
    }

    /// 1 to 4 are high, 5 medium, 6 to 9 low; 0 says nothing (RFC 5545 section 3.8.1.9).
    fn take_priority(&mut self, value: &str) {
        let (priority, exact) = match value.trim().parse::<u8>() {
            Ok(level @ 1..=4) => (Priority::High, level.abs_diff(1)),
            Ok(0 | 5) => (Priority::Medium, 0),
            Ok(level @ 6..=9) => (Priority::Low, level.abs_diff(9)),
            _ => {
                self.left_out("PRIORITY", format!("must be 0 to 9, not {}", quoted(value)));
                return;
            }
        };
        if exact != 0 {
            self.changed("PRIORITY", format!("{} became {}", value.trim(), priority.word()));
        }
        self.sketch.priority = priority;
    }

    fn take_state(&mut self) {
        self.sketch.created_at = self.instant("CREATED");
        self.sketch.updated_at = self.instant("LAST-MODIFIED");
        let completed_at = self.instant("COMPLETED");
        let percent = self.once("PERCENT-COMPLETE").map(|line| line.value.trim().to_owned());
        let status = self.once("STATUS").map(|line| line.value.trim().to_ascii_uppercase());
        self.sketch.done = match status.as_deref() {
            Some("COMPLETED") => true,
            Some("CANCELLED") => {
                self.changed("STATUS", "is CANCELLED: a task here is open or done, so it counts as done");
                true
            }
            Some("IN-PROCESS") => {
                self.changed("STATUS", "is IN-PROCESS: a task here is open or done, so it is open");
                false
            }
            Some("NEEDS-ACTION") => false,
            Some(other) => {
                self.left_out("STATUS", format!("{} is no state of a task", quoted(other)));
                completed_at.is_some()
            }
            None => completed_at.is_some() || percent.as_deref() == Some("100"),
        };
        self.sketch.completed_at = completed_at;
        let told = ["0", "100"];
        if let Some(percent) = percent.filter(|percent| !told.contains(&percent.as_str())) {
            self.left_out("PERCENT-COMPLETE", format!("{} percent is not kept", quoted(&percent)));
        }
    }

    fn instant(&mut self, name: &'static str) -> Option<Timestamp> {
        let line = self.once(name)?;
        let moment = moment(&line.value, line, self.zones);
        let instant = moment.and_then(|moment| moment.instant(self.reading.zone));
        if instant.is_none() {
            self.left_out(
                name,
                format!("must be a date-time like 20260310T090000Z, not {}", quoted(&line.value)),
            );
        }
        instant
    }

    /// DUE, or else what DTSTART and DURATION say of it.
    fn take_due(&mut self) {
        self.start = self.moment("DTSTART");
        let due = self.moment("DUE").or_else(|| self.due_by_start());
        let Some(due) = due.map(|due| due.seen_from(self.reading.zone)) else {
            return;
        };
        self.sketch.zone = match &due.frame {
            Frame::Zone(zone) => Some(zone.clone()),
            Frame::Unknown(name) => {
                let message = format!("{} is no zone that is known here: the time is read in your own", quoted(name));
                self.changed("DUE", message);
                None
            }
            Frame::Floating | Frame::Utc => None,
        };
        if due.time.is_some_and(|time| time != whole_minutes(time)) {
            self.changed("DUE", "has seconds, which were cut off");
        }
        self.sketch.due = Some(Due {
            date: due.date,
            time: due.time.map(whole_minutes),
        });
    }

    fn due_by_start(&mut self) -> Option<Moment> {
        let start = self.start.clone()?;
        let Some(line) = self.once("DURATION") else {
            self.changed("DTSTART", "is given without DUE, so it became the due date");
            return Some(start);
        };
        let duration: Option<jiff::Span> = line.value.trim().parse().ok();
        let end = duration.and_then(|duration| start.local().checked_add(duration).ok());
        if end.is_none() {
            self.left_out("DURATION", format!("{} is no duration", quoted(&line.value)));
        }
        let end = end.unwrap_or(start.local());
        Some(Moment {
            date: end.date(),
            time: start.time.map(|_| end.time()),
            frame: start.frame,
        })
    }

    fn moment(&mut self, name: &'static str) -> Option<Moment> {
        let line = self.once(name)?;
        let moment = moment(&line.value, line, self.zones);
        if moment.is_none() {
            self.left_out(name, format!("{} is neither a date nor a date-time", quoted(&line.value)));
        }
        moment
    }

    /// What stands above this task becomes a tag of it.
    fn take_family(&mut self, titles: &HashMap<String, String>) {
        for line in self.component.all("RELATED-TO") {
            let kind = line.param("RELTYPE").unwrap_or("PARENT").to_ascii_uppercase();
            let parent = titles.get(line.value.trim()).filter(|_| kind == "PARENT");
            if let Some(title) = parent {
                let message = format!("it stood under {}, which is a tag of it now", quoted(title));
                self.changed("RELATED-TO", message);
                self.sketch.tags.push(title.clone());
            } else {
                let message = format!("{kind} {} is not kept: no such task is in the file", quoted(&line.value));
                self.left_out("RELATED-TO", message);
            }
        }
    }

    fn report_the_rest(&mut self) {
        for line in &self.component.lines {
            if !KNOWN.contains(&line.name.as_str()) {
                self.left_out(
                    &line.name,
                    format!("{} has no place in a task here", quoted(&unescaped(&line.value))),
                );
            }
        }
        for inner in self.component.inner.iter().filter(|inner| inner.name != "VALARM") {
            self.left_out(&inner.name, "is no part of a task here");
        }
    }
}

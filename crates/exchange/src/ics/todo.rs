//! One VTODO (RFC 5545 section 3.6.2).

use rondo_domain::{Due, Priority, Timestamp, Zone};
use rondo_recurrence::Rule;

use super::family::Family;
use super::lines::{Line, items, unescaped};
use super::moment::{Frame, Moment, Named, moment};
use super::tree::Component;
use super::{BASIS, CATCH_UP, SLOT, STATE};
use crate::dates::whole_minutes;
use crate::finding::{Findings, quoted};
use crate::sketch::{Sames, Sketch};
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

    pub(super) fn read(mut self, family: &Family<'_>, same: &mut Sames) -> Option<Record> {
        if self.component.is_cut {
            self.findings.failed(
                &self.sketch.at,
                "END",
                "the file ends, or goes on with another, before this task does",
            );
            return None;
        }
        self.take_texts();
        self.take_uid(same);
        self.take_state();
        self.take_due();
        self.take_alarms();
        self.take_recurrence(family);
        self.take_family(family);
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

    /// The zone whose clock the task's dates are read from; where it is due on a whole day, DTSTART may
    /// tell.
    pub(super) fn zone(&self) -> &Zone {
        let is_whole_day = self.sketch.due.is_some_and(|due| due.time.is_none());
        let of_start = match &self.start {
            Some(Moment {
                frame: Frame::Zone(zone),
                ..
            }) if is_whole_day => Some(zone),
            _ => None,
        };
        self.sketch.zone.as_ref().or(of_start).unwrap_or(self.reading.zone)
    }

    fn text(&mut self, name: &'static str) -> Option<String> {
        self.once(name).map(|line| unescaped(&line.value))
    }

    fn take_texts(&mut self) {
        self.sketch.title = self.text("SUMMARY").unwrap_or_default();
        self.sketch.description = self.text("DESCRIPTION").unwrap_or_default();
        let categories = self.component.all("CATEGORIES");
        self.sketch
            .take_tags(categories.flat_map(|line| items(&line.value)), self.findings);
        if let Some(line) = self.once("PRIORITY") {
            self.take_priority(&line.value);
        }
    }

    /// The UID, or else what the task says.
    fn take_uid(&mut self, same: &mut Sames) {
        let value = |name| self.component.get(name).map_or("", |line| line.value.trim());
        self.sketch.uid = match value("UID") {
            "" => same.uid(&format!("{}\n{}", self.sketch.title, value("DUE"))),
            uid => uid.to_owned(),
        };
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
        let told = if self.sketch.done { "100" } else { "0" };
        if let Some(percent) = percent.filter(|percent| percent != told) {
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
        let due = match self.moment("DUE") {
            Some(due) => {
                self.report_duration();
                Some(due)
            }
            None => self.due_by_start(),
        };
        let Some(due) = due.map(|due| self.on_its_clock(due)) else {
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

    fn report_duration(&mut self) {
        if let Some(line) = self.once("DURATION") {
            let message = format!("{} is not kept: the task is due when DUE says", quoted(&line.value));
            self.left_out("DURATION", message);
        }
    }

    /// A due date in UTC as the person's clock shows it. What recurs by a rule whose days or hours would
    /// be others there keeps the clock that the rule is told by, which is that of DTSTART.
    fn on_its_clock(&mut self, due: Moment) -> Moment {
        let here = self.reading.zone;
        let rule = self.component.get("RRULE").map(|line| line.value.trim().parse::<Rule>());
        let rule = match (&due.frame, rule) {
            (Frame::Utc, Some(Ok(rule))) => rule,
            (Frame::Utc, _) => return due.seen_from(here),
            _ => return due,
        };
        let zone = match self.start.as_ref().map(|start| &start.frame) {
            None | Some(Frame::Utc) => Zone::UTC,
            Some(Frame::Zone(zone)) => zone.clone(),
            Some(Frame::Floating | Frame::Unknown(_)) => here.clone(),
        };
        let day = |moment: &Moment, zone: &Zone| moment.clone().seen_from(zone).date;
        let is_same_day = |moment: &Moment| day(moment, &zone) == day(moment, here);
        let are_same = is_same_day(&due) && self.start.as_ref().is_none_or(is_same_day);
        if zone == *here || are_same && !rule.has_times() {
            return due.seen_from(here);
        }
        let message = format!(
            "is in UTC, and by your clock the rule's dates would be others: the task is fixed to {}",
            zone.name()
        );
        self.changed("DUE", message);
        let due = due.seen_from(&zone);
        Moment {
            frame: Frame::Zone(zone),
            ..due
        }
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

//! VALARM (RFC 5545 section 3.6.6): reminders.

use rondo_domain::{Before, Remembered, When};

use super::lines::Line;
use super::moment::moment;
use super::todo::Todo;
use super::tree::Component;
use crate::dates::whole_minutes;
use crate::finding::quoted;

impl Todo<'_> {
    /// Reads every alarm. A file of a program that has alarms and a task without any: it has none.
    pub(super) fn take_alarms(&mut self) {
        let mut reminders: Vec<Remembered> = Vec::new();
        let alarms: Vec<&Component> = self.component.inner.iter().filter(|inner| inner.name == "VALARM").collect();
        for alarm in alarms {
            self.report_manner(alarm);
            let Some(when) = self.when(alarm) else { continue };
            if reminders.iter().all(|known| known.when != when) {
                reminders.push(Remembered::from(when));
            }
        }
        self.sketch.reminders = Some(reminders);
    }

    /// Reminders here come once, by the channels of their person.
    fn report_manner(&mut self, alarm: &Component) {
        for line in &alarm.lines {
            match line.name.as_str() {
                "ACTION" if ["DISPLAY", "AUDIO"].contains(&line.value.trim().to_ascii_uppercase().as_str()) => {}
                "ACTION" => self.changed("VALARM", format!("{} comes as any reminder here", quoted(&line.value))),
                "REPEAT" => self.left_out(
                    "VALARM",
                    format!("it repeats {} times, here it comes once", line.value.trim()),
                ),
                "TRIGGER" | "DESCRIPTION" | "SUMMARY" | "DURATION" | "UID" | "X-WR-ALARMUID" | "ACKNOWLEDGED" => {}
                _ => self.left_out("VALARM", format!("{} is not kept", line.name)),
            }
        }
    }

    fn when(&mut self, alarm: &Component) -> Option<When> {
        let Some(trigger) = alarm.get("TRIGGER") else {
            self.left_out("VALARM", "has no TRIGGER");
            return None;
        };
        if let Some(at) = moment(&trigger.value, trigger, self.zones) {
            return at.instant(self.reading.zone).map(When::At);
        }
        let found = before(trigger);
        if found.is_none() {
            let message = format!(
                "TRIGGER {} is not kept: a reminder here comes at an instant, or up to 366 days before the due date",
                quoted(&trigger.value)
            );
            self.left_out("VALARM", message);
        }
        found.and_then(|before| self.counted_from_due(before, trigger))
    }

    /// A trigger counts from DTSTART unless it says otherwise; reminders here count from the due date.
    fn counted_from_due(&mut self, before: Before, trigger: &Line) -> Option<When> {
        let from_end = trigger
            .param("RELATED")
            .is_some_and(|related| related.eq_ignore_ascii_case("END"));
        let start = self
            .start
            .clone()
            .filter(|_| !from_end)
            .map(|start| start.seen_from(self.zone()));
        let due = self.sketch.due.map(|due| (due.date, due.time));
        match start {
            Some(start) if due.is_some() && Some((start.date, start.time.map(whole_minutes))) != due => {
                let at = before.instant(start.local(), self.zone())?;
                self.changed(
                    "VALARM",
                    "counts from DTSTART: it comes at that instant now, wherever the due date goes",
                );
                Some(When::At(at))
            }
            _ => Some(When::Before(before)),
        }
    }
}

/// A duration before, or at, what it counts from.
fn before(trigger: &Line) -> Option<Before> {
    let value = trigger.value.trim().to_ascii_uppercase();
    let (amount, is_before) = match value.strip_prefix('-') {
        Some(amount) => (amount, true),
        None => (value.strip_prefix('+').unwrap_or(&value), false),
    };
    let before: Before = amount.parse().ok()?;
    (is_before || before == Before::hours(0)).then_some(before)
}

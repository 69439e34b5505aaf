//! Tasks from a calendar.

use super::family::Family;
use super::lines::{lines, unescaped};
use super::moment::Named;
use super::todo::Todo;
use super::tree::{Component, spot, tree};
use crate::batch::{MOST_RECORDS, Reading, Unreadable};
use crate::finding::Findings;
use crate::sketch::Sames;
use crate::{Record, Spot};

pub(crate) fn read(bytes: &[u8], reading: &Reading<'_>, findings: &mut Findings) -> Result<Vec<Record>, Unreadable> {
    let root = tree(lines(bytes, findings)?, findings)?;
    let calendars: Vec<Component> = root
        .inner
        .into_iter()
        .filter(|component| component.name == "VCALENDAR")
        .collect();
    if calendars.is_empty() {
        return Err(Unreadable("has no BEGIN:VCALENDAR, so it is no iCalendar file".to_owned()));
    }
    let zones = Named::of(&calendars);
    let todos = todos(&calendars, findings);
    if todos.len() > MOST_RECORDS {
        return Err(Unreadable::too_many());
    }
    let family = Family::of(&todos);
    let mut same = Sames::default();
    let read = todos.iter().enumerate();
    let records = read.filter_map(|(index, component)| {
        let todo = Todo::new(index + 1, component, &zones, reading, findings);
        todo.read(&family, &mut same)
    });
    let records = records.collect();
    for cut in calendars.iter().filter(|calendar| calendar.is_cut) {
        let message = "this calendar has no END: the file may have had more tasks";
        findings.left_out(&spot(cut.line), "VCALENDAR", message);
    }
    Ok(records)
}

/// Every VTODO; what else a calendar may hold is reported.
fn todos<'a>(calendars: &'a [Component], findings: &mut Findings) -> Vec<&'a Component> {
    let mut todos = Vec::new();
    for component in calendars.iter().flat_map(|calendar| &calendar.inner) {
        match component.name.as_str() {
            "VTODO" => todos.push(component),
            "VTIMEZONE" => {}
            name => {
                let title = component.get("SUMMARY").map(|line| unescaped(&line.value));
                let at = Spot {
                    line: Some(component.line),
                    task: title.map(|title| crate::finding::shortened(&title)),
                    ..Spot::default()
                };
                findings.left_out(&at, name, "is no task: only VTODO is read");
            }
        }
    }
    todos
}

//! Tasks from a calendar.

use std::collections::HashMap;

use super::lines::{lines, unescaped};
use super::moment::Named;
use super::todo::Todo;
use super::tree::{Component, tree};
use crate::batch::{MOST_RECORDS, Reading, Unreadable};
use crate::finding::Findings;
use crate::{Record, Spot};

pub(crate) fn read(bytes: &[u8], reading: &Reading<'_>, findings: &mut Findings) -> Result<Vec<Record>, Unreadable> {
    let root = tree(lines(bytes, findings), findings);
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
    let titles = titles(&todos);
    let read = todos.iter().enumerate();
    let records = read.filter_map(|(index, component)| {
        let todo = Todo::new(index + 1, component, &zones, reading, findings);
        todo.read(&titles)
    });
    Ok(records.collect())
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

/// The title of each task by its UID, for those that stand under it.
fn titles(todos: &[&Component]) -> HashMap<String, String> {
    let named = todos.iter().filter_map(|todo| {
        let uid = todo.get("UID")?.value.trim().to_owned();
        Some((uid, unescaped(&todo.get("SUMMARY")?.value)))
    });
    named.collect()
}

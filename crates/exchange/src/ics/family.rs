//! What one VTODO says of another: who stands above it, and which dates of a series it is.

use std::collections::HashMap;

use rondo_domain::Title;

use super::lines::{Line, unescaped};
use super::todo::Todo;
use super::tree::Component;
use crate::finding::quoted;

/// The tasks of a file by their UIDs.
#[derive(Debug, Default)]
pub(super) struct Family<'a> {
    titles: HashMap<&'a str, String>,
    /// The RECURRENCE-IDs of each.
    dates: HashMap<&'a str, Vec<&'a Line>>,
}

impl<'a> Family<'a> {
    pub(super) fn of(todos: &[&'a Component]) -> Self {
        let mut family = Self::default();
        for todo in todos {
            let Some(uid) = todo.get("UID").map(|line| line.value.trim()) else {
                continue;
            };
            match (todo.get("RECURRENCE-ID"), todo.get("SUMMARY")) {
                (Some(date), _) => family.dates.entry(uid).or_default().push(date),
                (None, Some(title)) => {
                    let title = unescaped(&title.value).chars().take(Title::MAX).collect();
                    family.titles.insert(uid, title);
                }
                (None, None) => {}
            }
        }
        family
    }

    /// The dates of that task that the file tells as tasks of their own, which its series leaves out.
    pub(super) fn dates(&self, todo: &Component) -> &[&'a Line] {
        let uid = todo.get("UID").map(|line| line.value.trim());
        let dates = uid
            .filter(|_| todo.get("RECURRENCE-ID").is_none())
            .and_then(|uid| self.dates.get(uid));
        dates.map_or(&[], Vec::as_slice)
    }
}

impl Todo<'_> {
    /// What stands above this task becomes a tag of it.
    pub(super) fn take_family(&mut self, family: &Family<'_>) {
        for line in self.component.all("RELATED-TO") {
            let kind = line.param("RELTYPE").unwrap_or("PARENT").to_ascii_uppercase();
            let uid = quoted(&line.value);
            match family.titles.get(line.value.trim()) {
                Some(title) if kind == "PARENT" => {
                    let message = format!("it stood under {}, which is a tag of it now", quoted(title));
                    self.changed("RELATED-TO", message);
                    self.sketch.take_tags([title.clone()], self.findings);
                }
                Some(_) => self.left_out("RELATED-TO", format!("{kind} {uid} is not kept: only PARENT is")),
                None => self.left_out("RELATED-TO", format!("{kind} {uid} is not kept: no such task is in the file")),
            }
        }
    }
}

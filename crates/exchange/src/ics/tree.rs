//! Components: what stands between a BEGIN and its END.

use super::lines::Line;
use crate::Spot;
use crate::batch::Unreadable;
use crate::finding::{Findings, quoted};

/// How deep components may stand in one another: a calendar, a task, an alarm, and to spare.
const DEEPEST: usize = 10;

/// What stands in a calendar and in nothing else.
const OF_CALENDARS: [&str; 5] = ["VTODO", "VEVENT", "VJOURNAL", "VFREEBUSY", "VTIMEZONE"];

/// Whether the second cannot stand in the first: then the END of the first is missing.
fn ends_before(open: &str, next: &str) -> bool {
    let in_calendar = |name: &str| OF_CALENDARS.contains(&name);
    open == next || next == "VCALENDAR" || in_calendar(open) && in_calendar(next)
}

/// A component with its own lines and the components in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Component {
    /// In capitals.
    pub(super) name: String,
    /// The line of its BEGIN.
    pub(super) line: usize,
    pub(super) lines: Vec<Line>,
    pub(super) inner: Vec<Component>,
    /// Whether the file ended, or went on with what cannot stand in it, before its END.
    pub(super) is_cut: bool,
}

impl Component {
    /// The first line of that name.
    pub(super) fn get(&self, name: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.name == name)
    }

    /// Every line of that name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.name == name)
    }
}

/// The components of a file, in a root that stands for the file.
///
/// # Errors
/// When they stand too deep in one another.
pub(super) fn tree(lines: Vec<Line>, findings: &mut Findings) -> Result<Component, Unreadable> {
    let mut open = vec![Component::default()];
    for line in lines {
        let named = line.value.trim().to_ascii_uppercase();
        match line.name.as_str() {
            "BEGIN" => {
                if let Some(cut) = open.iter().skip(1).position(|around| ends_before(&around.name, &named)) {
                    close_down_to(cut + 1, &mut open);
                }
                if open.len() > DEEPEST {
                    let message = format!(
                        "has components more than {DEEPEST} deep in one another in line {}",
                        line.number
                    );
                    return Err(Unreadable(message));
                }
                open.push(Component {
                    name: named,
                    line: line.number,
                    // Until its END is found.
                    is_cut: true,
                    ..Component::default()
                });
            }
            "END" => {
                if let Some(ended @ 1..) = open.iter().rposition(|component| component.name == named) {
                    open[ended].is_cut = false;
                    close_down_to(ended, &mut open);
                } else {
                    let message = format!("END:{} ends nothing that began", quoted(&named));
                    findings.left_out(&spot(line.number), "END", message);
                }
            }
            _ => {
                if let Some(last) = open.last_mut() {
                    last.lines.push(line);
                }
            }
        }
    }
    close_down_to(1, &mut open);
    Ok(open.pop().unwrap_or_default())
}

/// Puts each open component into the one around it, until so many are open.
fn close_down_to(left: usize, open: &mut Vec<Component>) {
    while open.len() > left.max(1) {
        if let (Some(closed), Some(around)) = (open.pop(), open.last_mut()) {
            around.inner.push(closed);
        }
    }
}

pub(super) fn spot(line: usize) -> Spot {
    Spot {
        line: Some(line),
        ..Spot::default()
    }
}

//! Components: what stands between a BEGIN and its END.

use super::lines::Line;
use crate::Spot;
use crate::finding::{Findings, quoted};

/// How deep components may stand in one another: a calendar, a task, an alarm, and to spare.
const DEEPEST: usize = 10;

/// A component with its own lines and the components in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Component {
    /// In capitals.
    pub(super) name: String,
    /// The line of its BEGIN.
    pub(super) line: usize,
    pub(super) lines: Vec<Line>,
    pub(super) inner: Vec<Component>,
    /// Whether the file ended before its END.
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
pub(super) fn tree(lines: Vec<Line>, findings: &mut Findings) -> Component {
    let mut open = vec![Component::default()];
    for line in lines {
        let named = line.value.trim().to_ascii_uppercase();
        match line.name.as_str() {
            "BEGIN" => open.push(Component {
                name: named,
                line: line.number,
                ..Component::default()
            }),
            "END" if open.len() > 1 && open.iter().skip(1).any(|component| component.name == named) => {
                while open.len() > 1 {
                    let found = open.last().is_some_and(|last| last.name == named);
                    close(&mut open, !found, findings);
                    if found {
                        break;
                    }
                }
            }
            "END" => {
                let message = format!("END:{} ends nothing that began", quoted(&named));
                findings.left_out(&spot(line.number), "END", message);
            }
            _ => {
                if let Some(last) = open.last_mut() {
                    last.lines.push(line);
                }
            }
        }
    }
    while open.len() > 1 {
        close(&mut open, true, findings);
    }
    open.pop().unwrap_or_default()
}

/// Puts the innermost open component into the one around it.
fn close(open: &mut Vec<Component>, is_cut: bool, findings: &mut Findings) {
    let depth = open.len();
    let (Some(closed), Some(around)) = (open.pop(), open.last_mut()) else {
        return;
    };
    if depth > DEEPEST {
        // What lies deeper is no task, and a tree of a million levels would be no tree to walk.
        findings.left_out(&spot(closed.line), &closed.name, "stands too deep in other components");
        return;
    }
    around.inner.push(Component { is_cut, ..closed });
}

fn spot(line: usize) -> Spot {
    Spot {
        line: Some(line),
        ..Spot::default()
    }
}

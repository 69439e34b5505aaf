//! A stretch of a series in which one rule counts from one start: in it no slot is served twice.

use std::collections::BTreeSet;

use rondo_contract::EventCause;
use rondo_domain::recurrence::End;
use rondo_domain::{Basis, Series, Slot, Task, TaskId, Timestamp};

use super::book::News;
use super::ensure;
use super::series::{is_withdrawn, line, number, slot};

/// What is known of the present stretch.
#[derive(Debug, Default)]
pub(super) struct Era {
    /// The rows that got their slots in it.
    members: BTreeSet<TaskId>,
    /// The slots that were skipped.
    skipped: BTreeSet<Slot>,
    /// It has rows that stand where an older rule put them: it began before them, or they came back.
    tangled: bool,
    /// Somebody skipped over what was given up, so that numbers no longer say the order.
    unordered: bool,
    /// When the series was last made to go on.
    pub(super) went_on: Option<Timestamp>,
}

impl Era {
    /// Takes in what happened to one row.
    pub(super) fn take(&mut self, news: &News, before: Option<&Series>, now: &Series, rows: &[&Task]) {
        let moved = news
            .before
            .as_ref()
            .filter(|task| !is_withdrawn(task) && slot(task) != slot(&news.after));
        let for_good = moved.is_some() && news.event.data.cause == EventCause::User;
        if for_good || before.is_some_and(|before| counts_anew(before, now)) {
            let later = |task: &&&Task| number(task) > number(&news.after) && !is_withdrawn(task);
            *self = Self {
                tangled: rows.iter().any(|task| later(&task)),
                went_on: self.went_on,
                ..Self::default()
            };
        } else if let Some(before) = moved {
            self.skipped.extend(slot(before));
            let given_up = |task: &&Task| number(task) == number(before) + 1 && task.is_given_up();
            self.unordered |= rows.iter().any(given_up);
        }
        let came_back = news.event.data.cause == EventCause::Restored && news.before.as_ref().is_some_and(Task::is_given_up);
        self.tangled |= came_back && (self.unordered || !self.members.contains(&news.after.id));
        if news.gave_slot().is_some() {
            self.members.insert(news.after.id);
        }
    }

    /// Whether each row's slot is where its number says.
    pub(super) fn is_in_order(&self) -> bool {
        !self.tangled && !self.unordered
    }

    /// No slot is served twice, and slots grow with the numbers.
    pub(super) fn check(&self, series: &Series, rows: &[&Task]) -> Result<(), String> {
        if series.basis == Basis::CompletionDate || self.tangled {
            return Ok(());
        }
        let members = || {
            rows.iter()
                .filter(|task| self.members.contains(&task.id) && !is_withdrawn(task))
        };
        let mut used = self.skipped.clone();
        for task in members() {
            ensure!(
                slot(task).is_some_and(|slot| used.insert(slot)),
                "a slot is served twice: {}",
                line(task)
            );
        }
        let standing: Vec<_> = members().filter(|task| !task.is_given_up()).collect();
        let grow = standing.windows(2).all(|pair| slot(pair[0]) < slot(pair[1]));
        ensure!(self.unordered || grow, "slots do not grow with the numbers");
        Ok(())
    }
}

/// Whether a series counts from another start, or by another rule; another end is none.
fn counts_anew(before: &Series, now: &Series) -> bool {
    let rule = |series: &Series| series.rule.clone().with_end(End::Never);
    (before.start, before.basis, rule(before)) != (now.start, now.basis, rule(now))
}

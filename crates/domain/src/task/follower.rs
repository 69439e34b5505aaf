//! What stands after an occurrence in its series.

use crate::{Deletion, Reminder, Slot, Task};

/// The end of the walk from an occurrence along its series, over those that a person deleted: their
/// slots are given up, so what matters is what comes after them.
#[derive(Clone, Debug)]
pub struct Follower {
    /// The number of the place where the walk ended.
    pub number: u32,
    /// The latest slot of the occurrences before that place.
    pub after: Slot,
    /// Who stands there, if anybody ever did.
    pub task: Option<Task>,
}

impl Follower {
    /// The follower of an occurrence, given those after it in their order, as far as the first that no
    /// person deleted, and the number of the place where the walk ended. `None` for a task without a
    /// series.
    pub fn of(task: &Task, chain: Vec<Task>, number: u32) -> Option<Self> {
        let slot = |task: &Task| task.occurrence.as_ref().map(|occurrence| occurrence.slot);
        // A skip may have led past what was given up.
        let given_up = chain.iter().filter(|next| next.is_given_up()).filter_map(slot);
        let after = given_up.fold(slot(task)?, Slot::max);
        let task = chain.into_iter().last().filter(|last| !last.is_given_up());
        Some(Self { number, after, task })
    }

    /// Whether a next occurrence may be made here: nobody stands here, or only a withdrawn one.
    pub fn is_free(&self) -> bool {
        self.task
            .as_ref()
            .is_none_or(|task| matches!(task.deletion, Some((_, Deletion::Withdrawn))))
    }

    /// The occurrence that a reopening takes back: there, open, and as it was made.
    pub(crate) fn untouched(&self) -> Option<&Task> {
        self.task.as_ref().filter(|task| task.is_open() && !task.was_worked_on())
    }
}

impl Task {
    /// Whether a person deleted this occurrence alone: its slot is given up for good.
    pub fn is_given_up(&self) -> bool {
        matches!(self.deletion, Some((_, Deletion::User)))
    }

    fn was_worked_on(&self) -> bool {
        let touched = self.occurrence.as_ref().is_some_and(|occurrence| occurrence.touched);
        touched || self.reminders.iter().any(Reminder::has_fired)
    }
}

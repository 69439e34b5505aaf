//! Completing a task.
//!
//! The only place where a task becomes completed, whoever asks for it. A completion leaves exactly
//! one `task.completed`; completing again leaves none. The next occurrence of a recurring task comes
//! by that event.

use crate::{Cause, Change, Context, EventKind, Task};

/// What a request to complete came to.
#[derive(Debug)]
pub enum Completion {
    /// The task was open: here it is completed, with its event.
    Done(Change),
    /// It was completed before; nothing changes and nothing is published.
    Already(Task),
}

impl Task {
    /// Completes this task. The same change cancels its planned reminders.
    pub fn complete(self, context: Context<'_>) -> Completion {
        if self.is_completed() {
            return Completion::Already(self);
        }
        let mut task = Self {
            completed_at: Some(context.now),
            ..self
        };
        task.touch();
        task.plan(context);
        Completion::Done(Change::of(task, EventKind::Completed, Cause::User, context))
    }
}

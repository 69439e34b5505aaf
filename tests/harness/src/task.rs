//! Tasks as the interface shows them.

use std::ops::{Deref, Index};

use serde_json::Value;

/// One task.
#[derive(Clone, Debug, PartialEq)]
pub struct Task(Value);

impl Task {
    /// The task in this JSON.
    #[track_caller]
    pub fn new(json: Value) -> Self {
        assert!(json["id"].is_string(), "not a task: {json}");
        Self(json)
    }

    /// Its id.
    pub fn id(&self) -> &str {
        self.text("id")
    }

    /// Its title.
    pub fn title(&self) -> &str {
        self.text("title")
    }

    /// `2026-03-10`, or with a time `2026-03-10 09:00`; empty without a due date.
    pub fn due(&self) -> String {
        [self.text("due_date"), self.text("due_time")].join(" ").trim().to_owned()
    }

    /// How often it has changed.
    pub fn version(&self) -> i64 {
        self.0["version"].as_i64().expect("a task has a version")
    }

    /// Whether it is done.
    pub fn is_completed(&self) -> bool {
        self.0["is_completed"] == true
    }

    /// The text in that field; empty when there is none.
    pub fn text(&self, field: &str) -> &str {
        self.0[field].as_str().unwrap_or_default()
    }

    /// Its reminders.
    pub fn reminders(&self) -> &[Value] {
        self.0["reminders"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The JSON.
    pub fn json(&self) -> &Value {
        &self.0
    }
}

impl Index<&str> for Task {
    type Output = Value;

    fn index(&self, field: &str) -> &Value {
        &self.0[field]
    }
}

/// Several tasks, in the order of the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Tasks(Vec<Task>);

impl Tasks {
    pub(crate) fn new(items: Vec<Value>) -> Self {
        Self(items.into_iter().map(Task::new).collect())
    }

    /// The due dates, each with its time when it has one.
    pub fn due_dates(&self) -> Vec<String> {
        self.0.iter().map(Task::due).collect()
    }

    /// The titles.
    pub fn titles(&self) -> Vec<&str> {
        self.0.iter().map(Task::title).collect()
    }

    /// The one that there is.
    #[track_caller]
    pub fn only(&self) -> Task {
        assert_eq!(self.0.len(), 1, "expected one task: {:#?}", self.0);
        self.0[0].clone()
    }
}

impl Deref for Tasks {
    type Target = [Task];

    fn deref(&self) -> &[Task] {
        &self.0
    }
}

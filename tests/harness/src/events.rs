//! Events, as the history lists them or the log holds them.

use std::ops::Deref;

use serde_json::{Value, json};

/// Several events (CloudEvents), in their order.
#[derive(Clone, Debug)]
pub struct Events(Vec<Value>);

impl Events {
    pub(crate) fn new(events: Vec<Value>) -> Self {
        Self(events)
    }

    /// The data of events, put under the attributes that follow from them.
    pub(crate) fn of_data(items: Vec<Value>) -> Self {
        let enveloped = |data: Value| json!({"type": data["event_type"], "subject": data["task"]["id"], "data": data});
        Self(items.into_iter().map(enveloped).collect())
    }

    /// Their types.
    pub fn kinds(&self) -> Vec<&str> {
        self.0
            .iter()
            .map(|event| event["type"].as_str().unwrap_or_default())
            .collect()
    }

    /// How many are of that type.
    pub fn count(&self, kind: &str) -> usize {
        self.kinds().iter().filter(|each| **each == kind).count()
    }

    /// Those of that type.
    #[must_use]
    pub fn of(&self, kind: &str) -> Self {
        Self(self.0.iter().filter(|event| event["type"] == kind).cloned().collect())
    }

    /// Those about that task.
    #[must_use]
    pub fn about(&self, task: &str) -> Self {
        Self(self.0.iter().filter(|event| event["subject"] == task).cloned().collect())
    }

    /// The versions that their tasks came to.
    pub fn versions(&self) -> Vec<i64> {
        self.0
            .iter()
            .filter_map(|event| event["data"]["task"]["version"].as_i64())
            .collect()
    }

    /// Their places in the user's line.
    pub fn sequences(&self) -> Vec<i64> {
        self.0
            .iter()
            .filter_map(|event| event["data"]["user_sequence"].as_i64())
            .collect()
    }
}

impl Deref for Events {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.0
    }
}

//! The fields of a task as flags.

use clap::Args;
use serde_json::{Map, Value, json};

/// The fields that are given.
#[derive(Args, Default)]
#[command(next_help_heading = "Fields (none clears one)")]
pub(crate) struct Given {
    /// The details
    #[arg(long)]
    description: Option<String>,
    /// high, medium or low
    #[arg(long)]
    priority: Option<String>,
    /// The day on which it is due, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
    /// The time of day, HH:MM
    #[arg(long)]
    time: Option<String>,
    /// The IANA zone that it is fixed to
    #[arg(long)]
    zone: Option<String>,
    /// daily, weekly, monthly or yearly, or a rule (RFC 5545) like FREQ=WEEKLY;BYDAY=MO
    #[arg(long, value_name = "RULE")]
    repeat: Option<String>,
    /// What the next one counts from: `due_date` or `completion_date`
    #[arg(long)]
    basis: Option<String>,
    /// Of those that were missed: next or each
    #[arg(long)]
    catch_up: Option<String>,
    /// A tag; repeat it for more. They replace those that it has
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// How long before it reminds, as PT1H or P1D, or an instant; repeat it for more
    #[arg(long = "remind", value_name = "WHEN")]
    reminders: Vec<String>,
}

/// The word that clears a field.
const NONE: &str = "none";

impl Given {
    /// As a body of REST has them.
    pub(super) fn json(&self) -> Map<String, Value> {
        let plain = [
            ("description", &self.description),
            ("priority", &self.priority),
            ("due_date", &self.due),
            ("due_time", &self.time),
            ("time_zone", &self.zone),
            ("recurrence_basis", &self.basis),
            ("catch_up", &self.catch_up),
        ];
        let given = plain
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), cleared(value.as_ref()?))));
        let mut fields: Map<String, Value> = given.collect();
        if let Some(rule) = &self.repeat {
            let is_rule = rule.contains('=') || rule == NONE;
            let name = if is_rule { "recurrence" } else { "recurrence_frequency" };
            fields.insert(name.to_owned(), cleared(rule));
        }
        if !self.tags.is_empty() {
            fields.insert(
                "tags".to_owned(),
                several(&self.tags, |tag| json!(tag.trim_start_matches('#'))),
            );
        }
        if !self.reminders.is_empty() {
            fields.insert("reminders".to_owned(), several(&self.reminders, reminder));
        }
        fields
    }
}

fn cleared(value: &str) -> Value {
    if value == NONE { Value::Null } else { json!(value) }
}

fn several(values: &[String], read: impl Fn(&str) -> Value) -> Value {
    let kept = values.iter().filter(|value| *value != NONE);
    kept.map(|value| read(value)).collect()
}

fn reminder(when: &str) -> Value {
    if when.starts_with('P') {
        json!({"before": when})
    } else {
        json!({"remind_at": when})
    }
}

//! The JSON Schemas of arguments, where tools share them.

use serde_json::{Map, Value, json};

/// An object with these properties and no others.
#[expect(clippy::needless_pass_by_value, reason = "it is made for this call")]
pub(super) fn object(properties: Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

/// The argument that names a task.
pub(super) fn task() -> Value {
    json!({
        "type": "string", "minLength": 1, "maxLength": 255,
        "description": "The task: its id; or the first or last digits of its id (four at least); or its title. \
            A title that several tasks have is refused with the candidates."
    })
}

/// The arguments of a tool that needs nothing but a task.
pub(super) fn of_task() -> Value {
    object(json!({"task": task()}), &["task"])
}

/// How far a change of a recurring task goes.
pub(super) fn scope(words: &[&str], description: &str) -> Value {
    json!({"type": "string", "enum": words, "description": description})
}

/// A reminder.
pub(super) fn reminder() -> Map<String, Value> {
    let reminder = json!({
        "before": {"type": "string", "description": "How long before the task is due, as an RFC 5545 duration: \
            PT1H and PT30M are exact, P1D and P1W keep the time of day", "examples": ["PT1H", "P1D"]},
        "minutes_before": {"type": "integer", "minimum": 0, "maximum": 527_040},
        "remind_at": {"type": "string", "format": "date-time", "description": "An instant of its own (RFC 3339)"},
    });
    members(reminder)
}

/// The fields of a task that can be set. In an edit each but the title may be null, which clears it.
pub(super) fn task_fields(in_edit: bool) -> Map<String, Value> {
    let mut fields = members(json!({
        "title": {"type": "string", "minLength": 1, "maxLength": 255, "description": "What to do"},
        "description": {"type": "string", "maxLength": 10_000, "description": "The details"},
        "priority": {"type": "string", "enum": ["high", "medium", "low"]},
        "due_date": {"type": "string", "format": "date", "description": "The day on which it is due, YYYY-MM-DD"},
        "due_time": {"type": "string", "pattern": "^\\d{2}:\\d{2}$",
            "description": "The time of day, HH:MM; only with a date or a recurrence. Without it the whole day counts"},
        "time_zone": {"type": "string", "description": "An IANA zone such as Europe/Paris that the task is fixed to. \
            Leave it out unless the user names one: the task then follows the user's own zone"},
        "recurrence_frequency": {"type": "string", "enum": ["daily", "weekly", "monthly", "yearly"],
            "description": "How often it recurs; month ends clamp (31 January, 28 February, 31 March)"},
        "recurrence": {"type": "string", "description": "For any other rhythm: an RFC 5545 RRULE, obeyed to the letter. \
            Every third Thursday until June: FREQ=MONTHLY;BYDAY=3TH;UNTIL=20270630",
            "examples": ["FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYMONTHDAY=-1"]},
        "recurrence_basis": {"type": "string", "enum": ["due_date", "completion_date"],
            "description": "Whether the next one counts from the due date (the default) or from when it was done"},
        "catch_up": {"type": "string", "enum": ["next", "each"],
            "description": "Whether missed ones are skipped (next, the default) or all owed (each)"},
        "is_recurring": {"type": "boolean", "description": "false ends the recurrence after this task"},
        "tags": {"type": "array", "maxItems": 50, "items": {"type": "string", "maxLength": 50},
            "description": "All its tags; letters, digits, spaces, - and _"},
        "reminders": {"type": "array", "maxItems": 20, "items": object(reminder().into(), &[]),
            "description": "All its reminders, each with exactly one of before, minutes_before and remind_at. \
            The user's defaults when left out, none when empty"},
    }));
    if in_edit {
        for (_, field) in fields.iter_mut().filter(|(name, _)| *name != "title") {
            allow_null(field);
        }
    }
    fields
}

fn allow_null(field: &mut Value) {
    field["type"] = json!([field["type"], "null"]);
    if let Some(words) = field["enum"].as_array_mut() {
        words.push(Value::Null);
    }
}

/// The members of a JSON object.
pub(super) fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

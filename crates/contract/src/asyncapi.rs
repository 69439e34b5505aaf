//! The events as an AsyncAPI 3 document.

use serde_json::{Value, json};

use crate::{Topic, schemas};

const TASK_KINDS: [(&str, &str); 4] = [
    ("task.created", "A task came to be, or came back."),
    ("task.updated", "A task was edited, reopened, moved or skipped on."),
    ("task.completed", "A task was completed."),
    ("task.deleted", "A task was deleted or withdrawn; this is its last state."),
];

const REMINDER_KINDS: [(&str, &str); 1] = [("reminder.due_soon", "A reminder has come due.")];

/// The document; it refers to the schemas beside it.
pub fn asyncapi() -> Value {
    let channels = Topic::ALL.map(|topic| (topic.name().to_owned(), channel(topic)));
    let operations = Topic::ALL.map(|topic| (format!("publish-{}", topic.name()), operation(topic)));
    json!({
        "asyncapi": "3.0.0",
        "info": {
            "title": "Rondo events",
            "version": "1.0.0",
            "description": "Every committed change reaches its topic at least once. First copies of one user's events \
                arrive in the order of `user_sequence`; a late copy of an earlier one can follow. Drop doubles by `id`, \
                and what is older than what you have seen of a task by `task.version`. Ignore fields that you do not know.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": channels.into_iter().collect::<serde_json::Map<_, _>>(),
        "operations": operations.into_iter().collect::<serde_json::Map<_, _>>(),
        "components": {"messages": messages(), "schemas": {"envelope": envelope()}},
    })
}

/// The document as it is checked in.
pub fn asyncapi_yaml() -> String {
    yaml_serde::to_string(&asyncapi()).expect("plain JSON is YAML as well")
}

fn kinds(topic: Topic) -> &'static [(&'static str, &'static str)] {
    match topic {
        Topic::TaskEvents => &TASK_KINDS,
        Topic::Reminders => &REMINDER_KINDS,
    }
}

fn channel(topic: Topic) -> Value {
    let reference =
        |(kind, _): &(&str, &str)| ((*kind).to_owned(), json!({"$ref": format!("#/components/messages/{kind}")}));
    json!({
        "address": topic.name(),
        "description": "The key of a message is the user's id.",
        "messages": kinds(topic).iter().map(reference).collect::<serde_json::Map<_, _>>(),
    })
}

fn operation(topic: Topic) -> Value {
    json!({"action": "send", "channel": {"$ref": format!("#/channels/{}", topic.name())}})
}

fn messages() -> Value {
    let of_topic = |topic: Topic| {
        kinds(topic)
            .iter()
            .map(move |(kind, text)| ((*kind).to_owned(), message(topic, kind, text)))
    };
    Value::Object(Topic::ALL.into_iter().flat_map(of_topic).collect())
}

fn message(topic: Topic, kind: &str, summary: &str) -> Value {
    let data = format!("./schemas/{}/v1.json", topic.schema());
    json!({
        "name": kind,
        "summary": summary,
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/envelope"},
                {"type": "object", "properties": {"type": {"const": kind}, "data": {"$ref": data}}},
            ],
        },
    })
}

/// The attributes of the envelope, as CloudEvents 1.0 and this contract fix them.
fn envelope() -> Value {
    let uuid = json!({"type": "string", "format": "uuid"});
    let schemas: Vec<Value> = schemas().into_iter().map(|schema| schema.schema["$id"].clone()).collect();
    json!({
        "type": "object",
        "properties": {
            "specversion": {"const": "1.0"},
            "id": uuid,
            "source": {"type": "string", "format": "uri-reference"},
            "type": {"type": "string"},
            "subject": uuid,
            "time": {"type": "string", "format": "date-time"},
            "dataschema": {"enum": schemas},
            "datacontenttype": {"const": "application/json"},
            "partitionkey": uuid,
            "traceparent": {"type": "string"},
            "data": {"type": "object"},
        },
        "required": [
            "specversion", "id", "source", "type", "subject", "time", "dataschema", "datacontenttype", "partitionkey", "data",
        ],
    })
}

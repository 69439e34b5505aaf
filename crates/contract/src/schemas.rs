//! The JSON Schemas of the events' data, generated from the types.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use crate::{ReminderEvent, TaskEvent, Topic};

/// The data of one topic's events.
pub trait Data: JsonSchema {
    /// The topic.
    const TOPIC: Topic;
}

impl Data for TaskEvent {
    const TOPIC: Topic = Topic::TaskEvents;
}

impl Data for ReminderEvent {
    const TOPIC: Topic = Topic::Reminders;
}

/// A schema and where it is checked in.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The file under `contracts/schemas/`.
    pub path: String,
    /// JSON Schema 2020-12.
    pub schema: Value,
}

/// The schemas of all topics.
pub fn schemas() -> Vec<Schema> {
    vec![schema::<TaskEvent>(), schema::<ReminderEvent>()]
}

fn schema<T: Data>() -> Schema {
    // As a consumer reads it: what was added later is not required, since older events lack it.
    let settings = SchemaSettings::draft2020_12().for_deserialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    schema["$id"] = json!(T::TOPIC.data_schema());
    Schema {
        path: format!("{}/v1.json", T::TOPIC.schema()),
        schema,
    }
}

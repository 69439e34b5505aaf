//! The envelope: CloudEvents 1.0, structured JSON mode.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An event in its envelope (CloudEvents 1.0 section 3.1, JSON format section 3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CloudEvent<T> {
    /// Always `1.0`.
    pub specversion: String,
    /// The event's id, equal to `data.event_id`: by it a consumer drops doubles.
    pub id: Uuid,
    /// Who made the change.
    pub source: String,
    /// What happened, as `task.created`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The task's id.
    pub subject: Uuid,
    /// When it happened (RFC 3339, UTC).
    pub time: String,
    /// The schema of `data`.
    pub dataschema: String,
    /// Always `application/json`.
    pub datacontenttype: String,
    /// The user's id (CloudEvents partitioning extension): one user's events keep their order.
    pub partitionkey: Uuid,
    /// The W3C trace context of the request that caused the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<String>,
    /// What this contract is about.
    pub data: T,
}

/// An event that can never be read, however often it is delivered.
#[derive(Debug, thiserror::Error)]
pub enum Malformed {
    /// It is not JSON, or lacks what the contract promises.
    #[error("malformed event: {0}")]
    Json(#[from] serde_json::Error),
    /// It speaks another version of CloudEvents.
    #[error("unknown specversion {0:?}, expected \"1.0\"")]
    Version(String),
    /// Its data follow a schema that this consumer does not know.
    #[error("unknown dataschema {0:?}")]
    Schema(String),
}

impl<T: DeserializeOwned> CloudEvent<T> {
    /// Reads an event whose data follow a version of the schema that `T` knows.
    ///
    /// # Errors
    /// What is wrong with it; delivering it again would not help.
    pub fn parse(json: &str) -> Result<Self, Malformed>
    where
        T: crate::schemas::Data,
    {
        let event: Self = serde_json::from_str(json)?;
        if event.specversion != "1.0" {
            return Err(Malformed::Version(event.specversion));
        }
        let name = format!("/{}/v1.json", T::TOPIC.schema());
        if event.dataschema.ends_with(&name) {
            Ok(event)
        } else {
            Err(Malformed::Schema(event.dataschema))
        }
    }
}

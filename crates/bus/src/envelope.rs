//! What of an event the bus itself reads.

use std::borrow::Cow;

use rondo_contract::Topic;
use rondo_domain::{EventId, UserId};
use serde::Deserialize;
use uuid::Uuid;

use crate::Delivery;

#[derive(Deserialize)]
struct Traced<'a> {
    #[serde(borrow)]
    traceparent: Option<Cow<'a, str>>,
}

/// The trace context that an event carries.
pub(crate) fn traceparent(payload: &str) -> Option<String> {
    let traced: Traced<'_> = serde_json::from_str(payload).ok()?;
    traced.traceparent.map(Cow::into_owned)
}

#[derive(Deserialize)]
struct Envelope {
    id: Uuid,
    #[serde(rename = "type")]
    kind: String,
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    user_id: Uuid,
    /// Ours has one; somebody else's event need not.
    #[serde(default)]
    user_sequence: i64,
}

/// The event as a handler gets it.
///
/// # Errors
/// What is wrong with it, for ever.
pub(crate) fn delivery(payload: &str, topic: Topic) -> Result<Delivery, String> {
    let envelope: Envelope = serde_json::from_str(payload).map_err(|error| format!("malformed event: {error}"))?;
    Ok(Delivery {
        id: EventId::from(envelope.id),
        user: UserId::from(envelope.data.user_id),
        sequence: envelope.data.user_sequence,
        topic,
        kind: envelope.kind,
        payload: payload.to_owned(),
        attempt: 1,
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Scrap {
    id: Option<Uuid>,
}

/// An id for whatever came: its own, or one that follows from its bytes, so that copies have the same.
pub(crate) fn id_of(payload: &[u8]) -> Uuid {
    let scrap: Scrap = serde_json::from_slice(payload).unwrap_or_default();
    scrap.id.unwrap_or_else(|| Uuid::new_v5(&Uuid::NAMESPACE_OID, payload))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lacks_a_user_is_malformed_and_still_has_an_id() {
        let without_user = r#"{"id":"00000000-0000-0000-0000-000000000001","type":"task.completed","data":{}}"#;
        let wrong = delivery(without_user, Topic::TaskEvents).unwrap_err();
        assert!(wrong.contains("missing field `user_id`"), "{wrong}");
        assert_eq!(id_of(without_user.as_bytes()), Uuid::from_u128(1));
        assert_eq!(id_of(b"not JSON"), id_of(b"not JSON"));
        assert_ne!(id_of(b"not JSON"), id_of(b"not JSON either"));
    }

    #[test]
    fn the_trace_is_found_wherever_it_stands() {
        let text = r#"{"data":{"traceparent":"inner"},"traceparent":"00-ab-cd-01"}"#;
        assert_eq!(traceparent(text).as_deref(), Some("00-ab-cd-01"));
        assert_eq!(traceparent("{}"), None);
    }
}

//! Publishing through the sidecar.
//!
//! The bytes reach the broker as they stand in the database: with `rawPayload` the sidecar wraps
//! nothing. In bulk an event travels as a *string* of type `text/plain`, whose characters the sidecar
//! takes as they are; as JSON it would go through floating point numbers and come out with its keys
//! sorted (decision 0011).

use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use futures::future::join_all;
use reqwest::StatusCode;
use reqwest::header::CONTENT_TYPE;
use rondo_contract::Topic;
use rondo_store::LogEvent;
use serde::{Deserialize, Serialize};

use super::Sidecar;
use super::sidecar::why;
use crate::envelope::traceparent;
use crate::relay::{self, Away, Verdict};

/// The largest event that is tried: a record may have 1 MiB, with its key and headers.
const LARGEST: usize = 1024 * 1024 - 4096;

/// How many calls for single events are under way at once.
const SIDE_BY_SIDE: usize = 16;

/// How much of an error's body is read into a log.
const SHOWN: usize = 300;

/// Publishes through a sidecar: many events in one call where it can do that.
#[derive(Debug)]
pub struct Publisher {
    sidecar: Sidecar,
    /// The sidecar said that it knows no bulk.
    single_only: AtomicBool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    #[serde(rename = "entryId")]
    id: String,
    event: &'a str,
    content_type: &'static str,
    metadata: Key,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Key {
    partition_key: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct BulkAnswer {
    failed_entries: Vec<FailedEntry>,
    error_code: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct FailedEntry {
    entry_id: String,
    error: String,
}

/// What came of a call in bulk.
enum Bulk {
    Verdicts(Vec<Verdict>),
    /// This call cannot be made in bulk.
    Unsuitable,
}

impl Publisher {
    /// A publisher through that sidecar.
    pub fn new(sidecar: Sidecar) -> Self {
        Self {
            sidecar,
            single_only: AtomicBool::new(false),
        }
    }

    async fn single(&self, topic: Topic, event: &LogEvent) -> Result<Verdict, Away> {
        if event.payload.len() > LARGEST {
            return Ok(too_large(event));
        }
        let path = format!(
            "/v1.0/publish/{}/{}?metadata.rawPayload=true&metadata.partitionKey={}",
            self.sidecar.pubsub(),
            topic.name(),
            event.user
        );
        let mut request = self
            .sidecar
            .post(&path)
            .header(CONTENT_TYPE, "application/cloudevents+json")
            .body(event.payload.clone());
        // So that the sidecar's own spans are part of the trace.
        if let Some(trace) = traceparent(&event.payload) {
            request = request.header("traceparent", trace);
        }
        let answer = request.send().await.map_err(|error| Away(why(&error)))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(Verdict::Published);
        }
        let said = answer.text().await.unwrap_or_default();
        if status == StatusCode::PAYLOAD_TOO_LARGE || says_too_large(&said) {
            return Ok(too_large(event));
        }
        Err(Away(answered(status, &said)))
    }

    /// One call for each event, some side by side; after one that found nobody no more are begun.
    async fn singles(&self, topic: Topic, events: &[LogEvent]) -> Result<Vec<Verdict>, Away> {
        let (mut verdicts, mut away) = (Vec::new(), None);
        for part in events.chunks(SIDE_BY_SIDE) {
            if away.is_some() {
                verdicts.extend(part.iter().map(|_| Verdict::Untried));
                continue;
            }
            for verdict in join_all(part.iter().map(|event| self.single(topic, event))).await {
                verdicts.push(verdict.unwrap_or_else(|error| {
                    let reason = error.to_string();
                    away = Some(error);
                    Verdict::Failed(reason)
                }));
            }
        }
        let any = verdicts
            .iter()
            .any(|verdict| matches!(verdict, Verdict::Published | Verdict::Refused(_)));
        match away {
            Some(away) if !any => Err(away),
            _ => Ok(verdicts),
        }
    }

    async fn bulk(&self, topic: Topic, events: &[LogEvent]) -> Result<Bulk, Away> {
        let path = format!(
            "/v1.0-alpha1/publish/bulk/{}/{}?metadata.rawPayload=true",
            self.sidecar.pubsub(),
            topic.name()
        );
        let entries: Vec<Entry<'_>> = events.iter().enumerate().map(entry).collect();
        let answer = self.sidecar.post(&path).json(&entries).send().await;
        let answer = answer.map_err(|error| Away(why(&error)))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(Bulk::Verdicts(vec![Verdict::Published; events.len()]));
        }
        let said = answer.text().await.unwrap_or_default();
        let read: BulkAnswer = serde_json::from_str(&said).unwrap_or_default();
        match status {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED if !read.error_code.starts_with("ERR_PUBSUB") => {
                tracing::info!("this sidecar cannot publish in bulk: one call an event from now on");
                self.single_only.store(true, Ordering::Relaxed);
                Ok(Bulk::Unsuitable)
            }
            // One by one it shows whose fault it is.
            StatusCode::BAD_REQUEST | StatusCode::PAYLOAD_TOO_LARGE => Ok(Bulk::Unsuitable),
            _ => partly(events, &read)
                .map(Bulk::Verdicts)
                .ok_or_else(|| Away(answered(status, &said))),
        }
    }
}

#[async_trait]
impl relay::Publisher for Publisher {
    async fn publish(&self, topic: Topic, events: &[LogEvent]) -> Result<Vec<Verdict>, Away> {
        let suits = events.len() > 1 && events.iter().all(|event| event.payload.len() <= LARGEST);
        if suits
            && !self.single_only.load(Ordering::Relaxed)
            && let Bulk::Verdicts(verdicts) = self.bulk(topic, events).await?
        {
            return Ok(verdicts);
        }
        self.singles(topic, events).await
    }
}

fn entry((index, event): (usize, &LogEvent)) -> Entry<'_> {
    Entry {
        id: index.to_string(),
        event: &event.payload,
        content_type: "text/plain",
        metadata: Key {
            partition_key: event.user.to_string(),
        },
    }
}

/// The verdicts when some of a bulk failed; `None` when all did, without a fault of their own.
fn partly(events: &[LogEvent], answer: &BulkAnswer) -> Option<Vec<Verdict>> {
    let mut verdicts = vec![Verdict::Published; events.len()];
    for failed in &answer.failed_entries {
        let index: usize = failed.entry_id.parse().ok()?;
        *verdicts.get_mut(index)? = if says_too_large(&failed.error) {
            too_large(&events[index])
        } else {
            Verdict::Failed(failed.error.clone())
        };
    }
    let any_failed = verdicts.iter().any(|verdict| *verdict != Verdict::Published);
    let all_failed = verdicts.iter().all(|verdict| matches!(verdict, Verdict::Failed(_)));
    (any_failed && !all_failed).then_some(verdicts)
}

/// By the words of the Kafka client and of the broker.
fn says_too_large(text: &str) -> bool {
    ["larger than configured", "too large"]
        .iter()
        .any(|words| text.contains(words))
}

fn too_large(event: &LogEvent) -> Verdict {
    Verdict::Refused(format!("it has {} bytes, more than the broker takes", event.payload.len()))
}

fn answered(status: StatusCode, said: &str) -> String {
    let shown: String = said.chars().take(SHOWN).collect();
    format!("the sidecar answers {status}: {shown}")
}

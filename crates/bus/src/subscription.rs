//! What a consumer is to a bus.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures::FutureExt;
use rondo_contract::{Malformed, Topic};
use rondo_domain::{EventId, UserId};
use rondo_store::Wanted;
use tokio::time::timeout;
use tracing::Instrument;

use crate::envelope::traceparent;

/// An event on its way to a consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The event's id.
    pub id: EventId,
    /// Whose.
    pub user: UserId,
    /// Its number in the user's line.
    pub sequence: i64,
    /// The topic it is on.
    pub topic: Topic,
    /// Its CloudEvents type.
    pub kind: String,
    /// The CloudEvent, as JSON.
    pub payload: String,
    /// Which try this is: 1 for the first.
    pub attempt: u32,
}

/// What came of an event that was handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It had its effect.
    Done,
    /// It had its effect before.
    Duplicate,
    /// It asks for nothing, or for nothing any more.
    NothingToDo,
}

impl Outcome {
    /// The word for it in logs and metrics.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Duplicate => "duplicate",
            Self::NothingToDo => "nothing_to_do",
        }
    }
}

/// Why an event was not handled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// Trying again can help.
    #[error("{0}")]
    Transient(String),
    /// Trying again cannot help: the event goes to the dead letters.
    #[error("{0}")]
    Permanent(String),
}

impl From<rondo_store::Error> for Failure {
    fn from(error: rondo_store::Error) -> Self {
        use rondo_store::Error::{Corrupt, NewerSchema};
        match error {
            Corrupt(_) | NewerSchema { .. } => Self::Permanent(error.to_string()),
            _ => Self::Transient(error.to_string()),
        }
    }
}

impl From<Malformed> for Failure {
    fn from(error: Malformed) -> Self {
        Self::Permanent(error.to_string())
    }
}

/// Whoever has the effect of events.
///
/// The same event may come more than once, and another one may have been handled meanwhile: the rows
/// say what is to be done, the event only that something is.
#[async_trait]
pub trait Handler: Send + Sync {
    /// Has the effect of one event.
    async fn handle(&self, delivery: &Delivery) -> Result<Outcome, Failure>;
}

/// Which events a consumer wants.
#[derive(Clone)]
pub struct Subscription {
    /// Its name, for ever: its positions, inbox and dead letters are kept under it.
    pub consumer: &'static str,
    /// On which topic.
    pub topic: Topic,
    /// Of which CloudEvents types; others pass it by.
    pub kinds: &'static [&'static str],
    /// The path of the route that they come on where they come over HTTP.
    pub route: &'static str,
    /// Who handles them.
    pub handler: Arc<dyn Handler>,
}

impl Subscription {
    /// What it wants, as a consumer of the log.
    pub const fn wanted(&self) -> Wanted {
        Wanted {
            consumer: self.consumer,
            topic: Some(self.topic),
            kinds: self.kinds,
        }
    }

    /// Has an event handled, within this time. A handler that panics or takes too long has failed in a
    /// way that may pass.
    pub(crate) async fn attempt(&self, delivery: &Delivery, patience: Duration) -> Result<Outcome, Failure> {
        let span = tracing::info_span!("handle", otel.kind = "consumer", consumer = self.consumer, event = %delivery.id,
            user = %delivery.user, traceparent = traceparent(&delivery.payload));
        let handling = AssertUnwindSafe(self.handler.handle(delivery))
            .catch_unwind()
            .instrument(span);
        match timeout(patience, handling).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(Failure::Transient("the handler panicked".to_owned())),
            Err(_) => {
                let seconds = patience.as_secs_f32();
                Err(Failure::Transient(format!("the handler took more than {seconds} s")))
            }
        }
    }

    pub(crate) fn count(&self, result: &Result<Outcome, Failure>) {
        let outcome = match result {
            Ok(outcome) => outcome.word(),
            Err(Failure::Transient(_)) => "transient",
            Err(Failure::Permanent(_)) => "permanent",
        };
        metrics::counter!("rondo_events_handled_total", "consumer" => self.consumer, "outcome" => outcome).increment(1);
    }
}

impl std::fmt::Debug for Subscription {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Subscription")
            .field("consumer", &self.consumer)
            .field("topic", &self.topic)
            .field("kinds", &self.kinds)
            .finish_non_exhaustive()
    }
}

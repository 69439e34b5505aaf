//! What the relay asks of a way to the broker.

use async_trait::async_trait;
use rondo_contract::Topic;
use rondo_store::LogEvent;

/// What became of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The broker has it.
    Published,
    /// The broker may not have it, though it has others of the same call: trying again may help.
    Failed(String),
    /// It was not tried, because another one of the call showed that there is no use.
    Untried,
    /// It can never be published.
    Refused(String),
}

/// Nothing of a call is known to be published: whoever carries it, or the broker behind, is away.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Away(pub String);

/// A way to the broker.
///
/// What it acknowledges is on the broker for good. What it does not may be there too.
#[async_trait]
pub trait Publisher: Send + Sync {
    /// Publishes events on a topic, each as its bytes stand, keyed by its user: at most one a user.
    /// Returns as many verdicts, in the same order.
    async fn publish(&self, topic: Topic, events: &[LogEvent]) -> Result<Vec<Verdict>, Away>;
}

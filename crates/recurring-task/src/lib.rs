//! The recurring task service: a completed recurring task is followed by its next occurrence, once.
//!
//! It hears of completions by `task.completed` and decides by the rows, so an event that is late,
//! doubled, out of order, or older than a reopening does no harm.

mod on_completed;

use std::sync::Arc;

use async_trait::async_trait;
use rondo_bus::{Delivery, Failure, Handler, Outcome, Subscription};
use rondo_contract::{CloudEvent, TaskEvent, Topic};
use rondo_store::{Store, Wanted};

pub use on_completed::on_completed;

/// The name of this consumer.
pub const CONSUMER: &str = "recurring-task-service";

const KINDS: &[&str] = &["task.completed"];

/// What of the log is this service's business.
pub const WANTED: Wanted = Wanted {
    consumer: CONSUMER,
    topic: Some(Topic::TaskEvents),
    kinds: KINDS,
};

/// What this service wants of a bus.
pub fn subscription(store: Store) -> Subscription {
    Subscription {
        consumer: CONSUMER,
        topic: Topic::TaskEvents,
        kinds: KINDS,
        route: "/task-completed",
        handler: Arc::new(Service { store }),
    }
}

struct Service {
    store: Store,
}

#[async_trait]
impl Handler for Service {
    async fn handle(&self, delivery: &Delivery) -> Result<Outcome, Failure> {
        let event = CloudEvent::<TaskEvent>::parse(&delivery.payload)?;
        let outcome = on_completed(&self.store, &event).await?;
        tracing::debug!(event = %event.id, task = %event.subject, outcome = outcome.word(), "task.completed");
        Ok(outcome)
    }
}

//! The notification service: a reminder that has come due reaches its person.
//!
//! Each reminder event has one row in the ledger. It is claimed and committed before anything is
//! sent, and settled after. A kill in between repeats what was being sent; what is settled never
//! comes again. Whether a reminder is still wanted the rows say, not the event: none comes for a task
//! that was completed, deleted or moved meanwhile.

mod channel;
mod notice;
mod on_reminder;

use std::sync::Arc;

use async_trait::async_trait;
use rondo_bus::{Delivery, Failure, Handler, Outcome, Subscription};
use rondo_contract::{CloudEvent, ReminderEvent, Topic};
use rondo_store::{Store, Wanted};

pub use channel::{Channel, Console};
pub use notice::Notice;
pub use on_reminder::on_reminder;

/// The name of this consumer.
pub const CONSUMER: &str = "notification-service";

const KINDS: &[&str] = &["reminder.due_soon"];

/// What of the log is this service's business.
pub const WANTED: Wanted = Wanted {
    consumer: CONSUMER,
    topic: Some(Topic::Reminders),
    kinds: KINDS,
};

/// What this service wants of a bus. Reminders come on the console.
pub fn subscription(store: Store) -> Subscription {
    subscription_through(store, Arc::new(Console::stdout()))
}

/// The same, with reminders coming through that channel.
pub fn subscription_through(store: Store, channel: Arc<dyn Channel>) -> Subscription {
    Subscription {
        consumer: CONSUMER,
        topic: Topic::Reminders,
        kinds: KINDS,
        route: "/reminder",
        handler: Arc::new(Service { store, channel }),
    }
}

struct Service {
    store: Store,
    channel: Arc<dyn Channel>,
}

#[async_trait]
impl Handler for Service {
    async fn handle(&self, delivery: &Delivery) -> Result<Outcome, Failure> {
        let event = CloudEvent::<ReminderEvent>::parse(&delivery.payload)?;
        on_reminder(&self.store, self.channel.as_ref(), &event).await
    }
}

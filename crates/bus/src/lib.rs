//! Subscribing to events.
//!
//! A consumer is a [`Handler`] with the topic and the kinds of events that it wants: a
//! [`Subscription`]. Which bus brings the events is not its business. It gets each at least once, one
//! user's in their order, and says what came of it: an [`Outcome`], or a [`Failure`] that tells whether
//! trying again can help.
//!
//! The [`embedded`] bus needs nothing but the database: the events table is its log. Over a broker the
//! [`relay`] publishes what was committed, and [`dapr`] is the way there and back.
//!
//! ```no_run
//! # async fn example(store: rondo_store::Store, mine: rondo_bus::Subscription) {
//! use rondo_bus::embedded::{Bus, Options};
//! use tokio_util::sync::CancellationToken;
//!
//! let shutdown = CancellationToken::new();
//! let bus = Bus::new(store.clone(), Options::of(&store)).subscribe(mine);
//! bus.run(shutdown).await; // until `shutdown` is cancelled and what was under way is done
//! # }
//! ```

mod absence;
mod backoff;
pub mod dapr;
pub mod embedded;
mod envelope;
mod keeper;
pub mod lag;
mod redeliver;
pub mod relay;
mod subscription;
mod woken;

pub use backoff::Backoff;
pub use keeper::Keeper;
pub use redeliver::redeliver;
pub use subscription::{Delivery, Failure, Handler, Outcome, Subscription};

use rondo_store::{Error, Store, Wanted};

/// Whether none of these consumers has anything before it, wherever its events come from. What waits
/// to be tried again is before it.
pub async fn idle(store: &Store, consumers: &[Wanted]) -> Result<bool, Error> {
    store.log().is_at_rest(consumers).await
}

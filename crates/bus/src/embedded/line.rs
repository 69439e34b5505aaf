//! One consumer in one user's line: an event, what came of it, the next.

use std::time::Duration;

use rondo_domain::{Timestamp, UserId};
use rondo_store::{Behind, Clock, DeadLetter, Error, Lease, LogEvent, Store};

use super::Options;
use crate::{Delivery, Failure, Outcome, Subscription};

/// After so many events of one user others get their turn.
const TURN: usize = 32;

/// Where a turn in a user's line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// At the head of the line.
    Head,
    /// Before its head: others first.
    More,
    /// At an event that is to be tried again then.
    Waits(Timestamp),
    /// Without a lease that lasts long enough: whoever holds the slot goes on.
    NoLease,
}

/// What a consumer needs to go along a line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) store: Store,
    pub(super) options: Options,
    pub(super) subscription: Subscription,
}

impl Line {
    /// Goes along a user's line for a turn. `lease` is asked anew for every event.
    ///
    /// # Errors
    /// What the database says when it cannot tell or note where the consumer is; nothing counts as a
    /// try then.
    pub(super) async fn turn(&self, user: UserId, lease: impl Fn(UserId, Duration) -> Option<Lease>) -> Result<Turn, Error> {
        let log = self.store.log();
        let Subscription {
            consumer, topic, kinds, ..
        } = self.subscription;
        for _ in 0..TURN {
            let place = log.position(consumer, user).await?;
            if place.done >= place.last {
                return Ok(Turn::Head);
            }
            if let Some(at) = place.next_try.filter(|at| *at > Clock::machine()) {
                return Ok(Turn::Waits(at));
            }
            let Some(lease) = lease(user, self.options.handler_timeout) else {
                return Ok(Turn::NoLease);
            };
            let moved = match log.next(user, place.done, topic, kinds).await? {
                // Read after the head was: up to there is nothing for this consumer.
                None => log.advance(consumer, &place, place.last, &lease).await?,
                Some(event) => self.deliver(event, &place, &lease).await?,
            };
            if !moved {
                return Ok(Turn::NoLease);
            }
        }
        Ok(Turn::More)
    }

    /// Has the event handled and notes what came of it. `false` when that is somebody else's now.
    async fn deliver(&self, event: LogEvent, place: &Behind, lease: &Lease) -> Result<bool, Error> {
        let sequence = event.sequence;
        let delivery = delivery(event, place.attempts.saturating_add(1));
        let result = self.handle(&delivery).await;
        self.subscription.count(&result);
        let log = self.store.log();
        match result {
            Ok(_) => log.advance(self.subscription.consumer, place, sequence, lease).await,
            Err(Failure::Transient(reason)) if delivery.attempt < self.options.tries => {
                self.postpone(&delivery, &reason, place, lease).await
            }
            Err(Failure::Transient(reason) | Failure::Permanent(reason)) => self.bury(delivery, reason, place, lease).await,
        }
    }

    async fn handle(&self, delivery: &Delivery) -> Result<Outcome, Failure> {
        self.subscription.attempt(delivery, self.options.handler_timeout).await
    }

    async fn postpone(&self, delivery: &Delivery, reason: &str, place: &Behind, lease: &Lease) -> Result<bool, Error> {
        let consumer = self.subscription.consumer;
        let delay = self.options.backoff.delay(delivery.attempt);
        let at = Clock::machine().plus_micros(i64::try_from(delay.as_micros()).unwrap_or(i64::MAX));
        tracing::warn!(consumer, event = %delivery.id, user = %delivery.user, attempt = delivery.attempt, reason,
            next_try = %at, "an event could not be handled and is tried again");
        self.store.log().postpone(consumer, place, at, lease).await
    }

    async fn bury(&self, delivery: Delivery, reason: String, place: &Behind, lease: &Lease) -> Result<bool, Error> {
        let consumer = self.subscription.consumer;
        let (event, user, attempts) = (delivery.id, delivery.user, delivery.attempt);
        let letter = DeadLetter {
            consumer: consumer.to_owned(),
            event: event.uuid(),
            user: Some(user),
            topic: delivery.topic.name().to_owned(),
            reason: reason.clone(),
            attempts,
            payload: delivery.payload,
            at: Clock::machine(),
        };
        let moved = self.store.log().bury(letter, place, delivery.sequence, lease).await?;
        if moved {
            tracing::error!(consumer, %event, %user, attempts, reason, "an event went to the dead letters");
            metrics::counter!("rondo_dead_letters_total", "consumer" => consumer).increment(1);
        }
        Ok(moved)
    }
}

fn delivery(event: LogEvent, attempt: u32) -> Delivery {
    Delivery {
        id: event.id,
        user: event.user,
        sequence: event.sequence,
        topic: event.topic,
        kind: event.kind,
        payload: event.payload,
        attempt,
    }
}

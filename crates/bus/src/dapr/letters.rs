//! What cannot be handled, and what the sidecar gave up.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use rondo_store::{Clock, DeadLetter, Error};
use uuid::Uuid;

use super::subscriber::{Answer, Status, Subscriber, again, stranger};
use crate::envelope::{delivery, id_of};
use crate::{Delivery, Subscription};

/// The topic of a consumer's dead letters.
pub fn dead_letter_topic(subscription: &Subscription) -> String {
    format!("{}-dlq-{}", subscription.topic.name(), subscription.consumer)
}

/// How often events failed here of late, for the dead letters that they may become.
#[derive(Debug, Default)]
pub(super) struct Tries(Mutex<VecDeque<(Uuid, u32)>>);

impl Tries {
    /// How many are remembered.
    const MOST: usize = 256;

    /// One more; answers how many there were.
    pub(super) fn count(&self, event: Uuid) -> u32 {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = all
            .iter()
            .position(|(of, _)| *of == event)
            .and_then(|place| all.remove(place));
        let tries = before.map_or(1, |(_, tries)| tries.saturating_add(1));
        if all.len() == Self::MOST {
            all.pop_front();
        }
        all.push_back((event, tries));
        tries
    }
}

impl Subscriber {
    /// Keeps what can never be handled, with the reason, and lets the sidecar put its copy on the
    /// dead-letter topic.
    pub(super) async fn bury(
        &self,
        subscription: &Subscription,
        delivery: Option<&Delivery>,
        body: &[u8],
        reason: &str,
    ) -> Status {
        match self.keep(subscription, delivery, body, reason).await {
            Ok(()) => Status::Drop,
            Err(error) => again(subscription, &error),
        }
    }

    async fn keep(
        &self,
        subscription: &Subscription,
        delivery: Option<&Delivery>,
        body: &[u8],
        reason: &str,
    ) -> Result<(), Error> {
        let (consumer, id) = (subscription.consumer, id_of(body));
        let letter = DeadLetter {
            consumer: consumer.to_owned(),
            event: id,
            user: delivery.map(|delivery| delivery.user),
            topic: subscription.topic.name().to_owned(),
            reason: reason.to_owned(),
            attempts: self.tries.count(id),
            // A text column takes no zero character.
            payload: String::from_utf8_lossy(body).replace('\0', "\u{fffd}"),
            at: Clock::machine(),
        };
        let log = self.store.log();
        if log.keep_dead_letter(letter).await? {
            tracing::error!(consumer, event = %id, reason, "an event went to the dead letters");
            metrics::counter!("rondo_dead_letters_total", "consumer" => consumer).increment(1);
        }
        match delivery {
            Some(delivery) => log.record(consumer, delivery.user, delivery.sequence).await,
            None => Ok(()),
        }
    }

    /// Takes what the sidecar gave up, unless it is kept already. It failed in a way that may pass, such as
    /// a database that was away for longer than all tries took: it gets one more before it is kept.
    async fn take_back(&self, subscription: &Subscription, body: &[u8]) -> Result<Status, Error> {
        let delivery = match delivery(&String::from_utf8_lossy(body), subscription.topic) {
            Ok(delivery) => delivery,
            Err(reason) => return self.give_up(subscription, None, body, &reason).await,
        };
        let log = self.store.log();
        let kept = log.dead_letters_of(delivery.id.uuid(), Some(subscription.consumer)).await?;
        if !kept.is_empty() {
            return Ok(Status::Success);
        }
        let result = self.handle(subscription, &delivery).await;
        subscription.count(&result);
        match result {
            Ok(_) => Ok(self.record(subscription, &delivery).await),
            Err(failure) => self.give_up(subscription, Some(&delivery), body, &failure.to_string()).await,
        }
    }

    async fn give_up(
        &self,
        subscription: &Subscription,
        delivery: Option<&Delivery>,
        body: &[u8],
        reason: &str,
    ) -> Result<Status, Error> {
        self.keep(subscription, delivery, body, reason).await?;
        Ok(Status::Success)
    }

    /// Whose dead letter it is: by the topic that it came on, else by what it is.
    fn owner(&self, headers: &HeaderMap, body: &[u8]) -> Option<&Subscription> {
        let topic = headers.get("__topic").and_then(|value| value.to_str().ok());
        let kind = |subscription: &&Subscription| {
            delivery(&String::from_utf8_lossy(body), subscription.topic)
                .is_ok_and(|delivery| subscription.kinds.contains(&delivery.kind.as_str()))
        };
        let mut all = self.subscriptions.iter();
        all.clone()
            .find(|subscription| topic == Some(dead_letter_topic(subscription).as_str()))
            .or_else(|| all.clone().find(kind))
            .or_else(|| all.next())
    }
}

/// `POST /dead-letter`: what the sidecar gave up is handled after all, or kept in the database until
/// somebody looks.
pub(super) async fn dead_letter(State(this): State<Arc<Subscriber>>, headers: HeaderMap, body: Bytes) -> Answer {
    if !this.knows(&headers) {
        return stranger();
    }
    let Some(subscription) = this.owner(&headers, &body) else {
        return Status::Success.answer();
    };
    let taken = this.take_back(subscription, &body).await;
    taken.unwrap_or_else(|error| again(subscription, &error)).answer()
}

//! The consumers that there are, for commands that bring them something by hand.

use std::sync::Arc;

use anyhow::{Context, bail};
use rondo_bus::dapr::Publisher;
use rondo_bus::relay::{Publisher as _, Verdict};
use rondo_bus::{Subscription, redeliver};
use rondo_store::{LogEvent, RELAY, Store, TestTime, Use};

use crate::roles::sidecar;
use crate::settings::Settings;

/// Opens the database beside whoever serves. A tool takes the clock that the database has.
pub(crate) async fn open(settings: &Settings) -> anyhow::Result<Store> {
    let options = settings.store(Use::Tool);
    match Store::open(&options).await {
        Err(rondo_store::Error::TestClock(_)) => {
            let test_time = Some(TestTime::Resume);
            Ok(Store::open(&rondo_store::Options { test_time, ..options }).await?)
        }
        opened => Ok(opened?),
    }
}

/// Whoever can be brought something by hand.
pub(crate) struct Consumers {
    subscriptions: Vec<Subscription>,
    publisher: Arc<Publisher>,
}

impl Consumers {
    pub(crate) fn of(settings: &Settings, store: &Store) -> anyhow::Result<Self> {
        let sidecar = sidecar::from_env(sidecar::OF_RELAY, &settings.pubsub)?;
        Ok(Self {
            subscriptions: vec![
                rondo_recurring_task::subscription(store.clone()),
                rondo_notification::subscription(store.clone()),
            ],
            publisher: Arc::new(Publisher::new(sidecar)),
        })
    }

    /// Has a consumer handle an event; says in a word what came of it.
    pub(crate) async fn handle(&self, consumer: &str, payload: &str) -> anyhow::Result<&'static str> {
        let Some(subscription) = self.subscriptions.iter().find(|each| each.consumer == consumer) else {
            let names: Vec<&str> = self.subscriptions.iter().map(|each| each.consumer).collect();
            bail!("there is no consumer {consumer:?}; there are {}", names.join(", "));
        };
        Ok(redeliver(subscription, payload).await?.word())
    }

    /// Publishes an event, again perhaps.
    pub(crate) async fn publish(&self, event: LogEvent) -> anyhow::Result<()> {
        let verdicts = self.publisher.publish(event.topic, &[event]).await;
        match verdicts.context("nothing can be published")?.pop() {
            Some(Verdict::Published) => Ok(()),
            Some(Verdict::Failed(reason) | Verdict::Refused(reason)) => bail!("it could not be published: {reason}"),
            Some(Verdict::Untried) | None => bail!("it was not published"),
        }
    }

    /// Brings a dead letter to whoever could not handle it: the relay publishes.
    pub(crate) async fn redrive(&self, store: &Store, letter: &rondo_store::DeadLetter) -> anyhow::Result<&'static str> {
        if letter.consumer != RELAY {
            return self.handle(&letter.consumer, &letter.payload).await;
        }
        let event = store.log().event(letter.event.into()).await?;
        self.publish(event.context("the event is no longer kept")?).await?;
        Ok("published")
    }
}

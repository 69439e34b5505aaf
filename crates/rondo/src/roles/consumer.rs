//! `rondo recurring-task` and `rondo notification`: consumers whose events their sidecars bring.

use anyhow::bail;
use rondo_bus::Subscription;
use rondo_bus::dapr::{Options, Subscriber, Watchdog};
use rondo_store::Store;

use super::{announce, probes, sidecar};
use crate::process::Process;
use crate::settings::Settings;

/// A consumer as a role.
pub(crate) struct Consumer {
    pub(crate) name: &'static str,
    /// Its name in traces.
    pub(crate) service: &'static str,
    pub(crate) port: u16,
    pub(crate) sidecar: u16,
    subscription: fn(Store) -> Subscription,
}

/// The recurring task service.
pub(crate) const RECURRING_TASK: Consumer = Consumer {
    name: "recurring-task",
    service: rondo_recurring_task::CONSUMER,
    port: 8001,
    sidecar: 3501,
    subscription: rondo_recurring_task::subscription,
};

/// The notification service.
pub(crate) const NOTIFICATION: Consumer = Consumer {
    name: "notification",
    service: rondo_notification::CONSUMER,
    port: 8002,
    sidecar: 3502,
    subscription: rondo_notification::subscription,
};

/// Handles what its sidecar brings until it is asked to end.
pub(crate) async fn run(settings: Settings, consumer: &Consumer) -> anyhow::Result<()> {
    let sidecar = sidecar::from_env(consumer.sidecar, &settings.pubsub)?;
    let token = sidecar::token("APP_API_TOKEN");
    if token.is_none() && !settings.listen.ip().is_loopback() {
        bail!(
            "{} is not on this machine alone, and anybody could bring events: set APP_API_TOKEN to a secret, here and for the sidecar, or listen on 127.0.0.1",
            settings.listen
        );
    }
    let process = Process::begin(settings, consumer.service).await?;
    let (store, lifecycle) = (&process.store, &process.lifecycle);
    let options = Options {
        pubsub: process.settings.pubsub.clone(),
        token,
        ..Options::default()
    };
    let subscription = (consumer.subscription)(store.clone());
    let wanted = subscription.wanted();
    let subscriber = Subscriber::new(store.clone(), options, lifecycle.draining.clone()).subscribe(subscription);
    let watchdog = Watchdog::new(store.clone(), sidecar.clone(), wanted, subscriber.arrivals());
    let report = watchdog.report();
    process.work.spawn(watchdog.run(lifecycle.stopping.clone()));
    let health = sidecar::watched(sidecar, lifecycle.stopping.clone());
    announce(consumer.name, process.address()?);
    let router = probes::router(&process, Some(health), Some(report)).merge(subscriber.router());
    process.serve(router).await
}

//! `rondo relay`: publishes for everybody.

use std::sync::Arc;

use rondo_bus::dapr::Publisher;
use rondo_bus::lag;
use rondo_bus::relay::{Options, Relay};
use rondo_store::{RELAY, Wanted};

use super::{announce, probes, sidecar};
use crate::housekeeping::Housekeeping;
use crate::process::Process;
use crate::settings::Settings;

/// Publishes until it is asked to end.
pub(crate) async fn run(settings: Settings) -> anyhow::Result<()> {
    let sidecar = sidecar::from_env(sidecar::OF_RELAY, &settings.pubsub)?;
    let process = Process::begin(settings, "relay").await?;
    let (store, stopping) = (&process.store, &process.lifecycle.stopping);
    let publisher = Arc::new(Publisher::new(sidecar.clone()));
    let relay = Relay::new(store.clone(), publisher, Options::of(store));
    process.work.spawn(relay.run(stopping.clone()));
    let housekeeping = Housekeeping {
        store: store.clone(),
        event_retention: process.settings.event_retention,
        readers: &[RELAY, rondo_recurring_task::CONSUMER, rondo_notification::CONSUMER],
    };
    process.work.spawn(housekeeping.run(stopping.clone()));
    let report = lag::watched(store.clone(), Wanted::RELAY, stopping.clone());
    let health = sidecar::watched(sidecar, stopping.clone());
    announce("relay", process.address()?);
    let router = probes::router(&process, Some(health), Some(report));
    process.serve(router).await
}

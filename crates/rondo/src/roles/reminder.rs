//! `rondo reminder`: the scheduler. It only writes to the outbox, so it needs no sidecar.

use super::{announce, probes};
use crate::process::Process;
use crate::settings::Settings;

/// Fires reminders until it is asked to end.
pub(crate) async fn run(settings: Settings) -> anyhow::Result<()> {
    let process = Process::begin(settings, "reminder-scheduler").await?;
    let scheduler = rondo_reminder::Scheduler::new(process.store.clone());
    process.work.spawn(scheduler.run(process.lifecycle.stopping.clone()));
    announce("reminder", process.address()?);
    let router = probes::router(&process, None, None);
    process.serve(router).await
}

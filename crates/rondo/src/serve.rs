//! `rondo serve`: every role in one process.

use std::net::SocketAddr;

use rondo_bus::embedded::{Bus, Options};
use rondo_chat_api::Api;
use rondo_store::Wanted;

use crate::housekeeping::Housekeeping;
use crate::output::say;
use crate::process::Process;
use crate::settings::Settings;

/// Everybody who must have come to rest before the test clock answers.
const CONSUMERS: &[Wanted] = &[rondo_recurring_task::WANTED, rondo_notification::WANTED];

/// Serves until it is asked to end.
pub(crate) async fn run(settings: Settings) -> anyhow::Result<()> {
    let process = Process::begin(settings, "rondo").await?;
    let api = Api {
        app: process.app()?,
        work: process.work.clone(),
        draining: process.lifecycle.draining.clone(),
        consumers: CONSUMERS,
        metrics: process.metrics(),
    };
    start_roles(&process);
    announce(process.address()?, &process.settings.database_url);
    let routes = process.routes(api);
    process.serve(routes).await
}

fn start_roles(process: &Process) {
    let (store, stopping) = (&process.store, &process.lifecycle.stopping);
    let bus = Bus::new(store.clone(), Options::of(store))
        .subscribe(rondo_recurring_task::subscription(store.clone()))
        .subscribe(rondo_notification::subscription(store.clone()));
    process.work.spawn(bus.run(stopping.clone()));
    let scheduler = rondo_reminder::Scheduler::new(store.clone());
    process.work.spawn(scheduler.run(stopping.clone()));
    let housekeeping = Housekeeping {
        store: store.clone(),
        event_retention: process.settings.event_retention,
        readers: &[rondo_recurring_task::CONSUMER, rondo_notification::CONSUMER],
    };
    process.work.spawn(housekeeping.run(stopping.clone()));
}

/// Says where it is and what to do next: the first line is for programs, too.
fn announce(address: SocketAddr, database_url: &str) {
    let tasks = database_url.strip_prefix("sqlite://");
    let tasks = tasks.map(|path| format!("\n  Your tasks are in {path}")).unwrap_or_default();
    // It serves whether anybody reads this or not.
    let _ = say(format!(
        r#"Rondo is ready at http://{address}{tasks}
  Try it in the browser: http://{address}/api/docs
  Or make an account:    curl http://{address}/api/auth/register --json '{{"email": "ann@example.org", "password": "correct horse"}}'
  Stop it with Ctrl-C."#
    ));
}

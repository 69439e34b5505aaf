//! `rondo serve`: every role in one process.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context, bail};
use axum::Router;
use rondo_application::App;
use rondo_bus::embedded::{Bus, Options};
use rondo_chat_api::Api;
use rondo_store::{Clock, Store, Use};
use rondo_telemetry::Telemetry;
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

use crate::housekeeping;
use crate::lifecycle::{DRAIN, Lifecycle};
use crate::settings::Settings;

/// Everybody who must have come to rest before the test clock answers.
const CONSUMERS: &[rondo_store::Wanted] = &[rondo_recurring_task::WANTED, rondo_notification::WANTED];

/// Serves until it is asked to end.
pub(crate) async fn run(settings: Settings) -> anyhow::Result<()> {
    let telemetry = rondo_telemetry::init(rondo_telemetry::Options::from_env())?;
    if settings.test_time.is_some() && !settings.listen.ip().is_loopback() {
        bail!("--test-clock is only for tests on this machine: listen on 127.0.0.1");
    }
    let listener = listen(settings.listen).await?;
    let store = Store::open(&settings.store(Use::Serve)).await?;
    if store.clock() == Clock::Stored {
        tracing::warn!(now = %store.now().await?, "this database has a clock of its own, to test with: it stands until it is moved");
    }
    let lifecycle = Lifecycle::default();
    let api = Api {
        app: App::new(store.clone(), settings.sign_up),
        draining: lifecycle.draining.clone(),
        consumers: CONSUMERS,
        metrics: metrics(telemetry),
    };
    let roles = TaskTracker::new();
    start_roles(&roles, &store, &lifecycle);
    announce(listener.local_addr()?, &settings.database_url);
    let serving = tokio::spawn(http(listener, rondo_chat_api::router(api), lifecycle.clone()));
    lifecycle.run().await?;
    roles.close();
    let drained = async {
        roles.wait().await;
        serving.await.context("the HTTP server panicked")?
    };
    let Ok(outcome) = tokio::time::timeout(DRAIN, drained).await else {
        tracing::warn!("ended with work under way; it goes on where it was at the next start");
        return Ok(());
    };
    outcome
}

fn metrics(telemetry: Telemetry) -> Arc<dyn Fn() -> String + Send + Sync> {
    Arc::new(move || telemetry.metrics())
}

async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}; end the program that does, or choose another port with --listen (port 0 is any free one)")
    })
}

fn start_roles(roles: &TaskTracker, store: &Store, lifecycle: &Lifecycle) {
    let bus = Bus::new(store.clone(), Options::of(store))
        .subscribe(rondo_recurring_task::subscription(store.clone()))
        .subscribe(rondo_notification::subscription(store.clone()));
    roles.spawn(bus.run(lifecycle.stopping.clone()));
    roles.spawn(rondo_reminder::Scheduler::new(store.clone()).run(lifecycle.stopping.clone()));
    roles.spawn(housekeeping::run(store.clone(), lifecycle.stopping.clone()));
}

async fn http(listener: TcpListener, router: Router, lifecycle: Lifecycle) -> anyhow::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let stopping = async move { lifecycle.stopping.cancelled().await };
    axum::serve(listener, service)
        .with_graceful_shutdown(stopping)
        .await
        .context("the HTTP server failed")
}

/// Says where it is and what to do next: the first line is for programs, too.
fn announce(address: SocketAddr, database_url: &str) {
    println!("Rondo is ready at http://{address}");
    if let Some(path) = database_url.strip_prefix("sqlite://") {
        println!("  Your tasks are in {path}");
    }
    println!("  Try it in the browser: http://{address}/api/docs");
    println!(
        "  Or make an account:    curl http://{address}/api/auth/register --json '{{\"email\": \"ann@example.org\", \"password\": \"correct horse\"}}'"
    );
    println!("  Stop it with Ctrl-C.");
}

//! What every serving process is: a database, a listener, work in the background, an end in two
//! stages.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context, bail};
use axum::Router;
use rondo_application::domain::Actor;
use rondo_chat_api::Api;
use rondo_store::{Clock, Store, Use};
use rondo_telemetry::Telemetry;
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

use crate::lifecycle::{DRAIN, Lifecycle};
use crate::settings::Settings;

/// A process that is about to serve.
pub(crate) struct Process {
    pub(crate) settings: Settings,
    pub(crate) store: Store,
    pub(crate) lifecycle: Lifecycle,
    /// What runs beside the requests, and is waited for at the end.
    pub(crate) work: TaskTracker,
    telemetry: Telemetry,
    listener: TcpListener,
}

impl Process {
    /// `service` is its name in traces. Listens, so that a second one on the same port is told at once, and opens the database.
    pub(crate) async fn begin(settings: Settings, service: &'static str) -> anyhow::Result<Self> {
        let telemetry = rondo_telemetry::init(rondo_telemetry::Options::from_env().service(service))?;
        if settings.test_time.is_some() && !settings.listen.ip().is_loopback() {
            bail!("--test-clock is only for tests on this machine: listen on 127.0.0.1");
        }
        let listener = listen(settings.listen).await?;
        let store = Store::open(&settings.store(Use::Serve)).await?;
        if store.clock() == Clock::Stored {
            tracing::warn!(now = %store.now().await?, "this database has a clock of its own, to test with: it stands until it is moved");
        }
        Ok(Self {
            settings,
            store,
            lifecycle: Lifecycle::default(),
            work: TaskTracker::new(),
            telemetry,
            listener,
        })
    }

    /// The metrics, whenever somebody asks.
    pub(crate) fn metrics(&self) -> Arc<dyn Fn() -> String + Send + Sync> {
        let telemetry = self.telemetry.clone();
        Arc::new(move || telemetry.metrics())
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> anyhow::Result<SocketAddr> {
        Ok(self.listener.local_addr()?)
    }

    /// Everything that an API answers: REST, and MCP behind the same tokens.
    pub(crate) fn routes(&self, api: Api) -> Router {
        let options = rondo_mcp::Options {
            allowed_hosts: self.settings.allowed_hosts.clone(),
            stopping: self.lifecycle.stopping.clone(),
        };
        let mcp = rondo_mcp::router(api.app.clone(), options);
        let mcp = rondo_chat_api::behind_token(mcp, api.app.clone(), Actor::Mcp);
        rondo_chat_api::router(api, mcp)
    }

    /// Serves until it is asked to end, and drains.
    pub(crate) async fn serve(self, router: Router) -> anyhow::Result<()> {
        let serving = tokio::spawn(http(self.listener, router, self.lifecycle.clone()));
        self.lifecycle.run(self.settings.serve_on).await?;
        self.work.close();
        let drained = async {
            self.work.wait().await;
            serving.await.context("the HTTP server panicked")?
        };
        let outcome = tokio::time::timeout(DRAIN, drained).await.unwrap_or_else(|_| {
            tracing::warn!("ended with work under way; it goes on where it was at the next start");
            Ok(())
        });
        let finished = tokio::task::spawn_blocking(move || self.telemetry.finish());
        finished.await.context("sending the last traces panicked")?;
        outcome
    }
}

async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}; end the program that does, or choose another port with --listen (port 0 is any free one)")
    })
}

async fn http(listener: TcpListener, router: Router, lifecycle: Lifecycle) -> anyhow::Result<()> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let stopping = async move { lifecycle.stopping.cancelled().await };
    axum::serve(listener, service)
        .with_graceful_shutdown(stopping)
        .await
        .context("the HTTP server failed")
}

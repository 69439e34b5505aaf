//! How a process ends: first it says that it is not ready, serves on while others notice, then drains.

use std::time::Duration;

use tokio::signal;
use tokio_util::sync::CancellationToken;

/// How long what is under way may take after that.
pub(crate) const DRAIN: Duration = Duration::from_secs(10);

/// The two stages of an end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lifecycle {
    /// Not ready any more, but everything still works.
    pub(crate) draining: CancellationToken,
    /// Nothing new is begun.
    pub(crate) stopping: CancellationToken,
}

enum Asked {
    /// By a supervisor: others have to notice first.
    Terminate,
    /// By a person at the keyboard, who wants it to end.
    Interrupt,
}

impl Lifecycle {
    /// Waits for a signal and goes through the stages; it serves on for
    /// so long in the first. A second signal ends the process at once.
    pub(crate) async fn run(&self, serve_on: Duration) -> anyhow::Result<()> {
        let mut terminate = signal::unix::signal(signal::unix::SignalKind::terminate())?;
        let mut interrupt = signal::unix::signal(signal::unix::SignalKind::interrupt())?;
        let asked = tokio::select! {
            _ = terminate.recv() => Asked::Terminate,
            _ = interrupt.recv() => Asked::Interrupt,
        };
        self.draining.cancel();
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {},
                _ = interrupt.recv() => {},
            }
            std::process::exit(130);
        });
        if matches!(asked, Asked::Terminate) {
            tracing::info!(seconds = serve_on.as_secs(), "asked to end: not ready any more, serving on");
            tokio::time::sleep(serve_on).await;
        }
        tracing::info!("ending: finishing what is under way");
        self.stopping.cancel();
        Ok(())
    }
}

//! A consumer that looks after its own subscription.
//!
//! A sidecar can lose a subscription and say nothing. So the consumer compares what was published with
//! what it has recorded; if published events wait while nothing at all reaches it, it has the sidecar
//! end, and whoever supervises that starts it anew.

use std::sync::Arc;
use std::time::Duration;

use rondo_domain::Timestamp;
use rondo_store::{Error, Lag, Store, Wanted};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::{Arrivals, Sidecar};
use crate::lag::{EVERY, Report, pause};

/// How many lines a look moves on over what the consumer does not want.
const SKIPPED: u64 = 10_000;

/// When to act.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How often to look.
    pub every: Duration,
    /// How long published events may wait while nothing arrives.
    pub silence: Duration,
    /// How long to leave the sidecar alone after it was told to end.
    pub between: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            every: EVERY,
            silence: Duration::from_secs(30),
            between: Duration::from_mins(3),
        }
    }
}

/// How many events had arrived, and when the oldest that waits happened. Where another process of the
/// same consumer goes on, that one changes.
type Standing = (u64, Option<Timestamp>);

/// The watchdog of a consumer.
#[derive(Debug)]
pub struct Watchdog {
    store: Store,
    sidecar: Sidecar,
    wanted: Wanted,
    arrivals: Arc<Arrivals>,
    patience: Patience,
    report: Report,
    /// Since when the same published event waits, and nothing arrives here.
    silent: Option<(Instant, Standing)>,
    told: Option<Instant>,
}

impl Watchdog {
    /// Watches over that consumer.
    pub fn new(store: Store, sidecar: Sidecar, wanted: Wanted, arrivals: Arc<Arrivals>) -> Self {
        Self {
            store,
            sidecar,
            arrivals,
            patience: Patience::default(),
            report: Report::new(wanted.consumer),
            wanted,
            silent: None,
            told: None,
        }
    }

    /// With other times.
    #[must_use]
    pub fn patient(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// What it measures.
    pub fn report(&self) -> Report {
        self.report.clone()
    }

    /// Watches until `shutdown` is cancelled.
    pub async fn run(mut self, shutdown: CancellationToken) {
        loop {
            let begun = Instant::now();
            if let Err(error) = self.look().await {
                tracing::debug!(%error, "what is before this consumer cannot be looked at");
            }
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = sleep(pause(self.patience.every, begun.elapsed())) => {}
            }
        }
    }

    async fn look(&mut self) -> Result<(), Error> {
        let log = self.store.log();
        log.skip_unwanted(&self.wanted, SKIPPED).await?;
        self.report.measure(&self.store, &self.wanted).await?;
        if !self.is_too_silent().await? {
            return Ok(());
        }
        // Perhaps only the marks are missing.
        log.skip_handled(&self.wanted, SKIPPED).await?;
        let waiting = log.undelivered(&self.wanted).await?.waiting;
        if waiting > 0 {
            self.wake_the_sidecar(waiting).await;
        }
        self.silent = None;
        Ok(())
    }

    /// Whether a published event has waited for so long while nothing arrived.
    async fn is_too_silent(&mut self) -> Result<bool, Error> {
        let Lag { waiting, oldest } = self.store.log().undelivered(&self.wanted).await?;
        metrics::gauge!("rondo_undelivered_events", "consumer" => self.wanted.consumer)
            .set(f64::from(i32::try_from(waiting).unwrap_or(i32::MAX)));
        let standing = (self.arrivals.count(), oldest);
        if waiting == 0 {
            self.silent = None;
            return Ok(false);
        }
        match self.silent {
            Some((since, before)) if before == standing => Ok(since.elapsed() >= self.patience.silence),
            _ => {
                self.silent = Some((Instant::now(), standing));
                Ok(false)
            }
        }
    }

    async fn wake_the_sidecar(&mut self, waiting: i64) {
        if self.told.is_some_and(|told| told.elapsed() < self.patience.between) {
            return;
        }
        self.told = Some(Instant::now());
        let consumer = self.wanted.consumer;
        let seconds = self.patience.silence.as_secs();
        tracing::error!(
            consumer,
            waiting,
            seconds,
            "published events wait and none arrives: the sidecar is told to end, to be started anew"
        );
        metrics::counter!("rondo_sidecar_restarts_total", "consumer" => consumer).increment(1);
        if let Err(reason) = self.sidecar.shut_down().await {
            tracing::warn!(reason, "the sidecar could not be told to end");
        }
    }
}

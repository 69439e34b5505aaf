//! How far a consumer is behind the head of the outbox, measured from time to time.

use std::sync::Arc;
use std::time::Duration;

use rondo_store::{Error, Lag, Store, Wanted};
use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

/// How often to measure.
pub(crate) const EVERY: Duration = Duration::from_secs(5);

/// The longest pause after a slow look.
const LONGEST: Duration = Duration::from_secs(30);

/// How long to leave the database alone after a look that took so long. Events that wait are counted one by
/// one, and those who work on them need the database too.
pub(crate) fn pause(every: Duration, took: Duration) -> Duration {
    every.max(LONGEST.min(took * 50))
}

/// What was measured last.
#[derive(Clone, Debug)]
pub struct Report {
    consumer: &'static str,
    measured: Arc<watch::Sender<Option<Measured>>>,
}

/// How much is before a consumer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// How many events it wants and is not done with.
    pub waiting: i64,
    /// How old the oldest of them is, in seconds by the domain's clock.
    pub oldest_seconds: f64,
}

impl Report {
    pub(crate) fn new(consumer: &'static str) -> Self {
        Self {
            consumer,
            measured: Arc::default(),
        }
    }

    /// What was measured last, if something was.
    pub fn measured(&self) -> Option<Measured> {
        *self.measured.borrow()
    }

    /// The same, to be shown.
    pub fn to_json(&self) -> Value {
        match self.measured() {
            Some(Measured { waiting, oldest_seconds }) => {
                json!({"consumer": self.consumer, "waiting": waiting, "oldest_seconds": oldest_seconds})
            }
            None => json!({"consumer": self.consumer}),
        }
    }

    /// Measures anew.
    pub(crate) async fn measure(&self, store: &Store, wanted: &Wanted) -> Result<Measured, Error> {
        let measured = measure(store, wanted).await?;
        metrics::gauge!("rondo_lag_events", "consumer" => self.consumer).set(number(measured.waiting));
        metrics::gauge!("rondo_lag_oldest_seconds", "consumer" => self.consumer).set(measured.oldest_seconds);
        self.measured.send_replace(Some(measured));
        Ok(measured)
    }
}

/// Measures how much is before a consumer now.
///
/// # Errors
/// What the database says.
pub async fn measure(store: &Store, wanted: &Wanted) -> Result<Measured, Error> {
    let lag = store.log().lag(wanted).await?;
    aged(store, lag).await
}

async fn aged(store: &Store, Lag { waiting, oldest }: Lag) -> Result<Measured, Error> {
    let oldest_seconds = match oldest {
        Some(oldest) => number(store.now().await?.micros() - oldest.micros()).max(0.0) / 1e6,
        None => 0.0,
    };
    Ok(Measured { waiting, oldest_seconds })
}

/// Has a consumer measured from time to time, until `shutdown` is cancelled.
pub fn watched(store: Store, wanted: Wanted, shutdown: CancellationToken) -> Report {
    let report = Report::new(wanted.consumer);
    let mine = report.clone();
    tokio::spawn(async move {
        loop {
            let begun = Instant::now();
            if let Err(error) = mine.measure(&store, &wanted).await {
                tracing::debug!(%error, "the lag cannot be measured");
            }
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = sleep(pause(EVERY, begun.elapsed())) => {}
            }
        }
    });
    report
}

#[expect(clippy::cast_precision_loss, reason = "a gauge need not be exact beyond 2^53")]
const fn number(whole: i64) -> f64 {
    whole as f64
}

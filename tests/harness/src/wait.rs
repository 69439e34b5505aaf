//! Waiting for a condition, never for a time.

use std::future::Future;
use std::time::{Duration, Instant};

use jiff::Timestamp;

const PAUSE: Duration = Duration::from_millis(8);

/// Asks again and again until the answer is there; panics with `what` when it takes too long.
pub async fn eventually<T, F, Fut>(what: &str, deadline: Duration, mut ask: F) -> T
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Option<T>>,
{
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask().await {
            return answer;
        }
        assert!(
            begun.elapsed() < deadline,
            "waited {:.1?} in vain until {what}",
            begun.elapsed()
        );
        tokio::time::sleep(PAUSE).await;
    }
}

/// The present instant, for servers that run by the machine's clock.
#[expect(
    clippy::disallowed_methods,
    reason = "a test stands outside the product and meets it in real time"
)]
pub fn now() -> Timestamp {
    Timestamp::now()
}

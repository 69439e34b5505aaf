//! Bringing an event to one consumer again, by hand.

use std::time::Duration;

use crate::envelope::delivery;
use crate::{Failure, Outcome, Subscription};

/// Nobody waits in line behind it.
const PATIENCE: Duration = Duration::from_secs(30);

/// Has that consumer alone handle an event. What it had the effect of before is a duplicate to it, and
/// what the rows no longer ask for has no effect: so this may be done at any time, and again.
///
/// # Errors
/// Why it was not handled.
pub async fn redeliver(subscription: &Subscription, payload: &str) -> Result<Outcome, Failure> {
    let delivery = delivery(payload, subscription.topic).map_err(Failure::Permanent)?;
    if !subscription.kinds.contains(&delivery.kind.as_str()) {
        return Ok(Outcome::NothingToDo);
    }
    subscription.attempt(&delivery, PATIENCE).await
}

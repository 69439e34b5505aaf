//! Durations that were measured.

use std::time::Duration;

/// Several measurements of the same thing, in the order of their size.
pub(crate) struct Sample(Vec<Duration>);

impl Sample {
    pub(crate) fn of(mut measured: Vec<Duration>) -> Self {
        measured.sort_unstable();
        Self(measured)
    }

    /// The least value that this share of the measurements does not exceed: 0.5 is the median.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "a position in a list of some hundreds"
    )]
    pub(crate) fn at(&self, share: f64) -> Duration {
        let last = self.0.len().saturating_sub(1);
        let position = ((self.0.len() as f64 * share).ceil() as usize).saturating_sub(1);
        self.0.get(position.min(last)).copied().unwrap_or_default()
    }
}

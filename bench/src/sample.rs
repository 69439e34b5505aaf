//! Durations that were measured, in milliseconds.

use std::time::Duration;

/// Several measurements of the same thing, in the order of their size.
#[derive(Debug)]
pub(crate) struct Sample(Vec<f64>);

impl Sample {
    pub(crate) fn of(mut milliseconds: Vec<f64>) -> Self {
        milliseconds.sort_unstable_by(f64::total_cmp);
        Self(milliseconds)
    }

    pub(crate) fn of_durations(durations: Vec<Duration>) -> Self {
        Self::of(durations.into_iter().map(|each| each.as_secs_f64() * 1e3).collect())
    }

    /// The least value that this share of the measurements does not exceed; nothing of nothing.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        clippy::cast_sign_loss,
        reason = "a position in a list of some thousands"
    )]
    pub(crate) fn at(&self, share: f64) -> f64 {
        let position = ((self.0.len() as f64 * share).ceil() as usize).saturating_sub(1);
        self.0.get(position).copied().unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::Sample;

    #[test]
    fn a_share_is_the_least_value_that_it_does_not_exceed() {
        let sample = Sample::of(vec![4.0, 1.0, 3.0, 2.0]);
        for (share, wanted) in [(0.0, 1.0), (0.5, 2.0), (0.75, 3.0), (0.76, 4.0), (1.0, 4.0)] {
            assert!(sample.at(share).total_cmp(&wanted).is_eq(), "{share}: {}", sample.at(share));
        }
        assert!(Sample::of(Vec::new()).at(0.5).is_nan());
    }
}

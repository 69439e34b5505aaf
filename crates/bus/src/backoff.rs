//! How long to wait before the next try.

use std::time::Duration;

/// A few tries at a short distance, which most failures do not outlast; then ever longer ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// Before the second try; doubles with each.
    pub first: Duration,
    /// The longest distance of the first tries.
    pub short: Duration,
    /// How many tries there are at a short distance.
    pub quick_tries: u32,
    /// The longest distance there is.
    pub longest: Duration,
}

impl Default for Backoff {
    /// 200 ms doubling to 2 s for five tries, then 4 s doubling to 5 minutes.
    fn default() -> Self {
        Self {
            first: Duration::from_millis(200),
            short: Duration::from_secs(2),
            quick_tries: 5,
            longest: Duration::from_mins(5),
        }
    }
}

impl Backoff {
    /// How long to wait after `tries` tries in vain: between half of the distance and all of it, so
    /// that many who failed together do not come back together.
    pub fn delay(&self, tries: u32) -> Duration {
        self.distance(tries).mul_f64(rand::random_range(0.5..=1.0))
    }

    fn distance(&self, tries: u32) -> Duration {
        let doubled = |from: Duration, times: u32| from.saturating_mul(2_u32.saturating_pow(times.min(20)));
        if tries < self.quick_tries {
            doubled(self.first, tries.saturating_sub(1)).min(self.short)
        } else {
            doubled(self.short, tries - self.quick_tries + 1).min(self.longest)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_quick_tries_then_ever_longer_ones() {
        let backoff = Backoff::default();
        let distances: Vec<u128> = [1, 2, 3, 4, 5, 6, 12, 99].map(|n| backoff.distance(n).as_millis()).to_vec();
        assert_eq!(distances, [200, 400, 800, 1600, 4000, 8000, 300_000, 300_000]);
    }

    #[test]
    fn the_wait_is_between_half_the_distance_and_all_of_it() {
        for tries in 1..40 {
            let delay = Backoff::default().delay(tries);
            let whole = Backoff::default().distance(tries);
            assert!(delay >= whole / 2 && delay <= whole, "{delay:?} of {whole:?}");
        }
    }
}

//! What a service measured of itself, read at its `/metrics`.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

/// A page of metrics: each line's name with its labels, and its value.
#[derive(Debug)]
pub(crate) struct Page(BTreeMap<String, f64>);

/// A histogram: how many measurements did not exceed each bound, in the order of the bounds (seconds).
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Histogram(Vec<(f64, f64)>);

impl Page {
    /// Asks the service.
    pub(crate) async fn of(service: &str) -> Result<Self> {
        let answer = reqwest::get(format!("{service}/metrics")).await?.error_for_status()?;
        Ok(Self::read(&answer.text().await?))
    }

    fn read(text: &str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let values = lines.filter_map(|line| line.rsplit_once(' '));
        Self(
            values
                .filter_map(|(name, value)| Some((name.to_owned(), value.parse().ok()?)))
                .collect(),
        )
    }

    /// A histogram without labels of its own.
    pub(crate) fn histogram(&self, name: &str) -> Result<Histogram> {
        let prefix = format!("{name}_bucket{{le=\"");
        let mut bounds = Vec::new();
        for (line, count) in self.0.range(prefix.clone()..) {
            let Some(bound) = line.strip_prefix(&prefix) else { break };
            let bound = bound.trim_end_matches("\"}").replace("+Inf", "inf");
            bounds.push((bound.parse().with_context(|| format!("the bound in {line}"))?, *count));
        }
        bounds.sort_unstable_by(|(one, _), (other, _)| f64::total_cmp(one, other));
        Ok(Histogram(bounds))
    }
}

impl Histogram {
    /// What was measured since.
    pub(crate) fn since(&self, earlier: &Self) -> Self {
        let before = |bound: f64| {
            let same = earlier.0.iter().find(|(known, _)| known.total_cmp(&bound).is_eq());
            same.map_or(0.0, |(_, count)| *count)
        };
        Self(self.0.iter().map(|(bound, count)| (*bound, count - before(*bound))).collect())
    }

    /// The value in milliseconds that this share does not exceed, as Prometheus reckons it: between two
    /// bounds in a straight line.
    pub(crate) fn milliseconds_at(&self, share: f64) -> f64 {
        let wanted = self.0.last().map_or(0.0, |(_, all)| *all) * share;
        let (mut below, mut counted) = (0.0, 0.0);
        for (bound, count) in &self.0 {
            if *count >= wanted && *count > counted {
                let within = (wanted - counted) / (count - counted);
                let bound = if bound.is_finite() { *bound } else { below };
                return (below + (bound - below) * within) * 1e3;
            }
            (below, counted) = (*bound, *count);
        }
        f64::NAN
    }
}

#[cfg(test)]
mod tests {
    use super::Page;

    const TEXT: &str = "\
# TYPE delay_seconds histogram
delay_seconds_bucket{le=\"0.01\"} 50
delay_seconds_bucket{le=\"0.02\"} 100
delay_seconds_bucket{le=\"+Inf\"} 100
delay_seconds_sum 1.2
published_total{topic=\"a\"} 3
published_total{topic=\"b\"} 4
";

    #[test]
    fn what_was_measured_between_two_looks_has_shares() {
        let page = Page::read(TEXT);
        let histogram = page.histogram("delay_seconds").expect("a histogram");
        let shares = [0.25, 0.5, 0.75, 1.0].map(|share| histogram.milliseconds_at(share));
        for (found, wanted) in shares.into_iter().zip([5.0, 10.0, 15.0, 20.0]) {
            assert!((found - wanted).abs() < 1e-9, "{found}, not {wanted}");
        }
        assert!(histogram.since(&histogram).milliseconds_at(0.5).is_nan());
    }
}

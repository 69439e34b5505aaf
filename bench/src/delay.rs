//! From the commit to the broker's acknowledgement, and to the consumer's commit, at a steady rate.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use jiff::Timestamp;
use serde::Deserialize;

use crate::crowd::{Done, EVENTS_A_REQUEST, Work};
use crate::figure::Mark::AtMost;
use crate::figure::Unit::{EventsASecond, Milliseconds};
use crate::figure::{Figure, Mark, Sheet};
use crate::sample::Sample;
use crate::say;
use crate::stage::Stage;

const HISTOGRAM: &str = "rondo_relay_delay_seconds";
const SHARES: [(&str, f64); 3] = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)];

/// A rate, and what its delays should be at the 95th percentile.
struct Rate {
    name: &'static str,
    events: f64,
    acknowledged: [Option<Mark>; 2],
    consumed: [Option<Mark>; 2],
}

const RATES: [Rate; 2] = [
    Rate {
        name: "at 100 events/s",
        events: 100.0,
        acknowledged: [Some(AtMost(100.0)), Some(AtMost(20.0))],
        consumed: [Some(AtMost(5_000.0)), Some(AtMost(100.0))],
    },
    Rate {
        name: "at 1,000 events/s asked for",
        events: 1_000.0,
        acknowledged: [None, None],
        consumed: [Some(AtMost(5_000.0)), Some(AtMost(500.0))],
    },
];

/// At both rates.
pub(crate) async fn measure(stage: &Stage<'_>, sheet: &mut Sheet) -> Result<()> {
    let mut windows = Vec::new();
    for rate in &RATES {
        windows.push((rate, at(stage, rate, sheet).await?));
    }
    say("Reading the topic: when each event was written");
    let written = written(stage).await?;
    for (rate, done) in windows {
        let window = written.iter().filter(|(time, _)| (done.from..=done.to).contains(time));
        let sample = Sample::of(window.map(|(_, delay)| *delay).collect());
        for (share_name, share) in SHARES {
            let name = format!("event's time → time of its Kafka record, {}, {share_name}", rate.name);
            sheet.note(Figure::new(name, Milliseconds), sample.at(share));
        }
    }
    Ok(())
}

async fn at(stage: &Stage<'_>, rate: &Rate, sheet: &mut Sheet) -> Result<Done> {
    let during = stage.options.at_a_rate();
    say(&format!("Working {} for {during:?}", rate.name));
    let before = stage.relay().await?.histogram(HISTOGRAM)?;
    let done = stage
        .crowd
        .work(Work::at(rate.events / EVENTS_A_REQUEST, during))
        .await?
        .flawless()?;
    stage.settle().await?;
    let acknowledged = stage.relay().await?.histogram(HISTOGRAM)?.since(&before);
    let effects = stage.effects(done.from, done.to).await?;

    let reached = stage.committed(done.from, done.to).await;
    sheet.note(
        Figure::new(format!("reached {}", rate.name), EventsASecond),
        number(reached) / done.seconds(),
    );
    let note = |sheet: &mut Sheet, what: &str, marks: [Option<Mark>; 2], value: &dyn Fn(f64) -> f64| {
        for (share_name, share) in SHARES {
            let [bar, aim] = if share_name == "p95" { marks } else { [None, None] };
            let figure = Figure::new(format!("{what}, {}, {share_name}", rate.name), Milliseconds);
            sheet.note(figure.bar(bar).aim(aim), value(share));
        }
    };
    let (relay, effect) = ("commit → broker's acknowledgement", "commit → consumer's commit");
    note(sheet, relay, rate.acknowledged, &|share| acknowledged.milliseconds_at(share));
    note(sheet, effect, rate.consumed, &|share| effects.at(share));
    Ok(done)
}

/// Of an event what is needed to know how long it took.
#[derive(Deserialize)]
struct Event {
    id: String,
    time: String,
}

/// The time of each event, and how many milliseconds later its first record was written.
async fn written(stage: &Stage<'_>) -> Result<Vec<(Timestamp, f64)>> {
    let mut first = BTreeMap::new();
    for record in stage.stack.kafka().records("task-events").await? {
        let event: Event = serde_json::from_str(&record.value).context("an event on the topic")?;
        let written = Timestamp::from_millisecond(i64::try_from(record.written)?)?;
        let time: Timestamp = event.time.parse().context("an event's time")?;
        let delay = written.duration_since(time).as_secs_f64() * 1e3;
        first.entry(event.id).or_insert((time, delay));
    }
    Ok(first.into_values().collect())
}

#[expect(clippy::cast_precision_loss, reason = "events are counted in thousands")]
fn number(events: i64) -> f64 {
    events as f64
}

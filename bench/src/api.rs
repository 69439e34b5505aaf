//! How the API answers while all is well, while Kafka is stopped, and when it was started without Kafka.

use anyhow::Result;

use crate::crowd::{Done, Work};
use crate::figure::Mark::AtMost;
use crate::figure::Unit::{Count, Milliseconds, Ratio};
use crate::figure::{Figure, Sheet};
use crate::say;
use crate::stage::Stage;

/// How many requests a second people make: 100 events/s.
const RATE: f64 = 80.0;

pub(crate) async fn measure(stage: &Stage<'_>, sheet: &mut Sheet) -> Result<()> {
    let stack = &stage.stack;
    let well = watched(stage, sheet, "all is well").await?;
    say("Stopping Kafka");
    stack.kafka().stop().await?;
    let stopped = watched(stage, sheet, "Kafka is stopped").await?;
    say("Killing every service and every sidecar, and starting them anew without Kafka");
    for role in stack.roles().values() {
        role.kill();
    }
    for sidecar in stack.sidecars().values() {
        sidecar.kill();
        sidecar.part().start()?;
    }
    stack.start_services().await?;
    let never = watched(stage, sheet, "Kafka was never there").await?;

    for (name, done) in [("Kafka is stopped", &stopped), ("Kafka was never there", &never)] {
        let figure = Figure::new(format!("API, p95 while {name} ÷ p95 while all is well"), Ratio);
        sheet.note(figure.bar(AtMost(1.5)), done.waits.at(0.95) / well.waits.at(0.95));
    }
    say("Starting Kafka, and waiting until everything is published and consumed");
    stack.start_bus().await?;
    stage.settle().await
}

async fn watched(stage: &Stage<'_>, sheet: &mut Sheet, name: &str) -> Result<Done> {
    let during = stage.options.watched();
    say(&format!("Asking the API for {during:?} while {name}"));
    let done = stage.crowd.work(Work::at(RATE, during)).await?;
    for (share_name, share) in [("p50", 0.5), ("p95", 0.95)] {
        let figure = Figure::new(format!("API while {name}, {share_name}"), Milliseconds);
        sheet.note(figure, done.waits.at(share));
    }
    if let Some(failure) = done.failures.first() {
        eprintln!(
            "    of {} requests {} failed, the first: {failure}",
            done.requests,
            done.failures.len()
        );
    }
    let failures = u32::try_from(done.failures.len())?;
    let figure = Figure::new(format!("API while {name}, requests that failed"), Count);
    sheet.note(figure.bar(AtMost(0.0)), failures.into());
    Ok(done)
}

//! `cargo xtask bench`: what somebody who runs Rondo at home would notice; and how fast events go through
//! the real stack (`pipeline`).

mod latency;
mod pipeline;
mod sample;
mod start;

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, ensure};

use self::sample::Sample;
use crate::step::say;

const START_TARGET: Duration = Duration::from_millis(200);
const MEMORY_TARGET_MIB: f64 = 40.0;

#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: Option<What>,
    /// How many times the server is started
    #[arg(long, default_value_t = 20)]
    starts: usize,
    /// How many tasks are created and completed
    #[arg(long, default_value_t = 500)]
    tasks: usize,
}

#[derive(clap::Subcommand)]
enum What {
    /// Measure how fast events go through Postgres, Kafka and Dapr, beside what those carry at most
    Pipeline(pipeline::Options),
}

/// Measures, prints, and compares with the targets.
pub(crate) fn run(options: &Options) -> Result<()> {
    if let Some(What::Pipeline(options)) = &options.what {
        return pipeline::run(options);
    }
    say("Building with optimisation");
    eprintln!("    cargo build --release --workspace --bin rondo");
    let binary = rondo_harness::build(true);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(measure(&binary, options))
}

async fn measure(binary: &Path, options: &Options) -> Result<()> {
    say(&format!(
        "Starting `rondo serve` on an empty folder, {} times",
        options.starts
    ));
    let start = start::times(binary, options.starts).await;
    say("Leaving one alone for ten seconds, then reading its memory");
    let memory = start::idle_memory(binary).await?;
    say(&format!(
        "Creating and completing {} daily tasks, one after the other",
        options.tasks
    ));
    let latency = latency::measure(binary, options.tasks).await;

    println!("{:<34} {:>10} {:>10} {:>10} {:>10}", "", "p50", "p99", "least", "most");
    line("ready after its start", &start);
    line("create a task", &latency.create);
    line("complete a task", &latency.complete);
    line("next task there, after completing", &latency.next);
    println!("{:<34} {memory:>6.1} MiB", "memory when idle (resident)");

    ensure!(
        start.at(0.5) < START_TARGET,
        "ready after {:?}, the target is {START_TARGET:?}",
        start.at(0.5)
    );
    ensure!(
        memory < MEMORY_TARGET_MIB,
        "{memory:.1} MiB when idle, the target is {MEMORY_TARGET_MIB} MiB"
    );
    Ok(())
}

fn line(what: &str, sample: &Sample) {
    let shown = [0.5, 0.99, 0.0, 1.0].map(|share| format!("{:>7.2} ms", sample.at(share).as_secs_f64() * 1e3));
    println!("{what:<34} {}", shown.join(" "));
}

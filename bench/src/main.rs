//! How fast events go through the real stack: `cargo xtask bench pipeline`.
//!
//! Each run starts a stack of its own, has people work on it over REST, and measures the way of their
//! events from commit to commit beside what carries them, in the same run. Everything ends with it. This
//! program is built with optimisation, as what it measures is: both share the machine.

mod api;
mod backlog;
mod ceiling;
mod crowd;
mod delay;
mod document;
mod figure;
mod machine;
mod options;
mod prometheus;
mod run;
mod sample;
mod stage;
mod subscriber;
mod sustained;

use anyhow::{Result, ensure};
use clap::Parser;

use crate::figure::Sheet;
use crate::machine::Machine;
use crate::options::Options;

/// Says what is done next.
fn say(what: &str) {
    eprintln!("\n==> {what}");
}

#[tokio::main]
async fn main() -> Result<()> {
    // Never used here: with TLS built in for the product, a client is not made without a provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let options = Options::parse();
    let (mut sheet, mut machine) = (Sheet::default(), Machine::look());
    let outcome = measure(&options, &mut sheet, &mut machine).await;
    let page = document::page(&options, &machine, &sheet);
    println!("{page}");
    outcome?;
    if options.write {
        document::write(&page)?;
    }
    let missed = sheet.missed();
    ensure!(missed.is_empty(), "missed: {}", missed.join("; "));
    Ok(())
}

async fn measure(options: &Options, sheet: &mut Sheet, machine: &mut Machine) -> Result<()> {
    for number in 1..=options.runs {
        say(&format!("Run {number} of {}", options.runs));
        machine.begin_run();
        run::measure(options, sheet).await?;
    }
    Ok(())
}

//! The everyday commands of this repository: `cargo xtask test`, `lint`, `fuzz`, `stack`, `image`, `cluster`,
//! `bench` and `docs`.
//!
//! Each says what it does before it does it, and prints the command that one could type by hand.

mod bench;
mod cluster;
mod docs;
mod fuzz;
mod image;
mod lint;
mod stack;
mod step;
mod test;

use clap::{Parser, Subcommand};

/// The everyday commands of this repository.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run every test, on SQLite and on Postgres (which is started here, and installed if need be)
    Test(test::Options),
    /// Check formatting, lints, documentation and dependencies; changes nothing
    Lint,
    /// Search for texts that break the parser of rules, or rules that break what it promises
    Fuzz(fuzz::Options),
    /// Start, stop and show everything on this machine: Postgres, Kafka, Dapr and the services
    Stack(stack::Options),
    /// Write the image of Rondo as a file, without a registry or a daemon
    Image(image::Options),
    /// A Kubernetes cluster on this machine, with Dapr, and Rondo on it
    Cluster(cluster::Options),
    /// Measure start-up time, memory and latencies of an optimised build, and check the targets
    Bench(bench::Options),
    /// Write the generated files anew: contracts/ and docs/commands.md
    Docs(docs::Options),
}

fn main() -> anyhow::Result<()> {
    match Arguments::parse().command {
        Command::Test(options) => test::run(&options),
        Command::Lint => lint::run(),
        Command::Fuzz(options) => fuzz::run(&options),
        Command::Stack(options) => stack::run(&options),
        Command::Image(options) => image::run(&options),
        Command::Cluster(options) => cluster::run(&options),
        Command::Bench(options) => bench::run(&options),
        Command::Docs(options) => docs::run(&options),
    }
}

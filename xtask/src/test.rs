//! `cargo xtask test`.

use std::env;

use anyhow::Result;
use rondo_harness::parts::install;
use rondo_harness::postgres::Server;

use crate::step::{Step, say};

const POSTGRES: &str = "RONDO_TEST_POSTGRES_URL";

/// The faults that every run of the tests brings about, a few seconds each. The others, and all of them
/// for as long as they should last, have a command of their own.
const SHORT_FAULTS: [&str; 3] = [
    "under_load::e16_kafka_is_killed",
    "under_load::each_service_is_killed",
    "under_load::e14_replicas_come_and_go",
];

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run only the tests whose names contain this
    filter: Option<String>,
    /// Bring about every fault on the stack, while people work on it: about ten minutes
    #[arg(long, conflicts_with = "filter")]
    faults: bool,
    /// Each fault for as long and as often as in docs/measurements.md: some twenty minutes
    #[arg(long, requires = "faults")]
    long: bool,
}

/// Runs every test; one Postgres server serves them all and ends with this process.
pub(crate) fn run(options: &Options) -> Result<()> {
    if options.faults {
        return faults(options.long);
    }
    let server = server()?;
    let on_server = |step: Step| match &server {
        Some(server) => step.secret(POSTGRES, server.url().as_str()),
        None => step,
    };
    if let Some(filter) = &options.filter {
        let step = Step::cargo(["test", "--workspace", filter]);
        return on_server(step).run("Running the tests of that name");
    }
    install()?;
    let step = Step::cargo(["test", "--workspace", "--", "--skip", "under_load::"]);
    on_server(step).run("Running the tests of the whole workspace")?;
    let step = Step::cargo(["test", "--workspace", "--test", "stack", "--"]).arguments(SHORT_FAULTS);
    on_server(step).run("Running the short form of the faults on the stack")
}

fn faults(long: bool) -> Result<()> {
    install()?;
    let step = Step::cargo(["test", "--workspace", "--test", "stack", "--", "under_load::", "--nocapture"]);
    let step = if long { step.env("RONDO_FAULTS", "long") } else { step };
    say("Building with optimisation, as users have it");
    let step = step.env("RONDO_TEST_BINARY", rondo_harness::build(true));
    step.run("Bringing about every fault on the stack")
}

/// Before the tests, whose deadlines do not reckon with a build of daprd.
fn install() -> Result<()> {
    say("Installing the parts of the stack, unless they are there: daprd, Kafka, Kafka with ZooKeeper");
    install::daprd()?;
    install::kafka()?;
    install::kafka_with_zookeeper()?;
    Ok(())
}

fn server() -> Result<Option<Server>> {
    if env::var_os(POSTGRES).is_some() {
        say(&format!("Using the Postgres server that {POSTGRES} names"));
        return Ok(None);
    }
    say("Starting a Postgres server for the tests, on a free loopback port and an empty folder");
    let server = Server::start()?;
    eprintln!("    it ends with the tests; name your own in {POSTGRES} to use that instead");
    Ok(Some(server))
}

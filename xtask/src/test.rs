//! `cargo xtask test`.

use std::env;

use anyhow::Result;
use rondo_harness::parts::install;
use rondo_harness::postgres::Server;

use crate::step::{Step, say};

const POSTGRES: &str = "RONDO_TEST_POSTGRES_URL";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Run only the tests whose names contain this
    filter: Option<String>,
}

/// Runs every test; one Postgres server serves them all and ends with this process.
pub(crate) fn run(options: &Options) -> Result<()> {
    if options.filter.is_none() {
        install()?;
    }
    let server = server()?;
    let tests = ["test", "--workspace"].into_iter().chain(options.filter.as_deref());
    let step = Step::cargo(tests);
    match &server {
        Some(server) => step.secret(POSTGRES, server.url().as_str()),
        None => step,
    }
    .run("Running the tests of the whole workspace")
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

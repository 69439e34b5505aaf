//! `cargo xtask cluster test`.

use anyhow::Result;
use rondo_harness::{cargo, without_package};

use super::command::{in_network, kubectl, run, show};
use super::place::{self, NAMESPACE};
use super::{deploy, down, install, up};
use crate::step::{Step, root, say};

#[derive(clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    deploy: deploy::Options,
    /// Run only the tests whose names contain this
    filter: Option<String>,
    /// Bring faults about as well, each for some seconds, while people work
    #[arg(long)]
    faults: bool,
    /// The same, each for as long as in docs/measurements.md: about an hour
    #[arg(long)]
    long: bool,
    /// Leave the cluster up
    #[arg(long)]
    keep: bool,
}

/// Brings everything up, plays the stories, and takes everything down, whatever became of them.
pub(super) fn test(options: &Options) -> Result<()> {
    let outcome = play(options);
    if outcome.is_err() {
        explain();
    }
    if options.keep {
        return outcome;
    }
    outcome.and(down::down())
}

fn play(options: &Options) -> Result<()> {
    up::up()?;
    deploy::deploy(&options.deploy)?;
    let arguments = [
        "test",
        "--package",
        "rondo-tests",
        "--features",
        "cluster",
        "--test",
        "cluster",
    ];
    Step::cargo(arguments).arguments(["--no-run"]).run("Building the tests")?;
    say("Playing the stories, in the cluster's network");
    let mut command = in_network(cargo().get_program());
    without_package(&mut command);
    command.args(arguments).args(["--offline", "--"]).current_dir(root());
    command.args(&options.filter).args(["--test-threads=1", "--nocapture"]);
    if options.filter.is_none() && !options.faults && !options.long {
        command.args(["--skip", "faults::"]);
    }
    let programs = install::kubernetes()?;
    command
        .env("KUBECONFIG", place::kubeconfig())
        .env("RONDO_CLUSTER_PROGRAMS", programs);
    if options.long {
        command.env("RONDO_FAULTS", "long");
    }
    show(&mut command)
}

/// What one would look at first.
fn explain() {
    let looks: [&[&str]; 2] = [
        &["get", "pods", "--all-namespaces", "-o", "wide"],
        &["get", "events", "--all-namespaces", "--field-selector", "type!=Normal"],
    ];
    for look in looks {
        if let Ok(said) = kubectl(look).and_then(|mut command| run(&mut command)) {
            eprintln!("{said}");
        }
    }
    let logs = ["-n", NAMESPACE, "logs", "--selector", "app.kubernetes.io/part-of=rondo"];
    let more = ["--all-containers", "--prefix", "--tail=15", "--max-log-requests=50"];
    if let Ok(said) = kubectl(logs.into_iter().chain(more)).and_then(|mut command| run(&mut command)) {
        eprintln!("{said}");
    }
}

//! `cargo xtask cluster deploy`: Rondo, and what it stands on.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::command::{kubectl, run, succeeds};
use super::dapr::helm;
use super::place::{self, NAMESPACE};
use super::up::{apply, timed};
use super::{images, install, up};
use crate::image::rondo;
use crate::step::root;

#[derive(clap::Args)]
#[group(id = "deployed")]
pub(crate) struct Options {
    /// Take this binary, which must need no library, instead of building one
    #[arg(long)]
    binary: Option<PathBuf>,
}

/// The objects in whose pods something runs, in the order in which they can become ready.
const STANDS_ON: [&str; 2] = ["statefulset/postgres", "statefulset/kafka"];

/// Puts everything on the cluster, and waits until all of it is ready.
pub(super) fn deploy(options: &Options) -> Result<()> {
    install::as_root()?;
    ensure!(up::is_up(), "the cluster is down; start it with: cargo xtask cluster up");
    let binary = match &options.binary {
        Some(binary) => binary.clone(),
        None => rondo::build()?,
    };
    timed(
        "Making the images of Kafka and Postgres, unless they are there",
        images::load_parts,
    )?;
    timed("Starting Postgres and Kafka, and making the topics", || {
        apply(&std::fs::read_to_string(root().join("kubernetes/namespace.yaml"))?)?;
        secrets()?;
        run(kubectl(["apply", "--server-side", "-k"])?.arg(place::files().join("manifests/parts")))?;
        for part in STANDS_ON {
            rolled_out(part)?;
        }
        run(&mut kubectl([
            "-n",
            NAMESPACE,
            "wait",
            "--for=condition=Complete",
            "job/kafka-topics",
            "--timeout=180s",
        ])?)
        .map(drop)
    })?;
    timed("Installing the chart", || chart(&images::load_rondo(&binary)?))?;
    Ok(())
}

fn chart(tag: &str) -> Result<()> {
    let mut command = helm()?;
    command.args(["upgrade", "--install", "rondo"]).arg(root().join("helm/rondo"));
    command
        .args(["--namespace", NAMESPACE, "--values"])
        .arg(place::files().join("rondo-values.yaml"));
    command.args(["--set", &format!("image.tag={tag}"), "--wait", "--timeout", "4m"]);
    run(&mut command).map(drop)
}

pub(super) fn rolled_out(object: &str) -> Result<()> {
    run(&mut kubectl([
        "-n",
        NAMESPACE,
        "rollout",
        "status",
        object,
        "--timeout=240s",
    ])?)
    .map(drop)
}

/// Made once, of chance; whoever has a secret store brings them from there.
fn secrets() -> Result<()> {
    let password = secret()?;
    let url = format!("postgres://rondo:{password}@postgres.{NAMESPACE}.svc.cluster.local:5432/rondo");
    keep("postgres", &json!({"password": password}))?;
    keep("rondo-database", &json!({"url": url}))?;
    keep(
        "rondo-kafka",
        &json!({"brokers": format!("kafka.{NAMESPACE}.svc.cluster.local:9092")}),
    )?;
    keep("rondo-app-token", &json!({"token": secret()?}))?;
    keep("rondo-dapr-token", &json!({"token": secret()?}))
}

fn keep(name: &str, data: &Value) -> Result<()> {
    if succeeds(&mut kubectl(["-n", NAMESPACE, "get", "secret", name])?) {
        return Ok(());
    }
    let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name, "namespace": NAMESPACE}, "stringData": data});
    apply(&secret.to_string())
}

/// 32 random bytes, in hexadecimal.
fn secret() -> Result<String> {
    run(std::process::Command::new("openssl").args(["rand", "-hex", "32"]))
        .map(|said| said.trim().to_owned())
        .context("make a secret")
}

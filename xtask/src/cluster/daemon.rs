//! The programs that make up the cluster: they go on when the command has ended that started them.

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rondo_harness::parts::Identity;

use super::command::{in_network, run};
use super::place;

/// Every program, in the order in which they start.
pub(super) const ALL: [&str; 7] = [
    "containerd",
    "etcd",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-scheduler",
    "kubelet",
    "kube-proxy",
];

const PATIENCE: Duration = Duration::from_secs(10);

/// Starts it in the cluster's network; it writes to `NAME.log`.
pub(super) fn start<S: AsRef<OsStr>>(program: &Path, arguments: impl IntoIterator<Item = S>) -> Result<()> {
    let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let log = place::logs().join(format!("{name}.log"));
    let log = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&log)
        .with_context(|| format!("open {}", log.display()))?;
    let mut command = in_network(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log);
    // Its own group: an interrupt at the terminal is not for it.
    let child = command.process_group(0).spawn().with_context(|| format!("start {name}"))?;
    fs::write(note(&name), child.id().to_string()).with_context(|| format!("note the process of {name}"))
}

/// Whether it runs.
pub(super) fn is_alive(name: &str) -> bool {
    identity(name).is_some_and(|process| process.is_alive())
}

/// Ends it: by SIGTERM, or at once where its state goes with it anyway.
pub(super) fn stop(name: &str, at_once: bool) -> Result<()> {
    if let Some(process) = identity(name) {
        process.signal(if at_once { "KILL" } else { "TERM" }).ok();
        let begun = Instant::now();
        while process.is_alive() {
            if begun.elapsed() > PATIENCE {
                process.signal("KILL").ok();
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    if note(name).exists() {
        fs::remove_file(note(name))?;
    }
    Ok(())
}

/// The process that was noted, unless the number belongs to another one by now.
fn identity(name: &str) -> Option<Identity> {
    let pid = fs::read_to_string(note(name)).ok()?.trim().parse().ok()?;
    let command = fs::read_to_string(format!("/proc/{pid}/cmdline")).ok()?;
    command.contains(name).then(|| Identity::of(pid))?
}

fn note(name: &str) -> PathBuf {
    place::run().join(format!("{name}.pid"))
}

/// The cluster's own network: no port of the machine is taken, and no packet leaves it.
pub(super) fn make_network() -> Result<()> {
    if place::network().exists() {
        return Ok(());
    }
    run(std::process::Command::new("ip").args(["netns", "add", place::NAME]))?;
    let address = format!("{}/24", place::ADDRESS);
    let steps: [&[&str]; 5] = [
        &["link", "set", "lo", "up"],
        &["link", "add", "node0", "type", "bridge"],
        &["address", "add", &address, "dev", "node0"],
        &["link", "set", "node0", "up"],
        &["route", "add", "default", "dev", "node0"],
    ];
    for step in steps {
        run(in_network("ip").args(step))?;
    }
    run(in_network("sh").args(["-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"]))?;
    Ok(())
}

//! `cargo xtask cluster down`: everything is gone again, also what a cluster left that was killed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::command::{ctr, run, succeeds, until};
use super::{daemon, install, place};
use crate::step::say;

const END: Duration = Duration::from_secs(30);
/// Where the kubelet keeps the pods' processes together.
const GROUPS: &str = "/sys/fs/cgroup";

pub(super) fn down() -> Result<()> {
    install::as_root()?;
    if !place::state().exists() && !place::run().exists() && !place::network().exists() {
        return Ok(());
    }
    say("Taking the cluster down");
    fs::create_dir_all(place::run())?;
    daemon::stop("kubelet", false)?;
    end_containers();
    for name in daemon::ALL.iter().rev().filter(|name| **name != "containerd") {
        // What they know goes with them, so a graceful end gains nothing; the API server's takes ten seconds.
        daemon::stop(name, true)?;
    }
    daemon::stop("containerd", false)?;
    end_leftovers()?;
    unmount()?;
    remove_networks()?;
    fs::remove_dir_all(place::state()).or_else(none)?;
    fs::remove_dir_all(place::run()).or_else(none)?;
    remove_groups(Path::new(GROUPS), false);
    Ok(())
}

fn none(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound {
        Ok(())
    } else {
        Err(error)
    }
}

fn end_containers() {
    if !place::socket().exists()
        || !succeeds(
            Command::new("timeout")
                .args(["5", "ctr", "--address"])
                .arg(place::socket())
                .arg("version"),
        )
    {
        return;
    }
    let list = |what: &str| run(&mut ctr([what, "list", "--quiet"])).unwrap_or_default();
    // Whoever has ended meanwhile cannot be ended: no failure here is one.
    for task in list("tasks").lines() {
        succeeds(&mut ctr(["tasks", "kill", "--signal", "SIGKILL", task]));
    }
    for task in list("tasks").lines() {
        succeeds(&mut ctr(["tasks", "delete", "--force", task]));
    }
    for container in list("containers").lines() {
        succeeds(&mut ctr(["containers", "delete", container]));
    }
}

/// The shims of a container runtime that was killed, and whatever still runs in a pod.
fn end_leftovers() -> Result<()> {
    let socket = place::socket().display().to_string();
    let mut left = Vec::new();
    for entry in fs::read_dir("/proc")?.flatten() {
        let command = fs::read_to_string(entry.path().join("cmdline")).unwrap_or_default();
        let words: Vec<&str> = command.split('\0').collect();
        let is_shim = words[0].contains("containerd-shim") && words.contains(&socket.as_str());
        left.extend(is_shim.then(|| entry.file_name().to_string_lossy().into_owned()));
    }
    for group in groups(Path::new(GROUPS), false) {
        let processes = fs::read_to_string(group.join("cgroup.procs")).unwrap_or_default();
        left.extend(processes.lines().map(str::to_owned));
    }
    for process in &left {
        succeeds(Command::new("kill").args(["-KILL", process]));
    }
    until("nothing runs in a pod", END, || {
        Ok(groups(Path::new(GROUPS), false)
            .iter()
            .all(|group| fs::read_to_string(group.join("cgroup.procs")).unwrap_or_default().is_empty()))
    })
}

/// The control groups of pods.
fn groups(folder: &Path, of_pods: bool) -> Vec<PathBuf> {
    let of_pods = of_pods
        || folder
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with("kubepods"));
    let inside = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let folders = inside.filter(|path| path.is_dir() && !path.is_symlink());
    let mut found: Vec<_> = folders.flat_map(|path| groups(&path, of_pods)).collect();
    found.extend(of_pods.then(|| folder.to_owned()));
    found
}

/// The innermost first.
fn remove_groups(folder: &Path, of_pods: bool) {
    for group in groups(folder, of_pods) {
        // One that is not empty yet is taken over by the next cluster.
        fs::remove_dir(group).ok();
    }
}

/// What is mounted below the cluster's folders, the innermost first.
fn unmount() -> Result<()> {
    let ours = [place::state(), place::run()];
    let mounts = fs::read_to_string("/proc/mounts")?;
    let mut mounted: Vec<&str> = mounts
        .lines()
        .filter_map(|line| line.split(' ').nth(1))
        .filter(|mount| ours.iter().any(|folder| Path::new(mount).starts_with(folder)))
        .collect();
    mounted.sort_unstable();
    for mount in mounted.iter().rev() {
        succeeds(Command::new("umount").args(["--lazy", mount]));
    }
    Ok(())
}

fn remove_networks() -> Result<()> {
    let Ok(entries) = fs::read_dir("/run/netns") else {
        return Ok(());
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("cni-") || name == place::NAME {
            succeeds(Command::new("umount").arg("--lazy").arg(entry.path()));
            fs::remove_file(entry.path()).or_else(none)?;
        }
    }
    Ok(())
}

//! The node: the container runtime, the kubelet and the proxy of Services.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::command::{ctr, kubectl, run, succeeds, until};
use super::place::{self, ADDRESS, NODE, filled_in};
use super::{daemon, install};

const START: Duration = Duration::from_mins(2);

/// Starts the container runtime.
pub(super) fn start_runtime() -> Result<()> {
    // What is mounted in one place must be seen in the other: kubelet and runtime share mounts.
    run(Command::new("mount").args(["--make-rshared", "/"]))?;
    fs::create_dir_all(place::run().join("cni"))?;
    fs::write(place::run().join("resolv.conf"), "")?;
    fs::write(
        place::run().join("cni/10-pods.conflist"),
        filled_in("settings/pods.conflist")?,
    )?;
    let settings = place::run().join("containerd.toml");
    fs::write(&settings, filled_in("settings/containerd.toml")?)?;
    daemon::start(Path::new("/usr/bin/containerd"), ["--config", &settings.to_string_lossy()])?;
    until("the container runtime answers", START, || Ok(succeeds(&mut ctr(["version"]))))
}

/// Joins the node to the cluster, and waits until it is ready.
pub(super) fn join() -> Result<()> {
    let programs = install::kubernetes()?;
    let [kubelet, proxy] = ["kubelet.yaml", "kube-proxy.yaml"].map(|name| place::run().join(name));
    fs::write(&kubelet, filled_in("settings/kubelet.yaml")?)?;
    fs::write(&proxy, filled_in("settings/kube-proxy.yaml")?)?;
    let arguments = [
        format!("--config={}", kubelet.display()),
        format!("--kubeconfig={}", place::keys().join("kubelet.kubeconfig").display()),
        format!("--root-dir={}", place::state().join("kubelet").display()),
        format!("--cert-dir={}", place::keys().display()),
        format!("--hostname-override={NODE}"),
        format!("--node-ip={ADDRESS}"),
    ];
    daemon::start(&programs.join("kubelet"), arguments)?;
    daemon::start(&programs.join("kube-proxy"), [format!("--config={}", proxy.display())])?;
    until("the node is known", START, || {
        Ok(succeeds(&mut kubectl(["get", "node", NODE])?))
    })?;
    run(&mut kubectl([
        "wait",
        "--for=condition=Ready",
        &format!("node/{NODE}"),
        "--timeout=120s",
    ])?)?;
    Ok(())
}

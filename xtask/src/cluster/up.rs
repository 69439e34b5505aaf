//! `cargo xtask cluster up`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::command::{fed, kubectl, run, succeeds};
use super::place::{self, filled_in};
use super::{certificates, control_plane, daemon, dapr, down, images, install, node};
use crate::step::say;

/// How many volumes there are for whoever claims one.
const VOLUMES: u32 = 12;

/// Starts what is not there; does nothing, and says so, when everything is.
pub(super) fn up() -> Result<()> {
    install::as_root()?;
    install::everything()?;
    if is_up() {
        say("The cluster is up already; `cargo xtask cluster down` ends it");
        return Ok(());
    }
    down::down()?;
    timed("Starting the container runtime", || {
        fs::create_dir_all(place::logs())?;
        daemon::make_network()?;
        certificates::make()?;
        node::start_runtime()
    })?;
    timed("Making the images of the cluster", images::load_system)?;
    timed("Starting Kubernetes", || {
        control_plane::start()?;
        node::join()
    })?;
    timed("Starting the name server, making volumes, learning of KEDA's objects", || {
        apply(&volumes()?)?;
        apply(&filled_in("manifests/coredns.yaml")?)?;
        apply(&fs::read_to_string(install::keda_objects()?)?)?;
        run(&mut kubectl([
            "-n",
            "kube-system",
            "rollout",
            "status",
            "deployment/coredns",
            "--timeout=120s",
        ])?)
        .map(drop)
    })?;
    timed("Installing Dapr, by its own chart", dapr::install)?;
    say("The cluster is up; `cargo xtask cluster deploy` puts Rondo on it");
    Ok(())
}

/// Whether every program runs and Dapr is installed.
pub(super) fn is_up() -> bool {
    daemon::ALL.iter().all(|name| daemon::is_alive(name))
        && kubectl(["-n", "dapr-system", "get", "deployment", "dapr-operator"])
            .is_ok_and(|mut command| succeeds(&mut command))
}

pub(super) fn apply(manifest: &str) -> Result<()> {
    fed(&mut kubectl(["apply", "--server-side", "-f", "-"])?, manifest).map(drop)
}

pub(super) fn timed(what: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
    say(what);
    let begun = Instant::now();
    work()?;
    eprintln!("    {:.1} s", begun.elapsed().max(Duration::from_millis(100)).as_secs_f64());
    Ok(())
}

/// Folders of this machine as volumes. Nobody gives them to the account that uses them, so all may write.
fn volumes() -> Result<String> {
    let mut manifests = Vec::new();
    for number in 1..=VOLUMES {
        let folder = place::state().join(format!("volumes/{number}"));
        fs::create_dir_all(&folder)?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777))?;
        let manifest = serde_json::json!({
            "apiVersion": "v1", "kind": "PersistentVolume", "metadata": {"name": format!("volume-{number}")},
            "spec": {
                "accessModes": ["ReadWriteOnce"], "capacity": {"storage": "100Gi"}, "hostPath": {"path": folder},
                "persistentVolumeReclaimPolicy": "Retain",
            },
        });
        manifests.push(manifest.to_string());
    }
    Ok(manifests.join("\n---\n"))
}

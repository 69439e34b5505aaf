//! Where the cluster lies, and how its parts are called.

use std::path::{Path, PathBuf};

use crate::step::root;

/// Its name: that of its network, and of its folders.
pub(super) const NAME: &str = "rondo-cluster";
/// The one node.
pub(super) const NODE: &str = "node1";
/// The node's address in the cluster's own network.
pub(super) const ADDRESS: &str = "10.99.0.1";
/// The addresses of pods.
pub(super) const PODS: &str = "10.244.0.0/24";
/// The addresses of Services.
pub(super) const SERVICES: &str = "10.96.0.0/16";
/// The API server's address among them: the first.
pub(super) const API: &str = "10.96.0.1";
/// The address of the DNS server among them.
pub(super) const DNS: &str = "10.96.0.10";
/// The namespace of Rondo, and of what it stands on.
pub(super) const NAMESPACE: &str = "rondo";

/// What is gone with the cluster: data, keys, logs.
pub(super) fn state() -> PathBuf {
    Path::new("/var/lib").join(NAME)
}

/// Sockets, process ids, settings.
pub(super) fn run() -> PathBuf {
    Path::new("/run").join(NAME)
}

/// What the programs write.
pub(super) fn logs() -> PathBuf {
    state().join("logs")
}

/// Keys and certificates.
pub(super) fn keys() -> PathBuf {
    state().join("keys")
}

/// How an administrator reaches it.
pub(super) fn kubeconfig() -> PathBuf {
    keys().join("admin.kubeconfig")
}

/// The container runtime's socket.
pub(super) fn socket() -> PathBuf {
    run().join("containerd.sock")
}

/// The cluster's network.
pub(super) fn network() -> PathBuf {
    Path::new("/run/netns").join(NAME)
}

/// Settings and manifests of the cluster, in the repository.
pub(super) fn files() -> PathBuf {
    root().join("xtask/cluster")
}

/// A file of the repository with what it leaves open filled in.
pub(super) fn filled_in(name: &str) -> anyhow::Result<String> {
    use anyhow::Context;
    let path = files().join(name);
    let text = std::fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
    let filled = [
        ("@STATE@", state().display().to_string()),
        ("@RUN@", run().display().to_string()),
        ("@KEYS@", keys().display().to_string()),
        ("@PODS@", PODS.to_owned()),
        ("@DNS@", DNS.to_owned()),
        ("@NODE@", NODE.to_owned()),
    ];
    Ok(filled.iter().fold(text, |text, (open, value)| text.replace(open, value)))
}

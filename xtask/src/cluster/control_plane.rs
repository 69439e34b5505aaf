//! etcd, the API server, the controllers and the scheduler.

use std::time::Duration;

use anyhow::Result;

use super::command::{kubectl, succeeds, until};
use super::place::{self, ADDRESS, NODE, SERVICES};
use super::{daemon, install};

const START: Duration = Duration::from_mins(3);

/// Starts them and waits until the API server answers.
pub(super) fn start() -> Result<()> {
    let programs = install::kubernetes()?;
    daemon::start(&programs.join("etcd"), etcd())?;
    daemon::start(&programs.join("kube-apiserver"), api_server())?;
    until("the API server answers", START, || {
        Ok(succeeds(&mut kubectl(["get", "--raw", "/readyz"])?))
    })?;
    daemon::start(&programs.join("kube-controller-manager"), controllers())?;
    daemon::start(&programs.join("kube-scheduler"), scheduler())
}

fn key(name: &str) -> String {
    place::keys().join(name).display().to_string()
}

/// Its data go with the cluster: so it need not wait for the disk.
fn etcd() -> Vec<String> {
    let (clients, peers) = ("http://127.0.0.1:2379", "http://127.0.0.1:2380");
    vec![
        format!("--name={NODE}"),
        format!("--data-dir={}", place::state().join("etcd").display()),
        "--unsafe-no-fsync".to_owned(),
        format!("--listen-client-urls={clients}"),
        format!("--advertise-client-urls={clients}"),
        format!("--listen-peer-urls={peers}"),
        format!("--initial-advertise-peer-urls={peers}"),
        format!("--initial-cluster={NODE}={peers}"),
    ]
}

fn api_server() -> Vec<String> {
    let mut arguments: Vec<String> = [
        "--etcd-servers=http://127.0.0.1:2379",
        "--bind-address=0.0.0.0",
        "--secure-port=6443",
        "--authorization-mode=Node,RBAC",
        "--allow-privileged",
        "--enable-admission-plugins=NodeRestriction",
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        "--kubelet-preferred-address-types=InternalIP",
        "--requestheader-allowed-names=front-proxy-client",
        "--requestheader-username-headers=X-Remote-User",
        "--requestheader-group-headers=X-Remote-Group",
        "--requestheader-extra-headers-prefix=X-Remote-Extra-",
    ]
    .map(str::to_owned)
    .into();
    // It must not be loopback: pods find the API server by it.
    arguments.push(format!("--advertise-address={ADDRESS}"));
    arguments.push(format!("--service-cluster-ip-range={SERVICES}"));
    let files = [
        ("client-ca-file", "ca.crt"),
        ("tls-cert-file", "apiserver.crt"),
        ("tls-private-key-file", "apiserver.key"),
        ("service-account-key-file", "accounts.pub"),
        ("service-account-signing-key-file", "accounts.key"),
        ("kubelet-certificate-authority", "ca.crt"),
        ("kubelet-client-certificate", "apiserver-kubelet-client.crt"),
        ("kubelet-client-key", "apiserver-kubelet-client.key"),
        ("requestheader-client-ca-file", "front-proxy-ca.crt"),
        ("proxy-client-cert-file", "front-proxy-client.crt"),
        ("proxy-client-key-file", "front-proxy-client.key"),
    ];
    arguments.extend(files.map(|(flag, file)| format!("--{flag}={}", key(file))));
    arguments
}

fn controllers() -> Vec<String> {
    vec![
        format!("--kubeconfig={}", key("controller-manager.kubeconfig")),
        "--leader-elect=false".to_owned(),
        "--use-service-account-credentials".to_owned(),
        format!("--root-ca-file={}", key("ca.crt")),
        format!("--service-account-private-key-file={}", key("accounts.key")),
        format!("--cluster-signing-cert-file={}", key("ca.crt")),
        format!("--cluster-signing-key-file={}", key("ca.key")),
        "--bind-address=127.0.0.1".to_owned(),
    ]
}

fn scheduler() -> Vec<String> {
    vec![
        format!("--kubeconfig={}", key("scheduler.kubeconfig")),
        "--leader-elect=false".to_owned(),
        "--bind-address=127.0.0.1".to_owned(),
    ]
}

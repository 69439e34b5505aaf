//! Keys and certificates of the cluster, and how each part of it proves itself to the API server.

use std::fs;

use anyhow::Result;
use rondo_harness::parts::Certificates;
use serde_json::json;

use super::place::{self, ADDRESS, API, NODE};

/// Who talks to the API server: the file, and as whom.
const CLIENTS: [(&str, &str); 5] = [
    ("admin", "/O=system:masters/CN=admin"),
    ("controller-manager", "/CN=system:kube-controller-manager"),
    ("scheduler", "/CN=system:kube-scheduler"),
    ("proxy", "/CN=system:kube-proxy"),
    ("kubelet", "/O=system:nodes/CN=system:node:node1"),
];

/// Makes them all, unless they are there.
pub(super) fn make() -> Result<()> {
    if place::kubeconfig().exists() {
        return Ok(());
    }
    let keys = Certificates::new(&place::keys())?;
    keys.authority("ca", "/CN=rondo-cluster")?;
    keys.authority("front-proxy-ca", "/CN=rondo-cluster-front-proxy")?;
    keys.signed("front-proxy-ca", "front-proxy-client", "/CN=front-proxy-client", "")?;
    let names = [
        "kubernetes",
        "kubernetes.default",
        "kubernetes.default.svc",
        "kubernetes.default.svc.cluster.local",
    ];
    let names: Vec<_> = names.iter().map(|name| format!("DNS:{name}")).collect();
    let names = format!("{},IP:127.0.0.1,IP:{ADDRESS},IP:{API}", names.join(","));
    keys.signed("ca", "apiserver", "/CN=kube-apiserver", &names)?;
    let names = format!("DNS:{NODE},IP:{ADDRESS}");
    keys.signed("ca", "kubelet-server", &format!("/CN={NODE}"), &names)?;
    let subject = "/O=system:masters/CN=apiserver-kubelet-client";
    keys.signed("ca", "apiserver-kubelet-client", subject, "")?;
    keys.openssl(&["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "accounts.key"])?;
    keys.openssl(&["ec", "-in", "accounts.key", "-pubout", "-out", "accounts.pub"])?;
    // The administrator's last: by it one sees that all are there.
    for (name, subject) in CLIENTS.into_iter().rev() {
        keys.signed("ca", name, subject, "")?;
        kubeconfig(name)?;
    }
    Ok(())
}

fn kubeconfig(name: &str) -> Result<()> {
    let file = |kind: &str| place::keys().join(format!("{name}.{kind}"));
    let cluster = json!({
        "server": format!("https://{ADDRESS}:6443"), "certificate-authority": place::keys().join("ca.crt"),
    });
    let user = json!({"client-certificate": file("crt"), "client-key": file("key")});
    let config = json!({
        "apiVersion": "v1", "kind": "Config", "current-context": place::NAME,
        "clusters": [{"name": place::NAME, "cluster": cluster}],
        "users": [{"name": name, "user": user}],
        "contexts": [{"name": place::NAME, "context": {"cluster": place::NAME, "user": name}}],
    });
    Ok(fs::write(file("kubeconfig"), config.to_string())?)
}

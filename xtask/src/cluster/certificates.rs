//! Keys and certificates of the cluster, and how each part of it proves itself to the API server.

use std::fs;
use std::process::Command;

use anyhow::Result;
use serde_json::json;

use super::command::run;
use super::place::{self, ADDRESS, API, NODE};

const KEY: [&str; 5] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const DAYS: [&str; 2] = ["-days", "365"];

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
    fs::create_dir_all(place::keys())?;
    authority("ca", "rondo-cluster")?;
    authority("front-proxy-ca", "rondo-cluster-front-proxy")?;
    certificate("front-proxy-client", "/CN=front-proxy-client", "front-proxy-ca", "")?;
    let names = [
        "kubernetes",
        "kubernetes.default",
        "kubernetes.default.svc",
        "kubernetes.default.svc.cluster.local",
    ];
    let names: Vec<_> = names.iter().map(|name| format!("DNS:{name}")).collect();
    let names = format!("{},IP:127.0.0.1,IP:{ADDRESS},IP:{API}", names.join(","));
    certificate("apiserver", "/CN=kube-apiserver", "ca", &names)?;
    certificate(
        "kubelet-server",
        &format!("/CN={NODE}"),
        "ca",
        &format!("DNS:{NODE},IP:{ADDRESS}"),
    )?;
    certificate(
        "apiserver-kubelet-client",
        "/O=system:masters/CN=apiserver-kubelet-client",
        "ca",
        "",
    )?;
    openssl(&["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "accounts.key"])?;
    openssl(&["ec", "-in", "accounts.key", "-pubout", "-out", "accounts.pub"])?;
    // The administrator's last: by it one sees that all are there.
    for (name, subject) in CLIENTS.into_iter().rev() {
        certificate(name, subject, "ca", "")?;
        kubeconfig(name)?;
    }
    Ok(())
}

fn authority(name: &str, subject: &str) -> Result<()> {
    let (subject, key, target) = (format!("/CN={subject}"), format!("{name}.key"), format!("{name}.crt"));
    let mut arguments = vec!["req", "-x509", "-subj", &subject, "-keyout", &key, "-out", &target];
    arguments.extend(KEY.iter().chain(&DAYS));
    arguments.extend(["-addext", "basicConstraints=critical,CA:TRUE"]);
    arguments.extend(["-addext", "keyUsage=critical,keyCertSign,cRLSign"]);
    openssl(&arguments)
}

fn certificate(name: &str, subject: &str, authority: &str, names: &str) -> Result<()> {
    let [key, request, target] = ["key", "csr", "crt"].map(|kind| format!("{name}.{kind}"));
    let names = format!("subjectAltName={names}");
    let mut arguments = vec!["req", "-subj", subject, "-keyout", &key, "-out", &request];
    arguments.extend(KEY);
    arguments.extend(["-addext", "extendedKeyUsage=serverAuth,clientAuth"]);
    if !names.ends_with('=') {
        arguments.extend(["-addext", &names]);
    }
    openssl(&arguments)?;
    let [by, by_key] = ["crt", "key"].map(|kind| format!("{authority}.{kind}"));
    let mut arguments = vec![
        "x509",
        "-req",
        "-in",
        &request,
        "-CA",
        &by,
        "-CAkey",
        &by_key,
        "-CAcreateserial",
    ];
    arguments.extend(DAYS);
    arguments.extend(["-copy_extensions", "copy", "-out", &target]);
    openssl(&arguments)
}

fn openssl(arguments: &[&str]) -> Result<()> {
    run(Command::new("openssl").args(arguments).current_dir(place::keys())).map(drop)
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

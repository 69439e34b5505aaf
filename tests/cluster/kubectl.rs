//! Kubernetes, by the program that people use.

use std::path::PathBuf;
use std::process::{Output, Stdio};
use std::time::Duration;

use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// The namespace of Rondo.
pub(crate) const NAMESPACE: &str = "rondo";

/// A command that takes longer hangs.
const PATIENCE: Duration = Duration::from_mins(6);

/// A program of the cluster's.
pub(crate) fn program(name: &str) -> PathBuf {
    let folder = std::env::var_os("RONDO_CLUSTER_PROGRAMS").expect("run these by `cargo xtask cluster test`");
    PathBuf::from(folder).join(name)
}

/// Runs it to its end, whatever that is.
pub(crate) async fn attempt(name: &str, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(program(name));
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.kill_on_drop(true).spawn().expect("the program starts");
    let mut stdin = child.stdin.take().expect("it has a standard input");
    stdin.write_all(input.as_bytes()).await.ok();
    drop(stdin);
    let output = tokio::time::timeout(PATIENCE, child.wait_with_output()).await;
    output
        .unwrap_or_else(|_| panic!("{name} {arguments:?} takes too long"))
        .expect("it ends")
}

/// Runs `kubectl` to a good end, and gives what it writes.
pub(crate) async fn kubectl(arguments: &[&str]) -> String {
    fed(arguments, "").await
}

/// The same, with this on its standard input.
pub(crate) async fn fed(arguments: &[&str], input: &str) -> String {
    let output = attempt("kubectl", arguments, input).await;
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "kubectl {arguments:?}: {complaint}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// In the namespace of Rondo.
pub(crate) async fn ours(arguments: &[&str]) -> String {
    kubectl(&[&["-n", NAMESPACE], arguments].concat()).await
}

/// Objects as JSON.
pub(crate) async fn get(arguments: &[&str]) -> Value {
    let listed = ours(&[&["get", "-o", "json"], arguments].concat()).await;
    serde_json::from_str(&listed).expect("kubectl writes JSON")
}

/// The pods of this name, those that are about to end left out.
pub(crate) async fn pods(name: &str) -> Vec<Value> {
    let listed = get(&["pods", "-l", &format!("app.kubernetes.io/name={name}")]).await;
    let pods = listed["items"].as_array().expect("a list").iter();
    pods.filter(|pod| pod["metadata"]["deletionTimestamp"].is_null())
        .cloned()
        .collect()
}

/// The name of a pod.
pub(crate) fn name(pod: &Value) -> &str {
    pod["metadata"]["name"].as_str().expect("a pod has a name")
}

/// Waits until all pods of it are new and ready.
pub(crate) async fn rolled_out(object: &str) {
    ours(&["rollout", "status", object, "--timeout=300s"]).await;
}

/// `rondo` in a pod of that name.
pub(crate) async fn rondo(service: &str, container: &str, arguments: &[&str]) -> Output {
    let deployment = format!("deployment/{service}");
    let command = ["-n", NAMESPACE, "exec", &deployment, "-c", container, "--", "/rondo"];
    attempt("kubectl", &[&command, arguments].concat(), "").await
}

/// What was written, to either output.
pub(crate) fn said(output: &Output) -> String {
    let both = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    both.concat()
}

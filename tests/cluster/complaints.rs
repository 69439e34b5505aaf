//! What is missing or wrong is said where one looks first: in a pod's log in one line, and by `rondo doctor`.

use std::path::Path;
use std::time::Duration;

use rondo_harness::eventually;
use serde_json::json;

use crate::cluster::Cluster;
use crate::kubectl::{attempt, fed, kubectl, ours, said};

const PATIENCE: Duration = Duration::from_mins(2);

/// A namespace for an installation that is not as it should be.
const WRONG: &str = "rondo-wrong";

async fn helm(arguments: &[&str]) -> std::process::Output {
    let chart = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../helm/rondo")
        .display()
        .to_string();
    let image = ours(&[
        "get",
        "deployment",
        "relay",
        "-o",
        "jsonpath={.spec.template.spec.containers[0].image}",
    ])
    .await;
    let (repository, tag) = image.rsplit_once(':').expect("an image has a tag");
    let (repository, tag) = (format!("image.repository={repository}"), format!("image.tag={tag}"));
    let command = [
        "upgrade",
        "--install",
        "rondo",
        &chart,
        "-n",
        WRONG,
        "--set",
        &repository,
        "--set",
        &tag,
    ];
    attempt("helm", &[&command, arguments].concat(), "").await
}

/// Waits until a pod of that service says so in one line.
async fn says(service: &str, container: &str, words: &[&str]) {
    eventually(&format!("{service} says {words:?}"), PATIENCE, || async {
        let selector = format!("app.kubernetes.io/name={service}");
        let logs = ["-n", WRONG, "logs", "-l", &selector, "-c", container, "--tail=50"];
        let said = said(&attempt("kubectl", &logs, "").await);
        said.lines()
            .any(|line| words.iter().all(|word| line.contains(word)))
            .then_some(())
    })
    .await;
}

/// The pod of that service which asks for no sidecar.
async fn without_sidecar(service: &str) -> String {
    let listed = kubectl(&["-n", WRONG, "get", "pods", "-o", "json"]).await;
    let pods: serde_json::Value = serde_json::from_str(&listed).expect("kubectl says JSON");
    let name_of = |pod: &serde_json::Value| pod["metadata"]["name"].as_str().map(str::to_owned);
    let asks_for_none = |pod: &&serde_json::Value| pod["metadata"]["annotations"]["dapr.io/enabled"] == "false";
    let pods = pods["items"].as_array().expect("a list of pods").iter();
    let mut names = pods.filter(asks_for_none).filter_map(name_of);
    names.find(|name| name.starts_with(service)).expect("a pod without a sidecar")
}

async fn secret(name: &str, key: &str, value: &str) {
    let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "stringData": {key: value}});
    fed(&["-n", WRONG, "apply", "-f", "-"], &secret.to_string()).await;
}

#[tokio::test]
async fn a_wrong_value_is_refused_by_its_name() {
    for (value, named) in [
        ("relay.eventRetention=3", "eventRetention"),
        ("kafka.brokers=nowhere", "brokers"),
        ("chatApi.signUp=maybe", "signUp"),
        ("replicas=3", "replicas"),
    ] {
        let refused = helm(&["--dry-run", "--set", value]).await;
        assert!(
            !refused.status.success() && said(&refused).contains(named),
            "{}",
            said(&refused)
        );
    }
}

#[tokio::test]
async fn what_is_missing_is_said_and_the_doctor_names_the_mend() {
    let cluster = Cluster::ready().await;
    kubectl(&["delete", "namespace", WRONG, "--ignore-not-found"]).await;
    kubectl(&["create", "namespace", WRONG]).await;
    let one = "relay.replicas=1,recurringTask.replicas=1,notification.replicas=0,reminder.replicas=0,chatApi.replicas=1";

    // No Secret at all.
    let installed = helm(&["--set", one]).await;
    assert!(installed.status.success(), "{}", said(&installed));
    says("chat-api-service", "chat-api", &["no database is named", "rondo-database"]).await;
    says(
        "recurring-task-service",
        "recurring-task",
        &["no database is named", "rondo-database"],
    )
    .await;

    // No token, and a database that is not there.
    secret("rondo-database", "url", "postgres://rondo:x@nowhere.rondo.svc:5432/rondo").await;
    kubectl(&["-n", WRONG, "rollout", "restart", "deployment"]).await;
    says("recurring-task-service", "recurring-task", &["set APP_API_TOKEN"]).await;
    secret("rondo-app-token", "token", "one").await;
    secret("rondo-dapr-token", "token", "two").await;
    kubectl(&["-n", WRONG, "rollout", "restart", "deployment"]).await;
    says(
        "chat-api-service",
        "chat-api",
        &["cannot open the database", "correct --database-url"],
    )
    .await;

    // It would take its share of what the other installation publishes.
    kubectl(&["-n", WRONG, "delete", "deployment", "recurring-task-service"]).await;

    // A database, and no Dapr: as if its injector had not been there.
    cluster
        .sql()
        .await
        .execute("DROP DATABASE IF EXISTS wrong WITH (FORCE)")
        .await;
    cluster.sql().await.execute("CREATE DATABASE wrong").await;
    let password = ours(&[
        "get",
        "secret",
        "postgres",
        "-o",
        "go-template={{.data.password | base64decode}}",
    ])
    .await;
    secret(
        "rondo-database",
        "url",
        &format!("postgres://rondo:{password}@postgres.rondo.svc:5432/wrong"),
    )
    .await;
    let without = r#"{"spec": {"template": {"metadata": {"annotations": {"dapr.io/enabled": "false"}}}}}"#;
    kubectl(&["-n", WRONG, "patch", "deployment", "relay", "-p", without]).await;
    says(
        "relay",
        "relay",
        &["no sidecar was injected into this pod", "helm install dapr"],
    )
    .await;
    // The pod from before runs on, with its sidecar, until this one is ready, which it never is.
    let pod = without_sidecar("relay").await;
    let examined = attempt(
        "kubectl",
        &["-n", WRONG, "exec", &pod, "-c", "relay", "--", "/rondo", "doctor"],
        "",
    )
    .await;
    assert!(!examined.status.success());
    let said = said(&examined);
    assert!(
        said.contains("wrong sidecar") && said.contains("helm install dapr dapr/dapr"),
        "{said}"
    );

    kubectl(&["delete", "namespace", WRONG]).await;
    cluster.sql().await.execute("DROP DATABASE wrong WITH (FORCE)").await;
}

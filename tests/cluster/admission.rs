//! What the cluster admits: every manifest as it stands, nothing that is less strict than it should be.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::cluster::{Cluster, SERVICES};
use crate::kubectl::{NAMESPACE, attempt, fed, get, name, pods, said};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The containers of a pod, its sidecar among them.
fn containers(pod: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["initContainers", "containers"].map(|kind| &pod["spec"][kind]);
    lists.into_iter().filter_map(Value::as_array).flatten()
}

#[tokio::test]
async fn every_pod_is_ready_and_has_its_sidecar() {
    Cluster::ready().await;
    for service in SERVICES {
        let pods = pods(service).await;
        assert!(!pods.is_empty(), "{service}");
        for pod in &pods {
            let has_sidecar = containers(pod).any(|container| container["name"] == "daprd");
            let wants_one = !["chat-api-service", "reminder-scheduler"].contains(&service);
            assert_eq!(has_sidecar, wants_one, "{}", name(pod));
            let statuses = pod["status"]["containerStatuses"].as_array().expect("a list");
            assert!(statuses.iter().all(|status| status["ready"] == true), "{statuses:?}");
        }
    }
}

#[tokio::test]
async fn no_pod_has_more_rights_than_it_needs() {
    Cluster::ready().await;
    for service in SERVICES {
        for pod in pods(service).await {
            assert_eq!(pod["spec"]["automountServiceAccountToken"], false);
            assert_eq!(pod["spec"]["serviceAccountName"], service);
            for container in containers(&pod) {
                let security = &container["securityContext"];
                assert_eq!(security["readOnlyRootFilesystem"], true, "{container}");
                assert_eq!(security["allowPrivilegeEscalation"], false, "{container}");
                assert_eq!(security["capabilities"]["drop"], serde_json::json!(["ALL"]), "{container}");
                let mounts = container["volumeMounts"].as_array().map_or(&[][..], Vec::as_slice);
                let is_of_api = |mount: &Value| mount["mountPath"] == "/var/run/secrets/kubernetes.io/serviceaccount";
                assert!(!mounts.iter().any(is_of_api), "{container}");
            }
            let account = format!("system:serviceaccount:{NAMESPACE}:{service}");
            let may = attempt(
                "kubectl",
                &["-n", NAMESPACE, "auth", "can-i", "get", "secrets", "--as", &account],
                "",
            )
            .await;
            assert!(said(&may).starts_with("no"), "{}", said(&may));
        }
    }
}

/// The namespace holds everybody to the Pod Security Standard `restricted`.
#[tokio::test]
async fn a_pod_that_is_not_restricted_is_not_admitted() {
    let namespace = get(&["namespace", NAMESPACE]).await;
    assert_eq!(
        namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"],
        "restricted"
    );
    let pod = r#"{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "root"},
        "spec": {"containers": [{"name": "root", "image": "localhost/pause:1"}]}}"#;
    let refused = attempt("kubectl", &["-n", NAMESPACE, "apply", "-f", "-"], pod).await;
    assert!(
        !refused.status.success() && said(&refused).contains("violates PodSecurity"),
        "{}",
        said(&refused)
    );
}

/// A namespace in which nothing is, as strict as that of Rondo.
struct Empty(&'static str);

impl Empty {
    async fn new(name: &'static str) -> Self {
        let namespace = std::fs::read_to_string(root().join("kubernetes/namespace.yaml")).expect("it can be read");
        fed(
            &["apply", "-f", "-"],
            &namespace.replace("name: rondo", &format!("name: {name}")),
        )
        .await;
        Self(name)
    }

    /// Each must pass as if it were applied, unknown fields and all.
    async fn admits(&self, manifests: &str) {
        let manifests = manifests.replace("namespace: rondo", &format!("namespace: {}", self.0));
        let dry = ["apply", "--dry-run=server", "--validate=strict", "--server-side", "-f", "-"];
        let output = attempt("kubectl", &dry, &manifests).await;
        assert!(output.status.success(), "{}\n--- of\n{manifests}", said(&output));
        // A pod that the standard does not admit shows as a warning about what would make it.
        assert!(!said(&output).contains("would violate PodSecurity"), "{}", said(&output));
    }

    async fn remove(self) {
        fed(&["delete", "namespace", self.0], "").await;
    }
}

#[tokio::test]
async fn every_manifest_passes_a_strict_dry_run() {
    let empty = Empty::new("rondo-dry").await;
    for folder in ["postgres", "kafka", "kafka-one-broker", "kafka-zookeeper"] {
        let path = root().join("kubernetes").join(folder).display().to_string();
        let built = fed(&["kustomize", &path], "").await;
        empty.admits(&built).await;
    }
    for folder in std::fs::read_dir(root().join("kubernetes"))
        .expect("the folder is there")
        .flatten()
    {
        let has_own_command = folder.path().join("kustomization.yaml").exists();
        if has_own_command || !folder.path().is_dir() {
            continue;
        }
        for file in std::fs::read_dir(folder.path()).expect("the folder is there").flatten() {
            empty
                .admits(&std::fs::read_to_string(file.path()).expect("a manifest can be read"))
                .await;
        }
    }
    empty.remove().await;
}

/// With every option, also those for which this cluster has nobody who acts on them: an autoscaler without
/// metrics, KEDA's objects without KEDA, policies without a network that enforces them.
#[tokio::test]
async fn every_option_of_the_chart_passes_a_strict_dry_run() {
    let empty = Empty::new("rondo-options").await;
    let chart = root().join("helm/rondo").display().to_string();
    for auth in ["none", "password", "mtls"] {
        let settings = format!(
            "chatApi.autoscaling.enabled=true,keda.enabled=true,kafka.auth={auth},relay.eventRetention=45,otlpEndpoint=http://collector:4318,chatApi.service.type=NodePort,image.pullSecrets[0]=registry"
        );
        let arguments = [
            "template",
            "rondo",
            &chart,
            "-n",
            NAMESPACE,
            "--kube-version",
            "1.34",
            "--set",
            &settings,
        ];
        let rendered = attempt("helm", &arguments, "").await;
        assert!(rendered.status.success(), "{}", said(&rendered));
        empty.admits(&String::from_utf8_lossy(&rendered.stdout)).await;
    }
    empty.remove().await;
}

#[tokio::test]
async fn the_rendered_manifests_are_current() {
    let checked = rondo_harness::cargo()
        .args(["xtask", "cluster", "render", "--check"])
        .output()
        .expect("cargo can be started");
    assert!(checked.status.success(), "{}", said(&checked));
}

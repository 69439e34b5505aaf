//! The chart on Kubernetes says what `dapr/` and the harness say elsewhere.

use std::collections::BTreeMap;

use rondo_harness::parts::{PARTITIONS, TOPICS, install};
use rondo_harness::stack::SERVICES;
use serde_json::Value;

use crate::console::document;

/// The only document of a YAML file.
fn yaml(name: &str) -> Value {
    serde_saphyr::from_str(&document(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What a component is told, by name, but where its brokers are.
fn told(component: &Value) -> BTreeMap<String, Value> {
    let entries = component["spec"]["metadata"]
        .as_array()
        .expect("a component has metadata")
        .iter();
    let named = entries.map(|entry| (entry["name"].as_str().expect("a name").to_owned(), entry["value"].clone()));
    named.filter(|(name, _)| name != "brokers").collect()
}

#[test]
fn the_chart_tells_sidecars_what_dapr_tells_them() {
    let (ours, theirs) = (
        yaml("kubernetes/dapr/component.yaml"),
        yaml("dapr/components/pubsub-kafka.yaml"),
    );
    assert_eq!(told(&ours), told(&theirs));
    assert_eq!(ours["metadata"]["name"], theirs["metadata"]["name"]);
    let (ours, theirs) = (yaml("kubernetes/dapr/resiliency.yaml"), yaml("dapr/resiliency.yaml"));
    assert_eq!(ours["spec"], theirs["spec"]);
}

#[test]
fn each_service_has_its_place_and_the_names_of_the_contract() {
    for service in SERVICES {
        let deployment = yaml(&format!("kubernetes/{}/deployment.yaml", service.name));
        let pod = &deployment["spec"]["template"];
        let container = &pod["spec"]["containers"][0];
        assert_eq!(container["args"][0], service.role);
        assert_eq!(container["ports"][0]["containerPort"], service.port);
        let asked = &pod["metadata"]["annotations"];
        let Some(beside) = service.sidecar else {
            assert!(asked["dapr.io/enabled"].is_null(), "{} has no sidecar", service.name);
            continue;
        };
        assert_eq!(asked["dapr.io/app-id"], beside.app_id);
        let port = service.port.to_string();
        let (app_port, health) = (&asked["dapr.io/app-port"], &asked["dapr.io/enable-app-health-check"]);
        assert_eq!(app_port.as_str(), beside.delivers.then_some(port.as_str()));
        assert_eq!(health.as_str(), beside.delivers.then_some("true"));
    }
}

#[test]
fn kafka_on_kubernetes_has_the_same_version_and_topics() {
    let image = format!("image: apache/kafka:{}", install::KAFKA);
    assert!(document("kubernetes/kafka/kafka-statefulset.yaml").contains(&image));
    assert!(document("kubernetes/kafka-zookeeper/kustomization.yaml").contains(install::KAFKA_WITH_ZOOKEEPER));
    let topics = document("kubernetes/kafka/topics.yaml");
    for (name, kept) in TOPICS {
        let partitions = format!("--topic, {name}, --partitions, \"{PARTITIONS}\"");
        assert!(topics.contains(&partitions), "{name}");
        assert!(topics.contains(&format!("retention.ms={}]", kept.as_millis())), "{name}");
    }
}

//! What the sidecars are told (`dapr/`) is what the contract of the events promises.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rondo_harness::parts::TOPICS;
use serde_json::{Value, json};

const COMPONENT: &str = "pubsub-kafka";

/// The subscriptions of the contract: topic, dead-letter topic, app-id, rule, path.
const SUBSCRIPTIONS: [(&str, &str, &str, &str, &str); 2] = [
    (
        "task-events",
        "task-events-dlq-recurring-task-service",
        "recurring-task-service",
        "event.type == \"task.completed\"",
        "/task-completed",
    ),
    (
        "reminders",
        "reminders-dlq-notification-service",
        "notification-service",
        "event.type == \"reminder.due_soon\"",
        "/reminder",
    ),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../dapr")
}

/// Every document of the YAML files in this folder.
fn documents(name: &str) -> Vec<Value> {
    let entries = fs::read_dir(folder().join(name)).expect("the folder is there");
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let files = files
        .iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == "yaml"));
    files.flat_map(|file| parsed(file)).collect()
}

fn parsed(file: &Path) -> Vec<Value> {
    let text = fs::read_to_string(file).expect("the file can be read");
    serde_saphyr::from_multiple(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

fn one(name: &str) -> Value {
    let mut documents = parsed(&folder().join(name));
    assert_eq!(documents.len(), 1, "{name} is one document");
    documents.remove(0)
}

/// What a component is told, by name.
fn told(component: &Value) -> BTreeMap<&str, &Value> {
    let entries = component["spec"]["metadata"].as_array().expect("a component has metadata");
    let named = entries
        .iter()
        .map(|entry| (entry["name"].as_str().expect("an entry has a name"), entry));
    let told: BTreeMap<_, _> = named.collect();
    assert_eq!(told.len(), entries.len(), "each entry comes once");
    told
}

/// What a subscription lacks of that without which it loses events.
fn lacks(subscription: &Value, resiliency: &Value) -> Vec<&'static str> {
    let spec = &subscription["spec"];
    let mut lacking = Vec::new();
    let component = spec["pubsubname"].as_str().unwrap_or_default();
    let policy = &resiliency["spec"]["targets"]["components"][component]["inbound"]["retry"];
    let policy = policy.as_str().unwrap_or_default();
    if resiliency["spec"]["policies"]["retries"][policy]["maxRetries"]
        .as_u64()
        .is_none()
    {
        lacking.push("a retry policy that ends");
    }
    let keeps_dead_letters = spec["routes"]["default"] == "/dead-letter";
    if spec["deadLetterTopic"].as_str().is_none() && !keeps_dead_letters {
        lacking.push("a dead-letter topic");
    }
    if spec["routes"]["default"].as_str().is_none() {
        lacking.push("a default route");
    }
    lacking
}

#[test]
fn no_subscription_lacks_what_keeps_its_events() {
    let resiliency = one("resiliency.yaml");
    let subscriptions = documents("subscriptions");
    assert!(!subscriptions.is_empty());
    for subscription in &subscriptions {
        assert_eq!(subscription["apiVersion"], "dapr.io/v2alpha1");
        assert_eq!(subscription["kind"], "Subscription");
        let name = &subscription["metadata"]["name"];
        assert_eq!(lacks(subscription, &resiliency), Vec::<&str>::new(), "{name}");
        assert_eq!(
            subscription["spec"]["bulkSubscribe"],
            Value::Null,
            "{name} is an ordinary one"
        );
    }
}

#[test]
fn what_is_lacking_is_found() {
    let (mut subscription, mut resiliency) = (documents("subscriptions").remove(0), one("resiliency.yaml"));
    subscription["spec"]["deadLetterTopic"].take();
    assert_eq!(lacks(&subscription, &resiliency), ["a dead-letter topic"]);
    subscription["spec"]["routes"]["default"].take();
    resiliency["spec"]["targets"]["components"][COMPONENT]["inbound"]["retry"].take();
    let all = ["a retry policy that ends", "a dead-letter topic", "a default route"];
    assert_eq!(lacks(&subscription, &resiliency), all);
}

#[test]
fn the_subscriptions_are_those_of_the_contract() {
    let of_contract = SUBSCRIPTIONS.iter().flat_map(|(topic, dead_letters, app, rule, path)| {
        let routes = json!({"rules": [{"match": rule, "path": path}], "default": "/ignored"});
        let ordinary = json!({"pubsubname": COMPONENT, "topic": topic, "deadLetterTopic": dead_letters, "routes": routes});
        let routes = json!({"default": "/dead-letter"});
        let of_dead_letters = json!({"pubsubname": COMPONENT, "topic": dead_letters, "routes": routes});
        [(app, ordinary), (app, of_dead_letters)]
    });
    let mut expected: Vec<_> = of_contract
        .map(|(app, spec)| (json!([app]).to_string(), spec.to_string()))
        .collect();
    let written = documents("subscriptions").into_iter();
    let mut found: Vec<_> = written
        .map(|written| (written["scopes"].to_string(), written["spec"].to_string()))
        .collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn the_topics_are_those_of_the_subscriptions() {
    let subscribed = SUBSCRIPTIONS
        .iter()
        .flat_map(|(topic, dead_letters, ..)| [*topic, *dead_letters]);
    let made: BTreeSet<_> = TOPICS.iter().map(|(name, _)| *name).collect();
    assert_eq!(made, subscribed.collect());
    for (name, kept) in TOPICS {
        let days = if name.contains("-dlq-") { 30 } else { 7 };
        assert_eq!(kept.as_secs(), days * 24 * 3_600, "{name}");
    }
}

#[test]
fn the_component_is_that_of_the_contract() {
    let component = one("components/pubsub-kafka.yaml");
    assert_eq!(component["metadata"]["name"], COMPONENT);
    assert_eq!(component["spec"]["type"], "pubsub.kafka");
    assert_eq!(
        component["spec"]["ignoreErrors"], false,
        "without it the sidecar would stay up and lost"
    );
    let told = told(&component);
    for (name, value) in [
        ("consumerGroup", "{appID}"),
        ("initialOffset", "oldest"),
        ("consumeRetryEnabled", "true"),
        ("authType", "none"),
    ] {
        assert_eq!(told[name]["value"], value, "{name}");
    }
    assert!(
        told.keys().all(|name| !name.to_lowercase().contains("ttl")),
        "an event does not expire"
    );
}

#[test]
fn the_variants_for_production_differ_in_authentication_alone() {
    let of_authentication = [
        "authType",
        "saslMechanism",
        "saslUsername",
        "saslPassword",
        "caCert",
        "clientCert",
        "clientKey",
    ];
    let rest = |component: &Value| -> BTreeMap<String, Value> {
        let told = told(component)
            .into_iter()
            .filter(|(name, _)| !of_authentication.contains(name));
        told.map(|(name, entry)| (name.to_owned(), entry.clone())).collect()
    };
    let plain = one("components/pubsub-kafka.yaml");
    let variants = documents("production");
    assert_eq!(variants.len(), 2);
    for variant in variants {
        assert_eq!(rest(&variant), rest(&plain));
        assert_eq!(
            (&variant["metadata"], &variant["spec"]["type"]),
            (&plain["metadata"], &plain["spec"]["type"])
        );
        for secret in ["saslPassword", "clientKey"] {
            let told = told(&variant);
            let Some(entry) = told.get(secret) else { continue };
            assert!(entry["secretKeyRef"].is_object(), "{secret} comes from a secret store");
        }
    }
}

#[test]
fn a_delivery_is_tried_five_times_and_a_publish_once() {
    let resiliency = one("resiliency.yaml");
    let (policies, target) = (
        &resiliency["spec"]["policies"],
        &resiliency["spec"]["targets"]["components"][COMPONENT],
    );
    let retry = &policies["retries"][target["inbound"]["retry"].as_str().expect("a retry policy")];
    assert_eq!(*retry, json!({"policy": "exponential", "maxInterval": "2s", "maxRetries": 4}));
    let time_out = |direction: &str| &policies["timeouts"][target[direction]["timeout"].as_str().expect("a time-out")];
    assert_eq!(time_out("inbound"), "6s", "a service may hold a call for 5 s");
    assert_eq!(time_out("outbound"), "5s");
    assert_eq!(target["outbound"]["retry"], Value::Null, "the relay is the retry");
    assert_eq!(policies["circuitBreakers"], Value::Null);
    assert!(
        ["inbound", "outbound"]
            .iter()
            .all(|each| target[each]["circuitBreaker"].is_null())
    );
}

#[test]
fn sidecars_trace_and_stay_on_their_machine() {
    let configuration = one("config.yaml");
    assert_eq!(configuration["spec"]["tracing"]["samplingRate"], "1");
    assert_ne!(configuration["spec"]["nameResolution"]["component"], "mdns");
    assert!(configuration["spec"]["nameResolution"]["component"].is_string());
}

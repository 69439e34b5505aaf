//! The components for production under `dapr/` reach brokers that ask who is there.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rondo_harness::eventually;
use rondo_harness::parts::{Daprd, Guard, Kafka, KafkaPorts, Place, Sidecar, turn};
use serde_json::{Value, json};

use crate::parts::{place, publish};
use crate::subscriber::Subscriber;

const TOPIC: &str = "task-events";
const PATIENCE: Duration = Duration::from_mins(1);

/// A folder with that component, which finds its secrets in a file instead of in Kubernetes.
fn components(place: &Place, name: &str, file: &str, secrets: &Value) -> PathBuf {
    let production = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dapr/production");
    let component = fs::read_to_string(production.join(file)).expect("the component is there");
    assert!(component.contains("secretStore: kubernetes"), "{component}");
    let folder = place.folder().join(name);
    fs::create_dir(&folder).expect("a folder can be made");
    let path = folder.join("secrets.json");
    let metadata = json!([{"name": "secretsFile", "value": path}, {"name": "multiValued", "value": "true"}]);
    let store = json!({
        "apiVersion": "dapr.io/v1alpha1", "kind": "Component", "metadata": {"name": "a-file"},
        "spec": {"type": "secretstores.local.file", "version": "v1", "metadata": metadata},
    });
    let component = component.replace("secretStore: kubernetes", "secretStore: a-file");
    for (file, text) in [
        ("secrets.json", secrets.to_string()),
        ("a-file.yaml", store.to_string()),
        ("pubsub.yaml", component),
    ] {
        fs::write(folder.join(file), text).expect("a file can be written");
    }
    folder
}

#[tokio::test]
async fn brokers_that_ask_who_is_there_are_reached() {
    let _turn = turn().await;
    let (_folder, place) = place();
    let guard = Guard::new(&place).unwrap();
    let kafka = Kafka::guarded(&place, KafkaPorts::free(), &guard).unwrap();
    kafka.start().await.unwrap();
    kafka.make_topics().await.unwrap();
    let secrets = guard.secrets().unwrap();

    for (name, file, brokers) in [
        ("by-password", "pubsub-kafka-sasl.yaml", guard.sasl()),
        ("by-certificate", "pubsub-kafka-tls.yaml", guard.tls()),
    ] {
        let service = Subscriber::to(TOPIC).await;
        let components = components(&place, name, file, &secrets);
        let sidecar = Sidecar::of(name, &brokers).components(&components).app(service.port());
        let daprd = Daprd::new(&place, &sidecar).unwrap();
        daprd.start().await.unwrap();
        publish(
            &daprd,
            TOPIC,
            &json!({"specversion": "1.0", "id": name, "type": "task.created"}),
        )
        .await;
        service.received(name).await;
    }

    let mut wrong = secrets;
    wrong["rondo-kafka"]["password"] = json!("guessed");
    let components = components(&place, "stranger", "pubsub-kafka-sasl.yaml", &wrong);
    let daprd = Daprd::new(&place, &Sidecar::of("stranger", &guard.sasl()).components(&components)).unwrap();
    daprd.part().start().unwrap();
    eventually("a stranger's sidecar has given up", PATIENCE, || async {
        (daprd.part().starts() > 1).then_some(())
    })
    .await;
    let said = daprd.part().everything();
    assert!(said.contains("SASL Authentication failed"), "{said}");
}

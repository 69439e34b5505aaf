//! The stack for Docker is the stack of `cargo xtask stack`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rondo_harness::parts::{PARTITIONS, TOPICS, install};
use rondo_harness::stack::SERVICES;
use serde_json::Value;

fn compose() -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docker-compose.yaml");
    let text = fs::read_to_string(file).expect("the file is there");
    serde_saphyr::from_str(&text).expect("it is YAML")
}

#[test]
fn it_has_the_same_versions() {
    let compose = compose();
    let image = |service: &str| compose["services"][service]["image"].as_str().expect("an image").to_owned();
    assert_eq!(image("kafka"), format!("apache/kafka:{}", install::KAFKA));
    assert_eq!(image("topics"), image("kafka"));
    assert_eq!(image("daprd-relay"), format!("daprio/daprd:{}", install::DAPR));
}

#[test]
fn it_has_the_same_services_and_sidecars() {
    let compose = compose();
    for service in SERVICES {
        let ours = &compose["services"][service.name]["command"];
        assert_eq!(ours[0], service.role);
        assert_eq!(ours[2], format!("0.0.0.0:{}", service.port));
        let Some(beside) = service.sidecar else { continue };
        let sidecar = &compose["services"][format!("daprd-{}", service.name)];
        assert_eq!(sidecar["network_mode"], format!("service:{}", service.name));
        let command: Vec<_> = sidecar["command"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let told = |flag: &str| command.iter().skip_while(|word| **word != flag).nth(1).copied();
        assert_eq!(told("--app-id"), Some(beside.app_id));
        let port = service.port.to_string();
        assert_eq!(told("--app-port"), beside.delivers.then_some(port.as_str()));
        assert_eq!(told("--app-health-check-path"), beside.delivers.then_some("/dapr/health"));
        assert_eq!(command.contains(&"--enable-app-health-check"), beside.delivers);
    }
}

#[test]
fn it_makes_the_same_topics() {
    let script = &compose()["services"]["topics"]["command"][0];
    let script = script.as_str().expect("a script");
    assert!(script.contains(&format!("--partitions {PARTITIONS}")));
    let (_, list) = script.split_once("<<'TOPICS'\n").expect("a list of topics");
    let made: BTreeSet<_> = list.lines().filter(|line| line.contains(' ')).map(str::to_owned).collect();
    let wanted = TOPICS.map(|(name, kept)| format!("{name} {}", kept.as_millis()));
    assert_eq!(made, wanted.into());
}

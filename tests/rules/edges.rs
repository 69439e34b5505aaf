//! Dependencies point one way (ARCHITECTURE.md). What is not allowed here does not happen by accident.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// The crates from the outside in: each may use those of the lines below it, and none of its own.
const LAYERS: [&[&str]; 8] = [
    &["rondo"],
    &[
        "rondo-chat-api",
        "rondo-mcp",
        "rondo-model",
        "rondo-recurring-task",
        "rondo-reminder",
        "rondo-notification",
    ],
    &["rondo-application"],
    &["rondo-bus"],
    &["rondo-exchange", "rondo-store"],
    &["rondo-contract", "rondo-language"],
    &["rondo-domain"],
    &["rondo-recurrence"],
];

/// What stands beside the layers: telemetry for the outermost, the rest for tests and measurements.
const TOOLS: [&str; 6] = [
    "rondo-telemetry",
    "rondo-bench",
    "rondo-fixture",
    "rondo-harness",
    "rondo-tests",
    "xtask",
];

/// Pure crates decide; they neither wait nor reach out.
const PURE: [&str; 4] = ["rondo-domain", "rondo-exchange", "rondo-language", "rondo-recurrence"];
const IMPURE: [&str; 8] = [
    "async-trait",
    "axum",
    "futures",
    "reqwest",
    "sea-orm",
    "sqlx",
    "tokio",
    "tracing",
];

/// What only some crates may know.
const SECLUDED: [(&str, &[&str]); 4] = [
    ("sea-orm", &["rondo-store"]),
    ("sqlx", &["rondo-store", "rondo-harness", "rondo-tests"]),
    (
        "axum",
        // The bus over Dapr is HTTP: the sidecar calls it. So no service needs to know of that.
        // Whoever measures the sidecar is called by it as well.
        &["rondo", "rondo-bench", "rondo-bus", "rondo-chat-api", "rondo-mcp"],
    ),
    ("metrics-exporter-prometheus", &["rondo-telemetry"]),
];

fn metadata() -> Metadata {
    MetadataCommand::new()
        .no_deps()
        .exec()
        .expect("cargo describes the workspace")
}

fn dependencies(package: &Package) -> BTreeSet<&str> {
    let built_in = package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind != DependencyKind::Development);
    built_in.map(|dependency| dependency.name.as_str()).collect()
}

fn layer(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&name))
}

#[test]
fn every_crate_uses_only_those_further_in() {
    let metadata = metadata();
    for package in metadata.workspace_packages() {
        let (name, dependencies) = (package.name.as_str(), dependencies(package));
        let Some(own) = layer(name) else { continue };
        for (dependency, other) in dependencies.iter().filter_map(|name| Some((name, layer(name)?))) {
            assert!(own < other, "{name} must not depend on {dependency}");
        }
        let may_measure = own <= 1;
        assert!(
            may_measure || !dependencies.contains("rondo-telemetry"),
            "{name} must not depend on rondo-telemetry"
        );
    }
}

#[test]
fn every_crate_has_its_place() {
    let metadata = metadata();
    for package in metadata.workspace_packages() {
        let folder = package
            .manifest_path
            .parent()
            .and_then(|folder| folder.file_name())
            .expect("a manifest lies in a folder");
        let name = package.name.as_str();
        let expected = if ["rondo", "xtask"].contains(&folder) {
            folder.to_owned()
        } else {
            format!("rondo-{folder}")
        };
        assert_eq!(name, expected, "packages are named for their folder");
        let is_tool = TOOLS.contains(&name);
        assert!(
            is_tool || layer(name).is_some(),
            "{name} has no place in the layers; give it one in ARCHITECTURE.md and here"
        );
    }
}

#[test]
fn pure_crates_do_nothing_but_decide() {
    let metadata = metadata();
    for package in metadata
        .workspace_packages()
        .iter()
        .filter(|package| PURE.contains(&package.name.as_str()))
    {
        let found: Vec<_> = dependencies(package)
            .into_iter()
            .filter(|name| IMPURE.contains(name))
            .collect();
        assert!(found.is_empty(), "{} is pure, so it cannot use {found:?}", package.name);
    }
}

#[test]
fn what_is_secluded_stays_so() {
    let metadata = metadata();
    let mut users: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in metadata.workspace_packages() {
        for dependency in dependencies(package) {
            users.entry(dependency.to_owned()).or_default().push(package.name.to_string());
        }
    }
    for (secluded, allowed) in SECLUDED {
        let others: Vec<_> = users
            .get(secluded)
            .into_iter()
            .flatten()
            .filter(|name| !allowed.contains(&name.as_str()))
            .collect();
        assert!(others.is_empty(), "only {allowed:?} may use {secluded}, not {others:?}");
    }
}

//! `cargo xtask stack` as people type it.

use std::path::Path;
use std::process::Output;

use rondo_harness::cargo;
use rondo_harness::parts::{Identity, turn};
use serde_json::Value;
use tempfile::TempDir;

/// A stack of the test's own, which is down when the test ends.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("rondo-stack-").tempdir();
        Self(folder.expect("a temporary folder can be made"))
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    fn stack(&self, arguments: &[&str]) -> Output {
        let mut command = cargo();
        command.args(["xtask", "stack"]).args(arguments);
        command.env("RONDO_STACK_FOLDER", self.folder());
        command.output().expect("cargo can be started")
    }

    /// Runs it to a good end, and gives what it prints as JSON.
    fn json(&self, arguments: &'static [&'static str]) -> Value {
        let output = self.stack(arguments);
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {complaint}");
        serde_json::from_slice(&output.stdout).expect("JSON on the standard output")
    }

    fn supervisor(&self) -> Identity {
        let state = std::fs::read(self.folder().join("state.json")).expect("a state is written");
        let state: Value = serde_json::from_slice(&state).expect("the state is JSON");
        let pid = state["supervisor"]["pid"].as_u64().and_then(|pid| pid.try_into().ok());
        Identity::of(pid.expect("the state names the supervisor")).expect("the supervisor runs")
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let output = self.stack(&["down", "--remove-data"]);
        if !output.status.success() {
            eprintln!("{}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

const UP: &[&str] = &["up", "--only-parts", "--json"];

fn pid(status: &Value, part: &str) -> u64 {
    assert_eq!(status[part]["ready"], true, "{status}");
    status[part]["pid"].as_u64().expect("a part that is ready has a process")
}

#[tokio::test]
async fn the_stack_comes_up_stays_up_and_goes_down() {
    let _turn = turn().await;
    let place = Place::new();

    let first = place.json(UP);
    let parts = ["postgres", "kafka", "daprd-relay"];
    assert!(
        first["kafka"]["brokers"]
            .as_str()
            .is_some_and(|brokers| brokers.starts_with("127.0.0.1:"))
    );
    let pids = parts.map(|part| pid(&first, part));
    let again = place.json(UP);
    assert_eq!(parts.map(|part| pid(&again, part)), pids, "there is nothing to do");
    let other = place.stack(&["up", "--zookeeper"]);
    assert!(!other.status.success(), "what is up has other options");

    // As if the machine had run out of memory.
    let supervisor = place.supervisor();
    supervisor.signal("KILL").expect("it can be killed");
    let after = place.json(UP);
    assert!(!supervisor.is_alive());
    for (part, before) in parts.into_iter().zip(pids) {
        assert_ne!(pid(&after, part), before, "{part} has a supervisor again");
        assert_eq!(after[part]["url"], first[part]["url"], "{part} is where it was");
    }

    let left = parts.map(|part| Identity::of(u32::try_from(pid(&after, part)).expect("an id")));
    assert!(place.stack(&["down"]).status.success());
    assert!(
        left.into_iter().flatten().all(|process| !process.is_alive()),
        "nothing is left"
    );
    assert_eq!(place.json(&["status", "--json"]), serde_json::json!({}));
}

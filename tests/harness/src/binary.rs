//! The binary under test.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// The cargo that runs this test, or the one on the path, to be started as if by hand.
///
/// The outer one tells of its own package in the environment, and crates whose build depends on that would
/// be compiled again, with all that stands on them.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    without_package(&mut command);
    command
}

/// The same for a command that starts a cargo later on.
pub fn without_package(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let told = name.to_string_lossy();
        if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name);
        }
    }
}

/// The `rondo` binary, built once for this process in the profile of the running test.
///
/// `RONDO_TEST_BINARY` names one that is built already.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| env::var_os("RONDO_TEST_BINARY").map_or_else(|| build(!cfg!(debug_assertions)), PathBuf::from))
}

/// Builds the binary with the features of the whole workspace, and with those that tests ask for, as
/// `cargo test --workspace` does: so no dependency is compiled a second time. An optimised one is as users
/// build it.
pub fn build(release: bool) -> PathBuf {
    let mut command = cargo();
    command.args([
        "build",
        "--quiet",
        "--workspace",
        "--bin",
        "rondo",
        "--message-format=json-render-diagnostics",
    ]);
    command.arg(if release { "--release" } else { "--tests" });
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = command
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "the binary under test does not build: {command:?}");
    let lines = String::from_utf8_lossy(&output.stdout).into_owned();
    let executable = lines
        .lines()
        .filter_map(|line| executable(&serde_json::from_str(line).ok()?))
        .next_back();
    executable.expect("cargo names the executable that it built")
}

fn executable(message: &Value) -> Option<PathBuf> {
    let is_ours = message["target"]["name"] == "rondo" && message["reason"] == "compiler-artifact";
    let is_program = is_ours && message["profile"]["test"] == false;
    message["executable"].as_str().filter(|_| is_program).map(PathBuf::from)
}

//! Every command that the README shows is run, in its order.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rondo_harness::{Engine, Rondo};

/// Where the README's server listens.
const ADDRESS: &str = "http://127.0.0.1:8000";

/// Stops at the first command that fails and names it.
const PROLOGUE: &str = "set -eEuo pipefail\ntrap 'echo \"failed: $BASH_COMMAND\" >&2' ERR\n";

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests lie in the repository")
        .to_owned()
}

/// The commands of every `console` block, without those that build or start the product.
fn commands(document: &str) -> Vec<String> {
    let mut commands: Vec<String> = Vec::new();
    let (mut in_block, mut goes_on) = (false, false);
    for line in document.lines() {
        if line.starts_with("```") {
            (in_block, goes_on) = (line == "```console", false);
            continue;
        }
        let command = if goes_on {
            Some(line.strip_prefix("> ").unwrap_or(line))
        } else {
            line.strip_prefix("$ ")
        };
        let Some(command) = command.filter(|_| in_block) else {
            continue;
        };
        match commands.last_mut().filter(|_| goes_on) {
            Some(last) => *last = format!("{last}\n{command}"),
            None => commands.push(command.to_owned()),
        }
        goes_on = commands.last().is_some_and(|command| !is_whole(command));
    }
    let starts_it = |command: &String| ["cargo ", "git ", "cd "].iter().any(|word| command.starts_with(word));
    commands.retain(|command| !starts_it(command));
    commands
}

/// Whether bash would run it rather than wait for more.
fn is_whole(command: &str) -> bool {
    let read = Command::new("bash")
        .args(["-n", "-c", command])
        .output()
        .expect("bash is there");
    read.status.success() && !command.ends_with('\\')
}

#[tokio::test]
async fn the_readme_does_what_it_says() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README.md");
    let commands = commands(&readme);
    assert!(
        commands.iter().any(|command| command.contains("curl")),
        "the README shows how to use it"
    );
    let rondo = Rondo::on(Engine::Sqlite).start().await;
    let script = format!("{PROLOGUE}{}\n", commands.join("\n")).replace(ADDRESS, &rondo.address().get());
    assert!(!script.contains(":8000"), "write the address as {ADDRESS}");

    let folder = rondo.database().folder();
    let ran = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder)
        .output()
        .expect("bash is there");

    let said = [ran.stdout, ran.stderr].concat();
    assert!(ran.status.success(), "{}\n--- of\n{script}", String::from_utf8_lossy(&said));
}

#[test]
fn commands_are_found_with_their_continuations() {
    let document = "```console\n$ cargo run --release\n```\n\n```console\n$ curl -f \\\n    --json '{\n}' http://a\n{\"id\": 7}\n$ echo 1\n```\n$ no\n```sh\n$ no\n```\n";
    assert_eq!(commands(document), ["curl -f \\\n    --json '{\n}' http://a", "echo 1"]);
}

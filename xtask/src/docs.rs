//! `cargo xtask docs`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::step::{Step, root, say};

/// What is generated, under `contracts/`.
const GENERATED: &str = "contracts";
/// The page about the commands, which is generated, too.
const COMMANDS: &str = "docs/commands.md";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only check that the files are current; fail and name those that are not
    #[arg(long)]
    check: bool,
}

/// Writes `OpenAPI`, `AsyncAPI`, the schemas of the events and the page about the commands from the code
/// that they describe.
pub(crate) fn run(options: &Options) -> Result<()> {
    if options.check {
        return check();
    }
    write(Path::new(GENERATED), "Writing the descriptions of the interfaces")?;
    say(&format!("Writing {COMMANDS}"));
    fs::write(root().join(COMMANDS), commands()?).with_context(|| format!("write {COMMANDS}"))
}

/// The page about the commands, as the binary has it.
fn commands() -> Result<String> {
    let arguments = ["run", "--quiet", "--package", "rondo", "--", "reference"];
    let output = std::process::Command::new("cargo")
        .args(arguments)
        .current_dir(root())
        .output()?;
    ensure!(output.status.success(), "the page about the commands cannot be written");
    Ok(String::from_utf8(output.stdout)?)
}

fn write(folder: &Path, what: &str) -> Result<()> {
    let command = ["run", "--quiet", "--package", "rondo", "--", "contracts"].map(AsRef::as_ref);
    Step::cargo(command.into_iter().chain([folder.as_os_str()])).run(what)
}

fn check() -> Result<()> {
    let fresh = tempfile::tempdir()?;
    write(
        fresh.path(),
        "Generating the descriptions of the interfaces elsewhere, to compare",
    )?;
    let (fresh, present) = (files(fresh.path())?, files(&root().join(GENERATED))?);
    let names = fresh.keys().chain(present.keys());
    let mut stale: Vec<_> = names.filter(|name| fresh.get(*name) != present.get(*name)).collect();
    stale.dedup();
    ensure!(
        stale.is_empty(),
        "not current: {stale:?}; run `cargo xtask docs` and look at the difference"
    );
    let page = fs::read_to_string(root().join(COMMANDS)).unwrap_or_default();
    ensure!(
        page == commands()?,
        "{COMMANDS} is not current; run `cargo xtask docs` and look at the difference"
    );
    say("They are current");
    Ok(())
}

/// Every file below a folder with what is in it.
fn files(folder: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("read {}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder)?.to_owned(), fs::read(&path)?);
            }
        }
    }
    Ok(found)
}

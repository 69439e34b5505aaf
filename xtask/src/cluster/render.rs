//! `cargo xtask cluster render`: the chart as plain manifests, a folder a service.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::command::run;
use super::install;
use super::place::NAMESPACE;
use crate::step::{root, say};

const HEADER: &str = "# Rendered from helm/rondo by `cargo xtask cluster render`: change it there.\n";

#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only check that the files are current; fail and name those that are not
    #[arg(long)]
    check: bool,
}

pub(super) fn render(options: &Options) -> Result<()> {
    say("Rendering the chart, as its values are");
    let folder = root().join("kubernetes");
    let mut stale = Vec::new();
    for (path, text) in rendered()? {
        let target = folder.join(&path);
        if fs::read_to_string(&target).is_ok_and(|there| there == text) {
            continue;
        }
        stale.push(path);
        if !options.check {
            fs::create_dir_all(target.parent().context("a manifest lies in a folder")?)?;
            fs::write(&target, text)?;
        }
    }
    ensure!(
        !options.check || stale.is_empty(),
        "not current: {stale:?}; run `cargo xtask cluster render` and look at the difference"
    );
    eprintln!("    kubernetes/: {} written", stale.len());
    Ok(())
}

/// Each manifest, by its path below `kubernetes/`.
fn rendered() -> Result<BTreeMap<PathBuf, String>> {
    let folder = tempfile::tempdir()?;
    let mut helm = Command::new(install::kubernetes()?.join("helm"));
    helm.args(["template", "rondo"]).arg(root().join("helm/rondo"));
    helm.args([
        "--namespace",
        NAMESPACE,
        "--kube-version",
        install::KUBERNETES,
        "--output-dir",
    ]);
    run(helm.arg(folder.path()))?;
    let mut found = BTreeMap::new();
    collect(&folder.path().join("rondo/templates"), Path::new(""), &mut found)?;
    Ok(found)
}

fn collect(folder: &Path, inside: &Path, found: &mut BTreeMap<PathBuf, String>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let inside = inside.join(entry.file_name());
        if entry.path().is_dir() {
            // The test is of the installed chart.
            if entry.file_name() != "tests" {
                collect(&entry.path(), &inside, found)?;
            }
            continue;
        }
        let text = fs::read_to_string(entry.path())?;
        let lines = text.lines().filter(|line| !line.starts_with("# Source: ") && *line != "---");
        let manifest: String = lines.flat_map(|line| [line.trim_end(), "\n"]).collect();
        found.insert(inside, format!("{HEADER}{}\n", manifest.trim_end()));
    }
    Ok(())
}

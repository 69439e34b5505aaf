//! Images on the node: written as files, and handed to the container runtime.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use rondo_harness::parts::install::{DAPR, KAFKA, kafka};
use sha2::{Digest, Sha256};

use super::command::{ctr, run};
use super::install;
use crate::image::{ACCOUNT, Image, parts, rondo};

/// Of the cluster itself.
pub(super) fn load_system() -> Result<()> {
    let programs = install::kubernetes()?;
    for (name, owner) in [("pause", 65535), ("coredns", ACCOUNT)] {
        load(&[format!("localhost/{name}:1")], || {
            parts::alone(name, &programs.join(name), owner)
        })?;
    }
    Ok(())
}

/// Of Dapr: one under six names.
pub(super) fn load_dapr() -> Result<()> {
    let names = parts::DAPR.map(|name| format!("localhost/dapr/{name}:{DAPR}"));
    load(&names, || parts::dapr(&install::dapr()?))
}

/// Of what Rondo stands on.
pub(super) fn load_parts() -> Result<()> {
    load(&[format!("localhost/kafka:{KAFKA}")], || parts::kafka(&kafka()?))?;
    load(&["localhost/postgres:1".to_owned()], parts::postgres)
}

/// Of Rondo; gives the tag, which follows from what is in it.
pub(super) fn load_rondo(binary: &Path) -> Result<String> {
    let bytes = fs::read(binary).with_context(|| format!("read {}", binary.display()))?;
    let hash = Sha256::digest(&bytes);
    let tag = format!(
        "{:016x}",
        hash.iter().take(8).fold(0_u64, |tag, byte| tag << 8 | u64::from(*byte))
    );
    load(&[format!("localhost/rondo:{tag}")], || rondo::image(binary))?;
    Ok(tag)
}

/// Makes an image and hands it over, unless the node has one of that name.
fn load(names: &[String], make: impl FnOnce() -> Result<Image>) -> Result<()> {
    let there = run(&mut ctr(["images", "list", "--quiet"]))?;
    if names.iter().all(|name| there.lines().any(|line| line == name)) {
        return Ok(());
    }
    eprintln!("    {}", names.join(" "));
    let file = tempfile::Builder::new().suffix(".tar").tempfile()?;
    make()?.write(file.path(), names)?;
    run(ctr(["images", "import"]).arg(file.path())).map(drop)
}

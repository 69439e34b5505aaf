//! The image of Rondo: what the last stage of the `Dockerfile` makes, for every role.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use rondo_harness::cargo;
use serde_json::{Value, json};

use super::archive::Image;
use super::layer::Layer;
use super::{ACCOUNT, accounts};
use crate::step::{Step, root};

/// The authorities whom the system trusts, on Debian and many others.
const AUTHORITIES: &str = "/etc/ssl/certs/ca-certificates.crt";

/// What the image says of itself. `tests/rules/image.rs` compares it with the `Dockerfile`.
pub(crate) fn config() -> Value {
    json!({
        "User": format!("{ACCOUNT}:{ACCOUNT}"),
        "Env": ["PATH=/", "HOME=/data", "XDG_DATA_HOME=/data", "RONDO_LISTEN=0.0.0.0:8000"],
        "Entrypoint": ["/rondo"],
        "Cmd": ["serve"],
        "WorkingDir": "/data",
        "ExposedPorts": {"8000/tcp": {}},
        "Volumes": {"/data": {}},
        "Labels": {
            "org.opencontainers.image.title": "Rondo",
            "org.opencontainers.image.description": "A self-hosted task manager in which every change is an event",
            "org.opencontainers.image.licenses": "Apache-2.0",
            "org.opencontainers.image.version": env!("CARGO_PKG_VERSION"),
        },
    })
}

/// The image with this binary, which must need no library.
pub(crate) fn image(binary: &Path) -> Result<Image> {
    let mut layer = Layer::new()?;
    accounts(&mut layer, "rondo", ACCOUNT)?;
    if Path::new(AUTHORITIES).exists() {
        layer.file(AUTHORITIES, &fs::canonicalize(AUTHORITIES)?)?;
    }
    layer.folder("/data", 0o700, ACCOUNT)?;
    layer.folder("/tmp", 0o1777, 0)?;
    let mut program = Layer::new()?;
    program.file("/rondo", binary)?;
    Ok(Image {
        config: config(),
        layers: vec![layer, program],
    })
}

/// Builds the binary so that it needs no library: its own folder of the target folder, since the flags differ.
pub(crate) fn build() -> Result<PathBuf> {
    let target = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let folder = target_folder()?.join("image");
    Step::cargo(["build", "--release", "--locked", "--package", "rondo", "--bin", "rondo"])
        .arguments(["--target", &target, "--target-dir"])
        .arguments([&folder])
        .env("RUSTFLAGS", "-C target-feature=+crt-static")
        .run("Building a rondo that needs no library")?;
    Ok(folder.join(target).join("release/rondo"))
}

fn target_folder() -> Result<PathBuf> {
    let said = cargo()
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .context("start cargo")?;
    let metadata: Value = serde_json::from_slice(&said.stdout).context("read what cargo says of the workspace")?;
    let folder = metadata["target_directory"]
        .as_str()
        .context("cargo names the target folder")?;
    Ok(folder.into())
}

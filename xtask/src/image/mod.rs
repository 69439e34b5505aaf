//! `cargo xtask image`: the image of Rondo as a file, without a registry or a daemon; and images of what the
//! cluster on this machine consists of.

mod archive;
mod layer;
mod libraries;
pub(crate) mod parts;
pub(crate) mod rondo;

use std::path::PathBuf;

use anyhow::Result;

pub(crate) use self::archive::Image;
use self::layer::Layer;
use crate::step::say;

/// Whom programs in images run as.
pub(crate) const ACCOUNT: u32 = 65532;

#[derive(clap::Args)]
pub(crate) struct Options {
    /// The name that it gets
    #[arg(long, default_value = "localhost/rondo:dev")]
    name: String,
    /// Where to write it
    #[arg(long, default_value = "target/rondo-image.tar")]
    output: PathBuf,
    /// Take this binary, which must need no library, instead of building one
    #[arg(long)]
    binary: Option<PathBuf>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let binary = match &options.binary {
        Some(binary) => binary.clone(),
        None => rondo::build()?,
    };
    say(&format!("Writing the image {} to {}", options.name, options.output.display()));
    if let Some(folder) = options.output.parent() {
        std::fs::create_dir_all(folder)?;
    }
    rondo::image(&binary)?.write(&options.output, std::slice::from_ref(&options.name))?;
    eprintln!("    `docker load -i`, `podman load -i` and `ctr images import` take it");
    Ok(())
}

/// The accounts in an image: root, and whom its program runs as. Dapr asks for the group as well, which a
/// runtime takes from here.
fn accounts(layer: &mut Layer, name: &str, id: u32) -> Result<()> {
    let shell = "/sbin/nologin";
    layer.text(
        "/etc/passwd",
        &format!("root:x:0:0:root:/:{shell}\n{name}:x:{id}:{id}:{name}:/:{shell}\n"),
    )?;
    layer.text("/etc/group", &format!("root:x:0:\n{name}:x:{id}:\n"))?;
    layer.text("/etc/nsswitch.conf", "hosts: files dns\n")
}

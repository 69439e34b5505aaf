//! Images of what is not ours, made of the programs of this machine: for clusters that reach no registry.

mod java;
mod postgres;

use std::path::Path;

use anyhow::Result;
use serde_json::json;

pub(crate) use self::java::kafka;
pub(crate) use self::postgres::postgres;
use super::layer::Layer;
use super::{ACCOUNT, Image, accounts};

/// The programs of Dapr, each of which has an image of its own.
pub(crate) const DAPR: [&str; 6] = ["daprd", "injector", "operator", "placement", "scheduler", "sentry"];

/// A program that needs no library and nothing else.
pub(crate) fn alone(name: &str, program: &Path, owner: u32) -> Result<Image> {
    let mut layer = Layer::new()?;
    layer.file(&format!("/{name}"), program)?;
    Ok(Image {
        config: json!({"User": format!("{owner}:{owner}"), "Entrypoint": [format!("/{name}")]}),
        layers: vec![layer],
    })
}

/// One file that acts as the program by whose name it is called.
pub(crate) fn dapr(program: &Path) -> Result<Image> {
    let mut layer = Layer::new()?;
    accounts(&mut layer, "dapr", ACCOUNT)?;
    layer.file("/dapr", program)?;
    for name in DAPR {
        layer.link(&format!("/{name}"), "dapr")?;
    }
    Ok(Image {
        config: json!({"User": format!("{ACCOUNT}:{ACCOUNT}")}),
        layers: vec![layer],
    })
}

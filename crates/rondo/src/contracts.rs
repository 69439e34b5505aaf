//! `rondo contracts`: what is generated from the code, to be checked in.

use std::fs;
use std::path::Path;

use anyhow::Context;

/// Writes the descriptions of REST and of the events into a folder.
pub(crate) fn write(folder: &Path) -> anyhow::Result<()> {
    let openapi = serde_json::to_string_pretty(&rondo_chat_api::openapi())?;
    put(&folder.join("openapi.json"), &format!("{openapi}\n"))?;
    put(&folder.join("asyncapi.yaml"), &rondo_contract::asyncapi_yaml())?;
    for schema in rondo_contract::schemas() {
        let text = serde_json::to_string_pretty(&schema.schema)?;
        put(&folder.join("schemas").join(schema.path), &format!("{text}\n"))?;
    }
    Ok(())
}

fn put(path: &Path, text: &str) -> anyhow::Result<()> {
    let name = path.display();
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make the folder of {name}"))?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {name}"))
}

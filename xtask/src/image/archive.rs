//! An image as a file: an OCI image layout in a tar archive, with the index by which Docker loads one. No
//! registry and no daemon takes part in making it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tar::{Builder, EntryType, Header};

use super::layer::Layer;

const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";
const CONFIG: &str = "application/vnd.oci.image.config.v1+json";
const LAYER: &str = "application/vnd.oci.image.layer.v1.tar";

/// What an image says of itself, as in the `config` of the OCI image specification.
pub(crate) struct Image {
    pub(crate) config: Value,
    pub(crate) layers: Vec<Layer>,
}

/// Something in the archive that is called by its hash.
struct Blob {
    media_type: &'static str,
    hash: String,
    size: u64,
}

impl Blob {
    fn path(&self) -> String {
        format!("blobs/sha256/{}", self.hash)
    }

    fn to_json(&self) -> Value {
        json!({"mediaType": self.media_type, "digest": format!("sha256:{}", self.hash), "size": self.size})
    }
}

impl Image {
    /// Writes it under these names.
    pub(crate) fn write(self, target: &Path, names: &[String]) -> Result<()> {
        let file = File::create(target).with_context(|| format!("make {}", target.display()))?;
        let mut tar = Builder::new(file);
        let mut layers = Vec::new();
        for layer in self.layers {
            let layer = layer.finish()?;
            layers.push(add_file(&mut tar, layer.path())?);
        }
        let hashes: Vec<_> = layers.iter().map(|layer| format!("sha256:{}", layer.hash)).collect();
        let config = json!({
            "architecture": architecture(), "os": "linux", "config": self.config,
            "rootfs": {"type": "layers", "diff_ids": hashes},
        });
        let config = add_json(&mut tar, CONFIG, &config)?;
        let layer_list: Vec<_> = layers.iter().map(Blob::to_json).collect();
        let manifest = json!({
            "schemaVersion": 2, "mediaType": MANIFEST, "config": config.to_json(), "layers": layer_list,
        });
        let manifest = add_json(&mut tar, MANIFEST, &manifest)?;
        let entries = names.iter().map(|name| {
            let mut entry = manifest.to_json();
            let tag = name.rsplit_once(':').map_or("latest", |(_, tag)| tag);
            entry["annotations"] = json!({
                "io.containerd.image.name": name, "org.opencontainers.image.ref.name": tag,
            });
            entry
        });
        let index = json!({"schemaVersion": 2, "manifests": entries.collect::<Vec<_>>()});
        let paths: Vec<_> = layers.iter().map(Blob::path).collect();
        let for_docker = json!([{"Config": config.path(), "RepoTags": names, "Layers": paths}]);
        add(&mut tar, "index.json", index.to_string().as_bytes())?;
        add(&mut tar, "manifest.json", for_docker.to_string().as_bytes())?;
        add(&mut tar, "oci-layout", br#"{"imageLayoutVersion":"1.0.0"}"#)?;
        tar.finish().context("finish the image")
    }
}

fn add_json(tar: &mut Builder<File>, media_type: &'static str, value: &Value) -> Result<Blob> {
    let text = value.to_string();
    let blob = Blob {
        media_type,
        hash: hex(&Sha256::digest(&text)),
        size: text.len() as u64,
    };
    add(tar, &blob.path(), text.as_bytes())?;
    Ok(blob)
}

fn add_file(tar: &mut Builder<File>, source: &Path) -> Result<Blob> {
    let mut file = File::open(source)?;
    let (mut hash, mut size, mut block) = (Sha256::new(), 0, vec![0; 1 << 20]);
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            break;
        }
        hash.update(&block[..read]);
        size += read as u64;
    }
    let blob = Blob {
        media_type: LAYER,
        hash: hex(&hash.finalize()),
        size,
    };
    tar.append_data(&mut header(size), blob.path(), File::open(source)?)?;
    Ok(blob)
}

fn add(tar: &mut Builder<File>, path: &str, data: &[u8]) -> Result<()> {
    tar.append_data(&mut header(data.len() as u64), path, data)
        .with_context(|| format!("add {path}"))
}

fn header(size: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(EntryType::Regular);
    header.set_mode(0o644);
    header.set_size(size);
    header.set_mtime(0);
    header
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes whatever is written");
        text
    })
}

/// The name of this machine's processor in the specification.
fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}

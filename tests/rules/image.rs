//! The image that `cargo xtask image` writes is the one of the `Dockerfile`, and has nothing that it does not need.

use std::collections::BTreeMap;
use std::io::Read;

use rondo_harness::{binary, cargo};
use serde_json::{Map, Value, json};

use crate::console::document;

/// What is in an image.
struct Image {
    config: Value,
    /// Each file or folder, with its mode and owner.
    files: BTreeMap<String, (u32, u64)>,
}

/// What the last stage of the `Dockerfile` says of the image.
fn described() -> Value {
    let text = document("Dockerfile");
    let (_, stage) = text
        .rsplit_once("\nFROM scratch\n")
        .expect("the last stage begins with nothing");
    let mut config = json!({});
    let mut labels = Map::new();
    let mut environment = Vec::new();
    for line in stage.lines() {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let pair = || rest.split_once('=').expect("a name and a value");
        match word {
            "LABEL" => {
                labels.insert(pair().0.to_owned(), json!(pair().1.trim_matches('"')));
            }
            "ENV" => environment.push(json!(rest)),
            "USER" => config["User"] = json!(rest),
            "WORKDIR" => config["WorkingDir"] = json!(rest),
            "VOLUME" => config["Volumes"] = json!({rest: {}}),
            "EXPOSE" => config["ExposedPorts"] = json!({rest: {}}),
            "ENTRYPOINT" => config["Entrypoint"] = serde_json::from_str(rest).expect("a list"),
            "CMD" => config["Cmd"] = serde_json::from_str(rest).expect("a list"),
            "COPY" | "" => {}
            other => panic!("what does {other} say of the image?"),
        }
    }
    config["Labels"] = labels.into();
    config["Env"] = environment.into();
    config
}

/// The image of this binary, as it is written.
fn written() -> Image {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("image.tar");
    let output = cargo()
        .args(["xtask", "image", "--name", "localhost/rondo:test", "--binary"])
        .arg(binary())
        .arg("--output")
        .arg(&file)
        .output()
        .expect("cargo can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut blobs = BTreeMap::new();
    let mut archive = tar::Archive::new(std::fs::File::open(&file).expect("it is written"));
    for entry in archive.entries().expect("it is an archive") {
        let mut entry = entry.expect("an entry can be read");
        let path = entry.path().expect("it has a path").display().to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("it can be read");
        blobs.insert(path, bytes);
    }
    let json = |path: &str| -> Value { serde_json::from_slice(&blobs[path]).expect("it is JSON") };
    let manifest = &json("manifest.json")[0];
    assert_eq!(manifest["RepoTags"], json!(["localhost/rondo:test"]));
    let config = json(manifest["Config"].as_str().expect("a path"));
    let layers = manifest["Layers"].as_array().expect("a list").iter();
    let layers = layers.map(|layer| &blobs[layer.as_str().expect("a path")]);
    Image {
        files: layers.flat_map(|layer| files(layer)).collect(),
        config: config["config"].clone(),
    }
}

fn files(layer: &[u8]) -> Vec<(String, (u32, u64))> {
    let mut archive = tar::Archive::new(layer);
    let entries = archive.entries().expect("a layer is an archive").map(|entry| {
        let entry = entry.expect("an entry can be read");
        let path = entry.path().expect("it has a path").display().to_string();
        let header = entry.header();
        let mode = header.mode().expect("it has a mode");
        (
            path.trim_end_matches('/').to_owned(),
            (mode, header.uid().expect("it has an owner")),
        )
    });
    entries.collect()
}

#[test]
fn the_image_is_that_of_the_dockerfile_and_small() {
    let image = written();
    assert_eq!(image.config, described());
    assert_eq!(
        image.config["Labels"]["org.opencontainers.image.version"],
        env!("CARGO_PKG_VERSION")
    );
    assert_eq!(image.files["rondo"], (0o755, 0));
    assert_eq!(image.files["data"], (0o700, 65532));
    assert_eq!(image.files["tmp"], (0o1777, 0));
    for path in image.files.keys() {
        let known = ["data", "etc", "rondo", "tmp"]
            .iter()
            .any(|top| path == top || path.starts_with(&format!("{top}/")));
        assert!(known, "{path} is not needed");
    }
}

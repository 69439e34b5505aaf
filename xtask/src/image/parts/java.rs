//! Kafka: the Java of this machine and the jars of the stack, where Apache's own image has them.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::json;

use crate::image::layer::Layer;
use crate::image::{ACCOUNT, Image, accounts, libraries};

/// Where Java lies in the image.
const JAVA: &str = "/opt/java";

/// What a broker does without: pictures, sound, and what only developers need.
const LEFT_OUT: [&str; 12] = [
    "libawt",
    "libfontmanager",
    "libfreetype",
    "libharfbuzz",
    "libjavajpeg",
    "libjsound",
    "liblcms",
    "libmlib",
    "libsplashscreen",
    "src.zip",
    "jmods",
    "include",
];

/// Kafka of these jars.
pub(crate) fn kafka(jars: &Path) -> Result<Image> {
    let home = home()?;
    let mut java = Layer::new()?;
    accounts(&mut java, "kafka", ACCOUNT)?;
    java.folder("/tmp", 0o1777, 0)?;
    for part in ["bin/java", "conf", "lib"] {
        add(&mut java, &format!("{JAVA}/{part}"), &home.join(part))?;
    }
    let mut programs = libraries::in_folder(&home.join("lib"))?;
    programs.retain(|program| !is_left_out(program));
    programs.push(home.join("bin/java"));
    libraries::add(&mut java, &programs, &home)?;
    let mut kafka = Layer::new()?;
    kafka.tree("/opt/kafka/libs", jars)?;
    Ok(Image {
        config: json!({"User": format!("{ACCOUNT}:{ACCOUNT}"), "Env": [format!("PATH={JAVA}/bin")], "WorkingDir": "/tmp"}),
        layers: vec![java, kafka],
    })
}

/// Adds a file or a folder, but what is left out.
fn add(layer: &mut Layer, path: &str, source: &Path) -> Result<()> {
    if is_left_out(source) || !source.exists() {
        return Ok(());
    }
    if !source.is_dir() {
        return layer.file(path, source);
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(source)?.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for entry in entries {
        let name = entry.file_name().unwrap_or_default().to_string_lossy();
        add(layer, &format!("{path}/{name}"), &entry)?;
    }
    Ok(())
}

fn is_left_out(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    LEFT_OUT.iter().any(|left_out| name.starts_with(left_out))
}

/// Where the Java of this machine lies.
fn home() -> Result<PathBuf> {
    let said = Command::new("java")
        .args(["-XshowSettings:properties", "-version"])
        .output()
        .context("start java")?;
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    let mut lines = said.lines().filter_map(|line| line.trim().strip_prefix("java.home = "));
    Ok(lines.next().context("java says where it lies")?.into())
}

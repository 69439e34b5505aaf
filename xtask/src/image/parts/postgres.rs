//! Postgres: the server of this machine, with the shell that `initdb` asks for.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::json;

use crate::image::layer::Layer;
use crate::image::{Image, accounts, libraries};

/// Whom it runs as: the same as in the official image.
const POSTGRES: u32 = 999;

/// Where Debian keeps the versions that are installed.
const INSTALLED: &str = "/usr/lib/postgresql";

/// What a server needs besides.
const BESIDES: [&str; 2] = ["/usr/lib/locale/C.utf8", "/usr/share/zoneinfo"];

/// The programs that are used.
const PROGRAMS: [&str; 6] = ["postgres", "initdb", "pg_isready", "psql", "pg_dump", "pg_restore"];

/// The newest version that is installed here.
pub(crate) fn postgres() -> Result<Image> {
    let home = newest()?;
    let version = home.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut layer = Layer::new()?;
    accounts(&mut layer, "postgres", POSTGRES)?;
    layer.folder("/tmp", 0o1777, 0)?;
    let mut programs = Vec::new();
    for name in ["/bin/sh", "/bin/mv", "/bin/rm"] {
        layer.file(name, &fs::canonicalize(name)?)?;
        programs.push(PathBuf::from(name));
    }
    for name in PROGRAMS {
        let program = home.join("bin").join(name);
        layer.file(&program.to_string_lossy(), &program)?;
        programs.push(program);
    }
    for library in libraries::in_folder(&home.join("lib"))? {
        // The compiler of queries is larger than all the rest.
        if !library.to_string_lossy().contains("llvm") {
            layer.file(&library.to_string_lossy(), &library)?;
            programs.push(library);
        }
    }
    layer.tree(
        &format!("/usr/share/postgresql/{version}"),
        &Path::new("/usr/share/postgresql").join(&version),
    )?;
    for folder in BESIDES.iter().filter(|folder| Path::new(folder).is_dir()) {
        layer.tree(folder, Path::new(folder))?;
    }
    libraries::add(&mut layer, &programs, &home)?;
    Ok(Image {
        config: json!({
            "User": format!("{POSTGRES}:{POSTGRES}"), "WorkingDir": "/tmp",
            "Env": [format!("PATH={}:/bin", home.join("bin").display()), "LANG=C.UTF-8"],
        }),
        layers: vec![layer],
    })
}

fn newest() -> Result<PathBuf> {
    let entries =
        fs::read_dir(INSTALLED).context("Postgres is not installed as Debian does it: apt-get install postgresql")?;
    let versions = entries.flatten().map(|entry| entry.path());
    let version = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    versions
        .max_by_key(version)
        .context("Postgres is not installed: apt-get install postgresql")
}

//! Programs of this machine with the shared libraries that they need, for images that have nothing else.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::layer::Layer;

/// Adds the libraries, and the loader, of all these programs and libraries, where they lie here. What is
/// found in `own` is in the image by other ways.
pub(super) fn add(layer: &mut Layer, programs: &[PathBuf], own: &Path) -> Result<()> {
    for library in needed(programs, own)? {
        layer.file(&library.to_string_lossy(), &library)?;
    }
    Ok(())
}

fn needed(programs: &[PathBuf], own: &Path) -> Result<BTreeSet<PathBuf>> {
    // A library of `own` may need another one of it, which only it knows where to find.
    let folders = ["lib", "lib/server"].map(|folder| own.join(folder).display().to_string());
    let output = Command::new("ldd")
        .env("LD_LIBRARY_PATH", folders.join(":"))
        .args(programs)
        .output()
        .context("start ldd")?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(!said.contains("not found"), "a library is missing on this machine:\n{said}");
    let found = said.lines().filter_map(library).filter(|library| !library.starts_with(own));
    Ok(found.collect())
}

/// The file in a line of `ldd`: `name => /file (address)`, or for the loader `/file (address)`.
fn library(line: &str) -> Option<PathBuf> {
    let (file, _) = line.trim().rsplit_once(" (0x")?;
    let file = file.rsplit_once(" => ").map_or(file, |(_, file)| file);
    file.starts_with('/').then(|| file.into())
}

/// The programs and libraries below a folder.
pub(super) fn in_folder(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(in_folder(&path)?);
        } else if is_elf(&path) {
            found.push(path);
        }
    }
    Ok(found)
}

fn is_elf(path: &Path) -> bool {
    use std::io::Read;
    let mut start = [0; 4];
    std::fs::File::open(path).is_ok_and(|mut file| file.read_exact(&mut start).is_ok() && &start == b"\x7fELF")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_found_in_what_ldd_says() {
        let said = "/usr/bin/x:\n\tlinux-vdso.so.1 (0x00007ffc)\n\tlibc.so.6 => /lib/libc.so.6 (0x00007f)\n\t/lib64/ld.so.2 (0x00007f)\n\tstatically linked\n";
        let found: Vec<_> = said.lines().filter_map(library).collect();
        assert_eq!(found, [Path::new("/lib/libc.so.6"), Path::new("/lib64/ld.so.2")]);
    }
}

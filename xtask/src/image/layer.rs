//! A layer of an image: a tar archive in which nothing tells when or by whom it was made.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Component, Path};

use anyhow::{Context, Result};
use tar::{Builder, EntryType, Header};
use tempfile::NamedTempFile;

/// Files of an image, in the order in which they are added.
pub(crate) struct Layer {
    tar: Builder<NamedTempFile>,
    folders: BTreeSet<String>,
}

impl Layer {
    pub(super) fn new() -> Result<Self> {
        let file = NamedTempFile::new().context("make a file for a layer")?;
        Ok(Self {
            tar: Builder::new(file),
            folders: BTreeSet::new(),
        })
    }

    /// A folder that belongs to this account.
    pub(crate) fn folder(&mut self, path: &str, mode: u32, owner: u32) -> Result<()> {
        self.above(path)?;
        if self.folders.insert(path.to_owned()) {
            self.entry(EntryType::Directory, path, (mode, owner), 0, &[][..])?;
        }
        Ok(())
    }

    /// A file that anybody may read.
    pub(crate) fn text(&mut self, path: &str, text: &str) -> Result<()> {
        self.above(path)?;
        self.entry(EntryType::Regular, path, (0o644, 0), text.len() as u64, text.as_bytes())
    }

    /// A file of this machine; what may be run may be run by anybody.
    pub(crate) fn file(&mut self, path: &str, source: &Path) -> Result<()> {
        self.above(path)?;
        let file = File::open(source).with_context(|| format!("open {}", source.display()))?;
        let facts = file.metadata()?;
        let mode = if facts.permissions().mode() & 0o100 == 0 {
            0o644
        } else {
            0o755
        };
        self.entry(EntryType::Regular, path, (mode, 0), facts.len(), file)
    }

    /// A link.
    pub(crate) fn link(&mut self, path: &str, target: &str) -> Result<()> {
        self.above(path)?;
        let mut header = header(EntryType::Symlink, (0o777, 0), 0);
        self.tar
            .append_link(&mut header, path.trim_start_matches('/'), target)
            .with_context(|| format!("add {path}"))
    }

    /// Everything in a folder of this machine; links are followed.
    pub(crate) fn tree(&mut self, path: &str, source: &Path) -> Result<()> {
        let entries = fs::read_dir(source).with_context(|| format!("read {}", source.display()))?;
        let mut entries: Vec<_> = entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        entries.sort();
        for entry in entries {
            let name = entry.file_name().unwrap_or_default().to_string_lossy();
            let inside = format!("{path}/{name}");
            if entry.is_dir() {
                self.tree(&inside, &entry)?;
            } else if entry.exists() {
                self.file(&inside, &entry)?;
            }
        }
        Ok(())
    }

    /// The archive.
    pub(super) fn finish(self) -> Result<NamedTempFile> {
        self.tar.into_inner().context("finish a layer")
    }

    fn above(&mut self, path: &str) -> Result<()> {
        let mut so_far = String::new();
        let parent = Path::new(path).parent().unwrap_or(Path::new("/")).to_owned();
        for part in parent.components().filter(|part| matches!(part, Component::Normal(_))) {
            so_far = format!("{so_far}/{}", part.as_os_str().to_string_lossy());
            if self.folders.insert(so_far.clone()) {
                self.entry(EntryType::Directory, &so_far, (0o755, 0), 0, &[][..])?;
            }
        }
        Ok(())
    }

    fn entry(&mut self, kind: EntryType, path: &str, access: (u32, u32), size: u64, data: impl Read) -> Result<()> {
        let mut header = header(kind, access, size);
        self.tar
            .append_data(&mut header, path.trim_start_matches('/'), data)
            .with_context(|| format!("add {path}"))
    }
}

fn header(kind: EntryType, (mode, owner): (u32, u32), size: u64) -> Header {
    let mut header = Header::new_gnu();
    header.set_entry_type(kind);
    header.set_mode(mode);
    header.set_size(size);
    header.set_mtime(0);
    header.set_uid(owner.into());
    header.set_gid(owner.into());
    header
}

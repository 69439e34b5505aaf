//! Where the parts of one stack live.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Life;

/// A folder for the data, settings and logs of parts, and how long they live.
#[derive(Clone, Debug)]
pub struct Place {
    folder: PathBuf,
    life: Life,
}

impl Place {
    /// In this folder.
    pub fn new(folder: &Path, life: Life) -> Self {
        let folder = folder.to_owned();
        Self { folder, life }
    }

    /// The folder of them all.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// How long they live.
    pub fn life(&self) -> Life {
        self.life
    }

    /// The folder of one part, made if need be.
    pub(super) fn part(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.join(name);
        fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
        Ok(folder)
    }
}

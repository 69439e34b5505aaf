//! Where installed parts lie: outside the checkout, whole or not at all.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The folder of all installed parts, the same for every checkout.
fn root() -> Result<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute());
    let cache = match cache {
        Some(cache) => cache,
        None => PathBuf::from(env::var_os("HOME").context("neither HOME nor XDG_CACHE_HOME is set")?).join(".cache"),
    };
    Ok(cache.join("rondo-stack"))
}

/// The folder of this name, made by `make` in a place aside unless it is there already.
///
/// The name holds the versions of what is in it, so a folder never changes once it is there. Of several
/// processes that want it, one makes it while the others wait.
pub(super) fn folder(name: &str, make: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let root = root()?;
    let place = root.join(name);
    if place.is_dir() {
        return Ok(place);
    }
    fs::create_dir_all(&root).with_context(|| format!("make {}", root.display()))?;
    let lock = File::create(root.join(format!("{name}.lock")))?;
    lock.lock().context("wait for another installation")?;
    if place.is_dir() {
        return Ok(place);
    }
    let aside = tempfile::Builder::new().prefix(".making-").tempdir_in(&root)?;
    make(aside.path())?;
    let complete = aside.keep();
    fs::rename(&complete, &place).with_context(|| format!("move {} into place", place.display()))?;
    open_to_all(&place)?;
    Ok(place)
}

/// A part may run as another account than the one that installed it.
fn open_to_all(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).context("open the folder for reading")
}

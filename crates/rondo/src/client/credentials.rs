//! The login, kept in a file that only its owner can read.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::failure::Failure;

/// Where somebody is logged in, and as whom.
#[derive(Clone, Default, Deserialize, Serialize)]
pub(super) struct Credentials {
    /// The server's address.
    pub(super) server: String,
    /// What the server gave.
    pub(super) token: String,
    /// With which address, for people.
    #[serde(default)]
    pub(super) email: String,
}

/// Where the login is kept: in the platform's folder for settings.
pub(super) fn path() -> Result<PathBuf, Failure> {
    let folders = directories::ProjectDirs::from("", "", "rondo");
    let folders =
        folders.ok_or_else(|| Failure::Here("there is no home folder to keep the login in; set RONDO_TOKEN".to_owned()))?;
    Ok(folders.config_dir().join("login.json"))
}

/// The login that is kept, if there is one.
pub(super) fn load() -> Result<Option<Credentials>, Failure> {
    let path = path()?;
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(at(&path, "cannot be read", &error)),
    };
    let read = serde_json::from_str(&text);
    read.map(Some)
        .map_err(|_| Failure::Here(format!("{} is no login; log in again with rondo login", path.display())))
}

/// Keeps the login. The file is made anew with the right permissions, so that an old one's do not
/// matter.
pub(super) fn save(login: &Credentials) -> Result<PathBuf, Failure> {
    let path = path()?;
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| at(folder, "cannot be made", &error))?;
    let aside = path.with_extension("json.new");
    let _ = fs::remove_file(&aside);
    let written = write(&aside, login).and_then(|()| fs::rename(&aside, &path));
    written.map_err(|error| at(&path, "cannot be written", &error))?;
    Ok(path)
}

/// Forgets the login.
pub(super) fn forget() -> Result<(), Failure> {
    let path = path()?;
    match fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(at(&path, "cannot be removed", &error)),
        _ => Ok(()),
    }
}

fn write(path: &Path, login: &Credentials) -> std::io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let text = serde_json::to_string_pretty(login)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn at(path: &Path, what: &str, error: &std::io::Error) -> Failure {
    Failure::Here(format!("{} {what}: {error}", path.display()))
}

//! What the supervisor tells of itself and of the parts: one file, replaced whole.

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rondo_harness::parts::{Identity, Probe, Tokens};
use rondo_harness::stack::{Ports, Stack};
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use super::folder;

/// The state of the stack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) supervisor: Process,
    pub(super) zookeeper: bool,
    pub(super) only_parts: bool,
    pub(super) phase: Phase,
    /// What services and sidecars prove themselves with, once they are put together.
    pub(super) tokens: Option<Tokens>,
    pub(super) parts: BTreeMap<String, PartState>,
}

/// How far the supervisor is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Phase {
    Starting,
    Up,
    Stopping,
}

/// A process, told apart from a later one of the same id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Process {
    pub(super) pid: u32,
    born: String,
}

/// What is known of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PartState {
    pub(super) process: Option<Process>,
    pub(super) address_kind: String,
    pub(super) address: String,
    pub(super) probe: Probe,
    pub(super) log: PathBuf,
}

impl Process {
    /// This very process.
    pub(super) fn this() -> Result<Self> {
        Identity::of(std::process::id())
            .map(|identity| Self::of(&identity))
            .context("this process is not found")
    }

    fn of(identity: &Identity) -> Self {
        Self {
            pid: identity.pid(),
            born: identity.born().to_owned(),
        }
    }

    pub(super) fn identity(&self) -> Identity {
        Identity::noted(self.pid, &self.born)
    }
}

impl State {
    /// As it was written last; `None` when the stack is down.
    pub(super) fn read() -> Result<Option<Self>> {
        match fs::read_to_string(file()) {
            Ok(text) => Ok(serde_json::from_str(&text).ok()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).context("read the state of the stack"),
        }
    }

    /// The same, if a supervisor is there that keeps it up to date.
    pub(super) fn read_live() -> Result<Option<Self>> {
        Ok(Self::read()?.filter(|state| state.supervisor.identity().is_alive()))
    }

    pub(super) fn write(&self) -> Result<()> {
        // It holds secrets: the tokens, and the password in the address of the database.
        replace(&file(), &serde_json::to_string_pretty(self)?)
    }

    pub(super) fn remove() -> Result<()> {
        match fs::remove_file(file()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error).context("remove the state"),
            _ => Ok(()),
        }
    }

    /// Notes where each part is now.
    pub(super) fn look_at(&mut self, stack: &Stack) {
        let members = stack.members().into_iter().map(|member| {
            let state = PartState {
                process: member.part.identity().map(|identity| Process::of(&identity)),
                address_kind: member.address_kind.to_owned(),
                address: member.address,
                probe: member.probe,
                log: member.part.log().to_owned(),
            };
            (member.name, state)
        });
        self.parts = members.collect();
    }
}

/// The ports of the last time if they are free, so that addresses stay the same.
pub(super) fn ports() -> Result<Ports> {
    let file = folder().join("ports.json");
    let known = fs::read_to_string(&file)
        .ok()
        .and_then(|text| serde_json::from_str::<Ports>(&text).ok());
    let ports = known.map_or_else(Ports::customary, Ports::still_free);
    replace(&file, &serde_json::to_string_pretty(&ports)?)?;
    Ok(ports)
}

/// Holds for one supervisor at a time.
pub(super) fn lock() -> Result<File> {
    fs::create_dir_all(folder())?;
    let lock = File::create(folder().join("lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => bail!("another supervisor holds the stack of this checkout"),
        Err(TryLockError::Error(error)) => Err(error).context("lock the stack"),
    }
}

fn file() -> PathBuf {
    folder().join("state.json")
}

fn replace(file: &Path, text: &str) -> Result<()> {
    let mut aside = NamedTempFile::new_in(folder())?;
    aside.write_all(text.as_bytes())?;
    aside.as_file().set_permissions(Permissions::from_mode(0o600))?;
    aside.persist(file).with_context(|| format!("write {}", file.display()))?;
    Ok(())
}

//! One process serves a SQLite file: a lock of the operating system, beside it, that goes with the
//! process however that ends.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;

use crate::Error;

/// Held as long as the store is open.
#[derive(Debug)]
pub(crate) struct FileLock {
    _file: File,
}

impl FileLock {
    /// Takes the lock of the database at `path`.
    pub(crate) fn take(path: &Path) -> Result<Self, Error> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".lock");
        let place = path.display().to_string();
        let not_writable = |reason: std::io::Error| Error::NotWritable {
            place: place.clone(),
            reason: reason.to_string(),
        };
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&beside)
            .map_err(not_writable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::InUse(place)),
            Err(TryLockError::Error(error)) => Err(not_writable(error)),
        }
    }
}

//! Locks between processes that share a data folder. The kernel lets go of them when a process dies.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use super::EmbeddedError;
use super::places::Places;

fn open(places: &Places, name: &str) -> Result<(File, PathBuf), EmbeddedError> {
    let path = places.home().join(name);
    let file = OpenOptions::new().create(true).truncate(false).write(true).read(true).mode(0o600).open(&path);
    match file {
        Ok(file) => Ok((file, path)),
        Err(source) => Err(EmbeddedError::Folder { path, source }),
    }
}

/// Held while a Postgres is being started, adopted or stopped.
pub(super) async fn start(places: &Places) -> Result<File, EmbeddedError> {
    let (file, path) = open(places, "start.lock")?;
    let locked = tokio::task::spawn_blocking(move || file.lock().map(|()| file)).await;
    locked.map_err(io::Error::other).flatten().map_err(|source| EmbeddedError::Folder { path, source })
}

/// Held by every process that uses the Postgres, so that the last one can tell.
#[derive(Debug)]
pub(super) struct UsersLock {
    file: File,
    path: PathBuf,
}

impl UsersLock {
    pub fn take(places: &Places) -> Result<Self, EmbeddedError> {
        let (file, path) = open(places, "users.lock")?;
        match file.lock_shared() {
            Ok(()) => Ok(Self { file, path }),
            Err(source) => Err(EmbeddedError::Folder { path, source }),
        }
    }

    /// Lets go; true if nobody else holds it. Call under the start lock.
    pub fn leave(&self) -> Result<bool, EmbeddedError> {
        let outcome = match self.file.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(source)) => Err(source),
        };
        let outcome = outcome.and_then(|last| self.file.unlock().map(|()| last));
        outcome.map_err(|source| EmbeddedError::Folder { path: self.path.clone(), source })
    }
}

//! Values that must not be seen, and the ones we make ourselves.

use std::fmt;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand::TryRngCore;
use rand::rngs::OsRng;

use super::Config;

/// Text that is not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the one place that needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

impl Config {
    /// The key that secrets at rest are encrypted with. Without `ENCRYPTION_KEY` and `APP_SECRET` it is made once
    /// in `<data>/secrets`, readable by the owner only; losing that file loses what was encrypted.
    ///
    /// # Errors
    /// The file cannot be read or made.
    pub fn encryption_key_or_create(&self) -> io::Result<Secret> {
        match &self.encryption_key {
            Some(key) => Ok(key.clone()),
            None => load_or_create(&self.data_dir.join("secrets"), "encryption-key"),
        }
    }
}

fn load_or_create(folder: &Path, name: &str) -> io::Result<Secret> {
    let path = folder.join(name);
    match read(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        outcome => return outcome,
    }
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mut bytes = [0; 32];
    OsRng.try_fill_bytes(&mut bytes).map_err(io::Error::other)?;
    // Written whole under another name, then linked to its place: of two processes one wins, and neither ever
    // reads half a key.
    let draft = folder.join(format!(".{name}.{}", std::process::id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
    file.write_all(STANDARD.encode(bytes).as_bytes())?;
    file.sync_all()?;
    let linked = std::fs::hard_link(&draft, &path);
    std::fs::remove_file(&draft)?;
    match linked {
        Ok(()) => tracing::warn!("{} was made; keep it safe, or set ENCRYPTION_KEY", path.display()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    read(&path)
}

fn read(path: &Path) -> io::Result<Secret> {
    let mut text = String::new();
    File::open(path)?.read_to_string(&mut text)?;
    match text.trim() {
        "" => Err(io::Error::new(io::ErrorKind::InvalidData, format!("{} is empty", path.display()))),
        key => Ok(Secret::new(key)),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;

    #[test]
    fn a_key_is_made_once_and_only_the_owner_reads_it() {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("secrets");
        let first = load_or_create(&folder, "key").unwrap();
        assert_eq!(STANDARD.decode(first.expose()).unwrap().len(), 32);
        assert_eq!(load_or_create(&folder, "key").unwrap(), first);
        assert_eq!(std::fs::metadata(folder.join("key")).unwrap().mode() & 0o777, 0o600);
        assert_eq!(std::fs::metadata(&folder).unwrap().mode() & 0o777, 0o700);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    }
}

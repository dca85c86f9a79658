//! The folders of the embedded cluster, and who may enter them.

use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt, chown, symlink};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::EmbeddedError;
use super::account::Account;
use super::cluster::PORT;

/// Longest path of a unix socket, in bytes (the field holds 108 with its end marker).
const LONGEST_SOCKET: usize = 107;

/// Where things are. All below `home`, which belongs to Postgres' account and is closed to others.
#[derive(Debug)]
pub(super) struct Places {
    home: PathBuf,
    account: Option<Account>,
    socket: PathBuf,
}

impl Places {
    /// Makes the folder `<data>/postgres`. When Postgres' account could not enter it because a folder above is
    /// closed to it (a checkout in root's home), it is a link to a folder of `/var/lib/icosa` instead.
    pub fn prepare(data_dir: &Path, account: Option<Account>) -> Result<Self, EmbeddedError> {
        let made = || -> Result<PathBuf, (PathBuf, io::Error)> {
            DirBuilder::new()
                .recursive(true)
                .mode(0o755)
                .create(data_dir)
                .map_err(|e| (data_dir.to_owned(), e))?;
            let data_dir = data_dir.canonicalize().map_err(|e| (data_dir.to_owned(), e))?;
            let home = data_dir.join("postgres");
            if home.symlink_metadata().is_err() {
                match account {
                    Some(account) if !can_enter(&data_dir, account) => {
                        let other = elsewhere(&data_dir);
                        DirBuilder::new()
                            .recursive(true)
                            .mode(0o755)
                            .create(&other)
                            .map_err(|e| (other.clone(), e))?;
                        symlink(&other, &home).map_err(|e| (home.clone(), e))?;
                        tracing::warn!(
                            "{} cannot be entered by PostgreSQL's user; the database goes to {}",
                            data_dir.display(),
                            other.display()
                        );
                    }
                    _ => DirBuilder::new().mode(0o700).create(&home).map_err(|e| (home.clone(), e))?,
                }
            }
            let home = home.canonicalize().map_err(|e| (home.clone(), e))?;
            own(&home, account, 0o700).map_err(|e| (home.clone(), e))?;
            Ok(home)
        };
        let home = made().map_err(|(path, source)| EmbeddedError::Folder { path, source })?;
        if let Some(account) = account
            && let Some(parent) = home.parent()
            && !can_enter(parent, account)
        {
            let source = io::Error::other(
                "a folder above it is closed to PostgreSQL's user; open it (chmod o+x) or set ICOSA_DATA_DIR",
            );
            return Err(EmbeddedError::Folder { path: home, source });
        }
        let near = home.join("socket");
        let far = || Path::new("/tmp").join(format!("icosa-{}", Uuid::new_v4().simple()));
        let socket = if fits(&near) { near } else { far() };
        Ok(Self { home, account, socket })
    }

    /// Makes the folder of the socket, if it is gone.
    pub fn prepare_socket(&self, path: &Path) -> Result<(), EmbeddedError> {
        let made = match DirBuilder::new().mode(0o700).create(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.starts_with(&self.home) => {
                Ok(())
            }
            other => other,
        };
        made.and_then(|()| own(path, self.account, 0o700))
            .map_err(|source| EmbeddedError::Folder { path: path.to_owned(), source })
    }

    pub fn cluster(&self) -> PathBuf {
        self.home.join("cluster")
    }

    pub fn home(&self) -> &Path {
        &self.home
    }

    pub fn log(&self) -> PathBuf {
        self.home.join("postgres.log")
    }

    /// The folder for the socket: in the data folder, or in a private folder of `/tmp` if its path is too long.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Removes a socket's folder that lies outside the data folder.
    pub fn remove_temporary(&self, socket: &Path) {
        if !socket.starts_with(&self.home) {
            let _ = fs::remove_dir_all(socket);
        }
    }

    /// The major version that made the cluster, if there is one.
    pub fn made_by(&self) -> Option<u32> {
        fs::read_to_string(self.cluster().join("PG_VERSION")).ok()?.trim().parse().ok()
    }

    /// The last lines of the log.
    pub fn log_tail(&self) -> String {
        let text = fs::read(self.log())
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default();
        let lines: Vec<_> = text.lines().collect();
        lines.get(lines.len().saturating_sub(8)..).unwrap_or_default().join("\n")
    }
}

fn fits(dir: &Path) -> bool {
    dir.as_os_str().len() + format!("/.s.PGSQL.{PORT}").len() <= LONGEST_SOCKET
}

/// The place for a data folder that Postgres' account cannot enter: the same for the same folder.
fn elsewhere(data_dir: &Path) -> PathBuf {
    let name = Uuid::new_v5(&Uuid::NAMESPACE_URL, data_dir.as_os_str().as_encoded_bytes());
    Path::new("/var/lib/icosa").join(name.simple().to_string())
}

fn own(path: &Path, account: Option<Account>, mode: u32) -> io::Result<()> {
    let now = fs::metadata(path)?;
    if let Some(account) = account
        && (now.uid() != account.uid || now.gid() != account.gid)
    {
        chown(path, Some(account.uid), Some(account.gid))?;
    }
    if now.mode() & 0o7777 != mode {
        fs::set_permissions(path, Permissions::from_mode(mode))?;
    }
    Ok(())
}

/// Whether the account may pass through the folder and everything above it.
fn can_enter(dir: &Path, account: Account) -> bool {
    dir.ancestors().all(|dir| {
        fs::metadata(dir).is_ok_and(|now| {
            let bit = match (now.uid() == account.uid, now.gid() == account.gid) {
                (true, _) => 0o100,
                (false, true) => 0o010,
                (false, false) => 0o001,
            };
            now.mode() & bit != 0
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_folder_above_is_noticed() {
        let dir = tempfile::Builder::new().permissions(Permissions::from_mode(0o755)).tempdir().unwrap();
        let inner = dir.path().join("a/b");
        fs::create_dir_all(&inner).unwrap();
        for path in [dir.path().join("a"), inner.clone()] {
            fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
        }
        let somebody = Account { uid: 64_999, gid: 64_999 };
        assert!(can_enter(&inner, somebody));
        fs::set_permissions(dir.path().join("a"), Permissions::from_mode(0o700)).unwrap();
        assert!(!can_enter(&inner, somebody));
    }

    #[test]
    fn the_socket_leaves_a_folder_with_a_long_name() {
        let dir = tempfile::tempdir().unwrap();
        let near = Places::prepare(dir.path(), None).unwrap();
        assert!(near.socket().starts_with(near.home()));
        let far = Places::prepare(&dir.path().join("x".repeat(120)), None).unwrap();
        assert!(fits(far.socket()) && !far.socket().starts_with(far.home()));
        far.prepare_socket(far.socket()).unwrap();
        assert_eq!(fs::metadata(far.socket()).unwrap().mode() & 0o777, 0o700);
        far.remove_temporary(far.socket());
        assert!(!far.socket().exists());
    }
}

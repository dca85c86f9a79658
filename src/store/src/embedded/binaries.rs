//! Finds the Postgres binaries of this machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::EmbeddedError;

/// Oldest major version whose SQL we use.
const OLDEST: u32 = 14;

/// A folder with `postgres` and `initdb`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries {
    pub dir: PathBuf,
    pub major: u32,
}

impl Binaries {
    pub fn program(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
}

/// The binaries for a cluster made by version `made`, or the newest ones for a new cluster.
pub(super) fn find(made: Option<u32>, cluster: &Path) -> Result<Binaries, EmbeddedError> {
    choose(installed(), made, cluster)
}

fn choose(mut all: Vec<Binaries>, made: Option<u32>, cluster: &Path) -> Result<Binaries, EmbeddedError> {
    all.sort_by_key(|binaries| std::cmp::Reverse(binaries.major));
    let Some(newest) = all.first() else { return Err(EmbeddedError::NoBinaries) };
    match made {
        Some(made) => all.iter().find(|binaries| binaries.major == made).cloned().ok_or_else(|| {
            let found: Vec<_> = all.iter().map(|binaries| binaries.major.to_string()).collect();
            EmbeddedError::WrongVersion { path: cluster.to_owned(), made, found: found.join(", ") }
        }),
        None if newest.major < OLDEST => {
            Err(EmbeddedError::TooOld { path: newest.dir.clone(), found: newest.major, needed: OLDEST })
        }
        None => Ok(newest.clone()),
    }
}

fn installed() -> Vec<Binaries> {
    let mut dirs: Vec<PathBuf> = Vec::new();
    if let Ok(output) = Command::new("pg_config").arg("--bindir").output()
        && output.status.success()
    {
        dirs.push(PathBuf::from(String::from_utf8_lossy(&output.stdout).trim()));
    }
    if let Some(path) = std::env::var_os("PATH") {
        dirs.extend(std::env::split_paths(&path));
    }
    for (parent, child) in [
        ("/usr/lib/postgresql", "bin"),
        ("/usr/libexec/postgresql", "bin"),
        ("/opt/homebrew/opt", "bin"),
        ("/usr/local/opt", "bin"),
    ] {
        let Ok(entries) = std::fs::read_dir(parent) else { continue };
        dirs.extend(entries.flatten().map(|entry| entry.path().join(child)));
    }
    dirs.push(PathBuf::from("/usr/local/pgsql/bin"));
    let mut seen = std::collections::HashSet::new();
    dirs.retain(|dir| dir.join("postgres").is_file() && dir.join("initdb").is_file());
    dirs.retain(|dir| seen.insert(dir.canonicalize().unwrap_or_else(|_| dir.clone())));
    dirs.into_iter().filter_map(|dir| Some(Binaries { major: major_version(&dir)?, dir })).collect()
}

fn major_version(dir: &Path) -> Option<u32> {
    let output = Command::new(dir.join("postgres")).arg("--version").output().ok()?;
    parse_major(&String::from_utf8_lossy(&output.stdout))
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` -> 15
fn parse_major(text: &str) -> Option<u32> {
    let version = text.split(") ").nth(1)?;
    version.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some(majors: &[u32]) -> Vec<Binaries> {
        majors.iter().map(|&major| Binaries { dir: PathBuf::from(format!("/pg/{major}")), major }).collect()
    }

    #[test]
    fn reads_versions() {
        assert_eq!(parse_major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(parse_major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(parse_major("bash: postgres: not found"), None);
    }

    #[test]
    fn a_new_cluster_takes_the_newest_and_an_old_one_its_own_version() {
        let path = Path::new("/data/postgres");
        assert_eq!(choose(some(&[15, 17, 16]), None, path).unwrap().major, 17);
        assert_eq!(choose(some(&[15, 17, 16]), Some(15), path).unwrap().major, 15);
    }

    #[test]
    fn errors_name_what_to_install() {
        let path = Path::new("/data/postgres");
        let none = choose(Vec::new(), None, path).unwrap_err().to_string();
        assert!(none.contains("apt-get install postgresql"), "{none}");
        let other = choose(some(&[17]), Some(15), path).unwrap_err().to_string();
        assert!(other.contains("postgresql-15") && other.contains("17"), "{other}");
        assert!(matches!(choose(some(&[9]), None, path), Err(EmbeddedError::TooOld { .. })));
    }
}

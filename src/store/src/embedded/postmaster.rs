//! What the lock file of a Postgres says, and whether it is still true.

use std::fs;
use std::path::{Path, PathBuf};

use rustix::process::{Pid, test_kill_process};

use super::places::Places;

/// A process id above the largest one a kernel gives out: nobody has it.
const NOBODY: i32 = 4_194_305;

/// The lines of `postmaster.pid` that we use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PidFile {
    pub pid: i32,
    pub socket_dir: Option<PathBuf>,
}

/// Whether a Postgres runs on the cluster.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Postmaster {
    Absent,
    Running(PidFile),
}

fn path(places: &Places) -> PathBuf {
    places.cluster().join("postmaster.pid")
}

/// The lock file as it stands.
pub(super) fn read(places: &Places) -> Option<PidFile> {
    parse(&fs::read_to_string(path(places)).ok()?)
}

fn parse(text: &str) -> Option<PidFile> {
    let mut lines = text.lines();
    let pid = lines.next()?.trim().parse().ok()?;
    let socket_dir = lines.nth(3).filter(|line| !line.is_empty()).map(PathBuf::from);
    Some(PidFile { pid, socket_dir })
}

/// Looks whether the Postgres of the lock file lives. A lock file whose process id now belongs to something else
/// (usual after a restart of a container) is changed to name nobody: Postgres would take any living process for a
/// rival, but must still see the file to check that no orphaned backend holds the shared memory.
pub(super) fn look(places: &Places) -> Postmaster {
    let Some(file) = read(places) else { return Postmaster::Absent };
    if !alive(file.pid) {
        return Postmaster::Absent;
    }
    if works_in(file.pid, &places.cluster()) {
        return Postmaster::Running(file);
    }
    if let Ok(text) = fs::read_to_string(path(places)) {
        let rest = text.split_once('\n').map_or("", |(_, rest)| rest);
        if let Err(error) = fs::write(path(places), format!("{NOBODY}\n{rest}")) {
            tracing::warn!("cannot correct {}: {error}", path(places).display());
        }
    }
    Postmaster::Absent
}

/// Whether there is such a process.
pub(super) fn alive(pid: i32) -> bool {
    Pid::from_raw(pid).is_some_and(|pid| match test_kill_process(pid) {
        Ok(()) => !is_zombie(pid),
        Err(error) => error == rustix::io::Errno::PERM,
    })
}

fn is_zombie(pid: Pid) -> bool {
    fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero()))
        .is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')))
}

/// Postgres works in its data folder. Where the system cannot tell, it is believed.
fn works_in(pid: i32, cluster: &Path) -> bool {
    match fs::read_link(format!("/proc/{pid}/cwd")) {
        Ok(folder) => cluster.canonicalize().is_ok_and(|cluster| cluster == folder),
        Err(_) => !Path::new("/proc/self/cwd").exists(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_lock_file() {
        let text = "4711\n/data/postgres/cluster\n1790000000\n5432\n/data/postgres/socket\n\n  5432001 12\nready   \n";
        assert_eq!(
            parse(text),
            Some(PidFile { pid: 4711, socket_dir: Some("/data/postgres/socket".into()) })
        );
        assert_eq!(parse("4711\n"), Some(PidFile { pid: 4711, socket_dir: None }));
        assert_eq!(parse(""), None);
    }

    #[test]
    fn a_process_id_taken_by_something_else_is_not_taken_for_postgres() {
        let dir = tempfile::tempdir().unwrap();
        let places = Places::prepare(dir.path(), None).unwrap();
        fs::create_dir(places.cluster()).unwrap();
        fs::write(path(&places), format!("{}\n/somewhere\n1\n5432\n/socket\n", std::process::id())).unwrap();
        assert_eq!(look(&places), Postmaster::Absent);
        let text = fs::read_to_string(path(&places)).unwrap();
        assert_eq!(text, format!("{NOBODY}\n/somewhere\n1\n5432\n/socket\n"));
        assert!(!alive(NOBODY));
    }
}

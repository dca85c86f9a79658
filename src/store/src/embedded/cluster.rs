//! Making, starting and stopping the cluster.

use std::fs::{self, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::Child;

use super::account::{self, Account};
use super::binaries::{self, Binaries};
use super::places::Places;
use super::postmaster::{self, Postmaster};
use super::{EmbeddedError, Options, READY_WITHIN, USER};

/// Names the socket file; nothing listens on a port of that number.
pub(super) const PORT: u16 = 5432;
/// The log starts anew above this size, keeping the former one.
const LARGEST_LOG: u64 = 16 << 20;
/// How long a fast shutdown may take before the next one recovers instead.
const STOP_WITHIN: Duration = Duration::from_secs(60);

/// A cluster that exists, and the binaries that run it.
#[derive(Debug)]
pub(super) struct Cluster {
    pub places: Places,
    options: Options,
    account: Option<Account>,
    binaries: Binaries,
    /// Fixed at the first start or adoption, so that connections find every later start.
    socket: OnceLock<PathBuf>,
}

/// A Postgres that answers.
#[derive(Debug)]
pub(super) struct Running {
    pub pid: i32,
    /// Ours to wait for; `None` if adopted.
    pub child: Option<Child>,
}

impl Cluster {
    pub fn prepare(options: Options) -> Result<Self, EmbeddedError> {
        let account = account::choose()?;
        let places = Places::prepare(&options.data_dir, account)?;
        let binaries = binaries::find(places.made_by(), &places.cluster())?;
        Ok(Self { places, options, account, binaries, socket: OnceLock::new() })
    }

    pub fn socket_dir(&self) -> &Path {
        self.socket.get_or_init(|| self.places.socket().to_owned())
    }

    /// Adopts the Postgres that runs on the cluster, or starts one. Call under the start lock.
    pub async fn bring_up(&self) -> Result<Running, EmbeddedError> {
        if self.places.made_by().is_none() {
            self.init().await?;
        }
        let deadline = Instant::now() + READY_WITHIN;
        let mut pause = Backoff::new();
        loop {
            let running = match postmaster::look(&self.places) {
                Postmaster::Running(file) => {
                    if let Some(dir) = file.socket_dir {
                        let _ = self.socket.set(dir);
                    }
                    Running { pid: file.pid, child: None }
                }
                Postmaster::Absent => self.spawn()?,
            };
            let adopted = running.child.is_none();
            match self.wait_ready(running, deadline).await {
                Ok(running) => {
                    let how = if adopted { "found running" } else { "started" };
                    tracing::debug!(
                        "embedded PostgreSQL {} {how}, process {}",
                        self.binaries.major,
                        running.pid
                    );
                    return Ok(running);
                }
                // An adopted one may have been stopping, and backends of a killed one hold its shared memory for
                // a moment; both pass.
                Err(EmbeddedError::Died { tail, .. })
                    if Instant::now() < deadline
                        && (adopted
                            || tail.contains("shared memory block")
                            || tail.contains("lock file")) =>
                {
                    pause.wait().await;
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn wait_ready(&self, mut running: Running, deadline: Instant) -> Result<Running, EmbeddedError> {
        let mut pause = Backoff::new();
        loop {
            if self.answers().await.is_ok() {
                return Ok(running);
            }
            let died = match &mut running.child {
                Some(child) => child.try_wait().ok().flatten().map(|status| status.to_string()),
                None => (!postmaster::alive(running.pid)).then(|| "gone".to_owned()),
            };
            if let Some(status) = died {
                return Err(EmbeddedError::Died {
                    status,
                    log: self.places.log(),
                    tail: self.places.log_tail(),
                });
            }
            if Instant::now() > deadline {
                return Err(EmbeddedError::Silent {
                    seconds: READY_WITHIN.as_secs(),
                    log: self.places.log(),
                });
            }
            pause.wait().await;
        }
    }

    /// Makes the cluster in a folder beside its place and moves it there when it is whole.
    async fn init(&self) -> Result<(), EmbeddedError> {
        let target = self.places.cluster();
        let fresh = self.places.home().join("cluster.new");
        tracing::info!("creating a PostgreSQL {} database in {}", self.binaries.major, target.display());
        let mut output = self.run_initdb(&fresh, "C.UTF-8").await?;
        if !output.status.success() {
            output = self.run_initdb(&fresh, "C").await?;
        }
        if !output.status.success() {
            return Err(EmbeddedError::Init {
                output: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
            });
        }
        fs::rename(&fresh, &target).map_err(|source| EmbeddedError::Folder { path: target, source })
    }

    async fn run_initdb(&self, folder: &Path, locale: &str) -> Result<std::process::Output, EmbeddedError> {
        if folder.exists() {
            fs::remove_dir_all(folder)
                .map_err(|source| EmbeddedError::Folder { path: folder.to_owned(), source })?;
        }
        let program = self.binaries.program("initdb");
        let mut command = account::command(&program, self.account);
        command
            .arg("--pgdata")
            .arg(folder)
            .args(["--encoding=UTF8", "--auth=trust", "--data-checksums"])
            .arg(format!("--locale={locale}"))
            .arg(format!("--username={USER}"));
        if self.options.throwaway {
            command.arg("--no-sync");
        }
        command.stdin(Stdio::null());
        let output = tokio::process::Command::from(command).output().await;
        output.map_err(|source| EmbeddedError::Spawn { program, source })
    }

    fn spawn(&self) -> Result<Running, EmbeddedError> {
        self.make_socket_dir()?;
        let program = self.binaries.program("postgres");
        let log =
            self.open_log().map_err(|source| EmbeddedError::Folder { path: self.places.log(), source })?;
        let errors =
            log.try_clone().map_err(|source| EmbeddedError::Folder { path: self.places.log(), source })?;
        let mut command = account::command(&program, self.account);
        command.arg("-D").arg(self.places.cluster()).arg("-p").arg(PORT.to_string());
        for (name, value) in self.settings() {
            command.arg("-c").arg(format!("{name}={value}"));
        }
        // A group of its own keeps the terminal's signals away from it.
        command.stdin(Stdio::null()).stdout(log).stderr(errors).process_group(0);
        match tokio::process::Command::from(command).spawn() {
            Ok(child) => {
                let pid = child.id().and_then(|pid| i32::try_from(pid).ok()).unwrap_or_default();
                Ok(Running { pid, child: Some(child) })
            }
            Err(source) => Err(EmbeddedError::Spawn { program, source }),
        }
    }

    fn make_socket_dir(&self) -> Result<(), EmbeddedError> {
        // A folder of /tmp that is still there is ours: its name is random and only we were told.
        if self.socket_dir().is_dir() { Ok(()) } else { self.places.prepare_socket(self.socket_dir()) }
    }

    fn settings(&self) -> Vec<(String, String)> {
        let mut settings: Vec<(String, String)> = [
            ("listen_addresses", ""),
            ("unix_socket_permissions", "0700"),
            ("timezone", "UTC"),
            ("log_timezone", "UTC"),
            ("log_line_prefix", "%m [%p] "),
            ("max_connections", "100"),
            // Statements are short; compiling them costs more than it saves.
            ("jit", "off"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
        settings.push(("unix_socket_directories".to_owned(), self.socket_dir().display().to_string()));
        if self.options.throwaway {
            settings.extend(
                ["fsync", "synchronous_commit", "full_page_writes"]
                    .map(|name| (name.to_owned(), "off".to_owned())),
            );
        }
        settings.extend(self.options.settings.iter().cloned());
        settings
    }

    fn open_log(&self) -> io::Result<fs::File> {
        let path = self.places.log();
        if fs::metadata(&path).is_ok_and(|now| now.len() > LARGEST_LOG) {
            fs::rename(&path, path.with_extension("log.1"))?;
        }
        OpenOptions::new().create(true).append(true).mode(0o600).open(path)
    }
}

impl Running {
    /// Completes when the process has ended.
    pub async fn ended(&mut self) {
        match &mut self.child {
            Some(child) => {
                let _ = child.wait().await;
            }
            None => {
                let mut pause = tokio::time::interval(Duration::from_millis(500));
                while postmaster::alive(self.pid) {
                    pause.tick().await;
                }
            }
        }
    }

    /// Asks for a fast shutdown, and for an immediate one if that takes too long.
    pub async fn stop(mut self) {
        for signal in [Signal::INT, Signal::QUIT] {
            if let Some(pid) = Pid::from_raw(self.pid) {
                let _ = kill_process(pid, signal);
            }
            if tokio::time::timeout(STOP_WITHIN, self.ended()).await.is_ok() {
                return;
            }
        }
        tracing::warn!("the embedded PostgreSQL does not stop; process {} is left", self.pid);
    }
}

/// Growing pauses between attempts: 10 ms, doubling, at most half a second.
pub(super) struct Backoff(Duration);

impl Backoff {
    pub fn new() -> Self {
        Self(Duration::from_millis(10))
    }

    pub async fn wait(&mut self) {
        tokio::time::sleep(self.0).await;
        self.0 = (self.0 * 2).min(Duration::from_millis(500));
    }
}

//! Icosa's own Postgres, for installations that name no database.
//!
//! The cluster lives in `<data>/postgres`, is reached by a unix socket only, and runs as a direct child of this
//! process in its own process group, so that Ctrl-C in a terminal reaches it only after the server is done.
//! Several processes with the same data folder share one Postgres: the first starts it, later ones adopt it, and
//! the last one to leave stops it. A Postgres left behind by a killed server is adopted by the next; a killed
//! Postgres is restarted while a server runs.

mod account;
mod binaries;
mod cluster;
mod locks;
mod places;
mod postmaster;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions, Connection};
use thiserror::Error;
use tokio::sync::{Mutex, oneshot};
use tokio::task::JoinHandle;

use cluster::{Cluster, Running};
use locks::UsersLock;

/// The superuser of the embedded cluster; nobody else can reach its socket.
pub const USER: &str = "icosa";
/// The database the application uses.
pub const DATABASE: &str = "icosa";

/// How long a Postgres may take to answer after a start; crash recovery of a busy database takes a while.
const READY_WITHIN: Duration = Duration::from_secs(300);

/// Where and how the embedded Postgres runs.
#[derive(Debug, Clone)]
pub struct Options {
    /// The data folder of the installation; the cluster goes to its `postgres` folder.
    pub data_dir: PathBuf,
    /// Server settings beyond the defaults, e.g. `("shared_buffers", "256MB")`; they win.
    pub settings: Vec<(String, String)>,
    /// Give up durability for speed; for tests only.
    pub throwaway: bool,
}

impl Options {
    /// A durable cluster in that data folder.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: data_dir.into(), settings: Vec::new(), throwaway: false }
    }
}

/// Why the embedded Postgres does not run.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum EmbeddedError {
    #[error(
        "no PostgreSQL server was found (looked at pg_config, PATH and /usr/lib/postgresql/*/bin). Install it \
         (Debian, Ubuntu: apt-get install postgresql; Fedora: dnf install postgresql-server; macOS: brew install \
         postgresql@17), or set PG_DATABASE_URL to use a database elsewhere"
    )]
    NoBinaries,
    #[error(
        "the database in {path} was made by PostgreSQL {made}, but only version {found} is installed. Install \
         PostgreSQL {made} (Debian, Ubuntu: apt-get install postgresql-{made})"
    )]
    WrongVersion { path: PathBuf, made: u32, found: String },
    #[error("PostgreSQL {found} in {path} is too old; Icosa needs version {needed} or newer")]
    TooOld { path: PathBuf, found: u32, needed: u32 },
    #[error("PostgreSQL cannot run as root and this machine has neither a user `postgres` nor `nobody`")]
    NoAccount,
    #[error("cannot use {path}: {source}")]
    Folder { path: PathBuf, source: std::io::Error },
    #[error("{program} could not be run: {source}")]
    Spawn { program: PathBuf, source: std::io::Error },
    #[error("initdb failed: {output}")]
    Init { output: String },
    #[error("PostgreSQL stopped while starting ({status}). The end of {log}:\n{tail}")]
    Died { status: String, log: PathBuf, tail: String },
    #[error("PostgreSQL did not answer within {seconds} seconds; see {log}")]
    Silent { seconds: u64, log: PathBuf },
    #[error("the embedded database does not accept its own user: {0}")]
    Database(#[from] sqlx::Error),
}

/// A running embedded Postgres. Call [`Embedded::stop`] before the process ends.
#[derive(Debug)]
pub struct Embedded {
    cluster: Arc<Cluster>,
    users: UsersLock,
    adopted: bool,
    watcher: Mutex<Option<Watcher>>,
}

#[derive(Debug)]
struct Watcher {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Option<Running>>,
}

impl Embedded {
    /// Starts the cluster (making it first if there is none) or adopts the one that runs, and watches over it
    /// until [`Embedded::stop`].
    ///
    /// # Errors
    /// No usable binaries, an unusable folder, or a Postgres that does not start.
    pub async fn start(options: Options) -> Result<Self, EmbeddedError> {
        let cluster = Arc::new(Cluster::prepare(options)?);
        let (running, users) = {
            let _starting = locks::start(&cluster.places).await?;
            let running = cluster.bring_up().await?;
            (running, UsersLock::take(&cluster.places)?)
        };
        cluster.ensure_database(DATABASE).await?;
        let adopted = running.child.is_none();
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(watch::watch(Arc::clone(&cluster), running, stopped));
        Ok(Self { cluster, users, adopted, watcher: Mutex::new(Some(Watcher { stop, task })) })
    }

    /// How to reach one of its databases.
    #[must_use]
    pub fn connect_options(&self, database: &str) -> PgConnectOptions {
        self.cluster.connect_options(database)
    }

    /// The folder of the cluster, its log and its locks.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.cluster.places.home()
    }

    /// It ran already when we came.
    #[must_use]
    pub fn was_adopted(&self) -> bool {
        self.adopted
    }

    /// The folder of the unix socket.
    #[must_use]
    pub fn socket_dir(&self) -> &Path {
        self.cluster.socket_dir()
    }

    /// The process id of the Postgres that answers now, as written by itself.
    #[must_use]
    pub fn pid(&self) -> Option<i32> {
        postmaster::read(&self.cluster.places).map(|file| file.pid)
    }

    /// Stops Postgres, unless another process still uses it. Connections are ended, transactions in flight rolled
    /// back; everything committed is on disk.
    ///
    /// # Errors
    /// The lock files of the folder cannot be used.
    pub async fn stop(&self) -> Result<(), EmbeddedError> {
        let Some(Watcher { stop, task }) = self.watcher.lock().await.take() else { return Ok(()) };
        let _ = stop.send(());
        let running = task.await.ok().flatten();
        let _starting = locks::start(&self.cluster.places).await?;
        if !self.users.leave()? {
            tracing::info!("the embedded PostgreSQL is left running for another process");
            return Ok(());
        }
        if let Some(running) = running {
            running.stop().await;
            self.cluster.places.remove_temporary(self.cluster.socket_dir());
        }
        Ok(())
    }

    /// Lets go of the cluster without stopping it: a later start adopts it.
    pub async fn leave_running(self) {
        if let Some(Watcher { stop, task }) = self.watcher.lock().await.take() {
            let _ = stop.send(());
            let _ = task.await;
        }
    }
}

impl Cluster {
    fn connect_options(&self, database: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(self.socket_dir())
            .port(cluster::PORT)
            .username(USER)
            .database(database)
            .ssl_mode(PgSslMode::Disable)
            .extra_float_digits(None)
    }

    async fn answers(&self) -> Result<(), sqlx::Error> {
        let mut connection = self.connect_options("postgres").connect().await?;
        connection.ping().await?;
        connection.close().await
    }

    async fn ensure_database(&self, name: &str) -> Result<(), EmbeddedError> {
        let mut connection = self.connect_options("postgres").connect().await?;
        let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
            .bind(name)
            .fetch_one(&mut connection)
            .await?;
        if !exists {
            let created = sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE \"{name}\"")))
                .execute(&mut connection)
                .await;
            // Another process may have made it in between.
            if let Err(error) = created
                && !matches!(&error, sqlx::Error::Database(e) if matches!(e.code().as_deref(), Some("42P04" | "23505")))
            {
                return Err(error.into());
            }
        }
        connection.close().await?;
        Ok(())
    }
}

//! The pool of connections to Postgres.

mod readers;

use std::ops::{Deref, DerefMut};
use std::time::Duration;

use log::LevelFilter;
use sqlx::ConnectOptions;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::query::Query;
use sqlx::{PgConnection, PgTransaction, Postgres};

use crate::error::{StoreError, is_connection_loss};
use crate::jobs;
use readers::{Reader, Readers};

/// The migrations of the `core` schema, compiled into the binary.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/core");

/// How long calls wait for a database that is away, e.g. while the embedded one is restarted.
const AWAY_FOR: Duration = Duration::from_secs(5);

/// A statement that takes longer is told to whoever listens at the level `debug`.
const SLOW: Duration = Duration::from_secs(1);

/// What the tables of workspaces are made with.
const EXTENSIONS: [&str; 2] = ["pg_trgm", "unaccent"];

/// Key of the advisory lock held while migrating; any fixed number.
const MIGRATION_LOCK: i64 = 0x1c05_a000;
/// How often a migration is begun that meets instances of an earlier release at work, and the pause between, which grows.
const MIGRATION_ATTEMPTS: u32 = 10;
const MIGRATION_PAUSE: Duration = Duration::from_millis(200);

/// How the pool behaves.
#[derive(Debug, Clone)]
pub struct DbSettings {
    /// Most connections at a time.
    pub max_connections: u32,
    /// Longest run of one statement; zero for no limit.
    pub statement_timeout: Duration,
    /// Prepared statements kept for each connection; zero keeps none.
    pub statement_cache: usize,
    /// The address is a pooler in transaction mode (PgBouncer): no start-up parameters are sent and nothing is
    /// expected to stay on a connection between transactions. PgBouncer must track prepared statements
    /// (version 1.21 or newer, `max_prepared_statements` above zero).
    pub behind_pooler: bool,
}

impl Default for DbSettings {
    fn default() -> Self {
        Self {
            max_connections: 10,
            statement_timeout: Duration::from_secs(10),
            statement_cache: 256,
            behind_pooler: false,
        }
    }
}

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Db {
    pool: PgPool,
    readers: Readers,
    options: PgConnectOptions,
    settings: DbSettings,
}

/// A connection outside of a transaction. Dropped, it goes back to the pool.
pub struct Lent<'d>(Reader<'d>);

impl Lent<'_> {
    /// Leaves it to the next call: nothing has gone wrong on it.
    pub fn hand_on(self) {
        self.0.hand_on();
    }
}

impl Deref for Lent<'_> {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.0.connection
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.0.connection
    }
}

impl Db {
    /// A pool for that database. Connects with the first use, so it works while the database is still starting.
    #[must_use]
    pub fn new(options: PgConnectOptions, settings: DbSettings) -> Self {
        // The driver would write whole statements, and that of a changed data model has tens of thousands of characters.
        let options = options.log_slow_statements(LevelFilter::Debug, SLOW);
        let mut session =
            options.clone().application_name("icosa").statement_cache_capacity(settings.statement_cache);
        // Its default is exact since Postgres 12, and poolers refuse the parameter.
        session = session.extra_float_digits(None);
        if !settings.behind_pooler && !settings.statement_timeout.is_zero() {
            session =
                session.options([("statement_timeout", settings.statement_timeout.as_millis().to_string())]);
        }
        let pool = PgPoolOptions::new()
            .max_connections(settings.max_connections)
            .acquire_timeout(Duration::from_secs(10))
            .idle_timeout(Duration::from_secs(600))
            // A ping before each use would double the round trips; a broken connection is met by `begin` and `read`.
            .test_before_acquire(false)
            .connect_lazy_with(session);
        let readers = Readers::new(pool.clone(), settings.max_connections);
        Self { pool, readers, options, settings }
    }

    /// The pool, for statements that need no retry.
    #[must_use]
    pub fn pool(&self) -> &PgPool {
        &self.pool
    }

    /// How to reach the database outside the pool, e.g. to listen.
    #[must_use]
    pub fn connect_options(&self) -> &PgConnectOptions {
        &self.options
    }

    /// As given.
    #[must_use]
    pub fn settings(&self) -> &DbSettings {
        &self.settings
    }

    /// Starts a transaction. Beginning is repeated for a few seconds when the connection turns out to be broken:
    /// nothing has been asked of the database yet.
    ///
    /// # Errors
    /// The database stays away.
    pub async fn begin(&self) -> Result<PgTransaction<'static>, StoreError> {
        self.again(|| self.readers.begin()).await
    }

    /// Runs something that may be repeated safely (reads), again for a few seconds when the connection breaks.
    ///
    /// # Errors
    /// The statement's own error, or the database stays away.
    pub async fn read<T, F, Fut>(&self, mut operation: F) -> Result<T, StoreError>
    where
        F: FnMut(PgPool) -> Fut,
        Fut: Future<Output = Result<T, sqlx::Error>>,
    {
        self.again(|| operation(self.pool.clone())).await
    }

    /// The rows of a read of one statement, made anew for each attempt. Its connection is one that another read has
    /// just left, if there is one.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn fetch<'q>(
        &self,
        statement: impl Fn() -> Query<'q, Postgres, PgArguments>,
    ) -> Result<Vec<PgRow>, StoreError> {
        self.again(|| async {
            let mut reader = self.readers.acquire().await?;
            let rows = statement().fetch_all(&mut *reader.connection).await?;
            reader.hand_on();
            Ok(rows)
        })
        .await
    }

    /// A connection for a write that is its own transaction. It may turn out to be broken: ask something first that may
    /// be repeated.
    ///
    /// # Errors
    /// The database stays away.
    pub async fn lend(&self) -> Result<Lent<'_>, StoreError> {
        Ok(Lent(self.again(|| self.readers.lend()).await?))
    }

    async fn again<T, F, Fut>(&self, mut operation: F) -> Result<T, StoreError>
    where
        F: FnMut() -> Fut,
        Fut: Future<Output = Result<T, sqlx::Error>>,
    {
        let deadline = tokio::time::Instant::now() + AWAY_FOR;
        let mut pause = Duration::from_millis(5);
        loop {
            match operation().await {
                Err(error) if is_connection_loss(&error) && tokio::time::Instant::now() < deadline => {
                    tracing::debug!("the database is away: {error}");
                    self.readers.clear();
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(Duration::from_millis(500));
                }
                outcome => return Ok(outcome?),
            }
        }
    }

    /// Brings the schema `core` and the job queue's own schema up to date. Several processes may call it at once.
    ///
    /// # Errors
    /// A migration fails; it is rolled back, the ones before it stay.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let mut attempt = 1;
        loop {
            match self.migrate_now().await {
                Err(error) if error.is_contention() && attempt < MIGRATION_ATTEMPTS => {
                    tracing::info!(%error, attempt, "the migration is begun anew: others use its tables");
                    tokio::time::sleep(MIGRATION_PAUSE * attempt).await;
                    attempt += 1;
                }
                outcome => return outcome,
            }
        }
    }

    async fn migrate_now(&self) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        // One process at a time; a migration may take longer than a statement of a request. The lock ends with the
        // transaction and not before, so that the next process sees what this one did.
        sqlx::query("SELECT set_config('statement_timeout', '0', true), pg_advisory_xact_lock($1)")
            .bind(MIGRATION_LOCK)
            .execute(&mut *transaction)
            .await?;
        // Instances of an earlier release write meanwhile, and everybody waits behind a migration that waits for them.
        sqlx::query("SELECT set_config('lock_timeout', '3s', true)").execute(&mut *transaction).await?;
        check_extensions(&mut transaction, &EXTENSIONS).await?;
        migrator().run(&mut *transaction).await?;
        jobs::migrate(self).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Whether the database answers and its schema is the one this binary was made for.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn is_ready(&self) -> Result<bool, StoreError> {
        let newest = MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default();
        let applied: Option<i64> =
            sqlx::query_scalar(r#"SELECT max(version) FROM core."_migrations" WHERE success"#)
                .fetch_optional(&self.pool)
                .await
                .or_else(|error| if is_missing_table(&error) { Ok(None) } else { Err(error) })?
                .flatten();
        Ok(applied.is_some_and(|applied| applied >= newest))
    }

    /// Closes the pool; statements in flight finish.
    pub async fn close(&self) {
        self.readers.close();
        self.pool.close().await;
    }
}

/// Refuses a server on which one of the extensions is not installed.
///
/// # Errors
/// [`StoreError::MissingExtensions`]; the database fails.
pub async fn check_extensions(connection: &mut PgConnection, wanted: &[&str]) -> Result<(), StoreError> {
    let missing: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM unnest($1::text[]) AS name \
         WHERE name NOT IN (SELECT name FROM pg_catalog.pg_available_extensions)",
    )
    .bind(wanted)
    .fetch_all(connection)
    .await?;
    if missing.is_empty() { Ok(()) } else { Err(StoreError::MissingExtensions(missing.join(", "))) }
}

fn migrator() -> Migrator {
    let mut migrator = Migrator::with_migrations(MIGRATIONS.iter().cloned().collect());
    migrator.create_schema("core");
    migrator.set_locking(false);
    migrator.dangerous_set_table_name("core._migrations");
    // A newer release may have run first; its migrations are backward compatible by rule.
    migrator.set_ignore_missing(true);
    migrator
}

fn is_missing_table(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(error) if matches!(error.code().as_deref(), Some("42P01" | "3F000")))
}

/// A database error that is a broken unique constraint, by name.
#[must_use]
pub fn unique_violation(error: &sqlx::Error) -> Option<&str> {
    match error {
        sqlx::Error::Database(error) if error.is_unique_violation() => error.constraint(),
        _ => None,
    }
}

/// The driver, for signatures.
pub type Driver = Postgres;

//! A migrated database for each test, cloned from a template.

use std::hash::{DefaultHasher, Hash, Hasher};

use icosa_store::{Db, DbSettings};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use uuid::Uuid;

use crate::server::{maintenance, server};

/// Key of the advisory lock held while the template is made.
const TEMPLATE_LOCK: i64 = 0x7e57_0001;

/// A database with the `core` schema and the job queue, of this test alone; dropped with the value.
#[derive(Debug)]
pub struct TestDb {
    db: Db,
    name: String,
    options: PgConnectOptions,
}

impl TestDb {
    /// A fresh clone of the migrated template.
    ///
    /// # Panics
    /// When the machine has no Postgres or it does not start: no test can go on.
    pub async fn create() -> Self {
        Self::try_create(true).await.expect("a database for the test")
    }

    /// A database without anything in it, for tests of migrations.
    ///
    /// # Panics
    /// As [`TestDb::create`].
    pub async fn empty() -> Self {
        Self::try_create(false).await.expect("an empty database for the test")
    }

    /// The shared server of an earlier run may be stopping just now and come back empty: the second attempt finds
    /// the new one.
    async fn try_create(migrated: bool) -> anyhow::Result<Self> {
        match Self::clone_of(migrated).await {
            Ok(database) => Ok(database),
            Err(_) => Self::clone_of(migrated).await,
        }
    }

    async fn clone_of(migrated: bool) -> anyhow::Result<Self> {
        let template = if migrated { template().await? } else { "template0".to_owned() };
        let name = format!("test_{}", Uuid::new_v4().simple());
        let mut connection = maintenance().await?;
        run(&mut connection, format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"")).await?;
        connection.close().await?;
        let options = server().await?.connect_options(&name);
        Ok(Self { db: Db::new(options.clone(), settings()), name, options })
    }

    /// Its pool, at most five connections.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// A further pool for the same database, e.g. for a second instance of the application.
    #[must_use]
    pub fn another(&self) -> Db {
        Db::new(self.options.clone(), settings())
    }

    /// How to reach it.
    #[must_use]
    pub fn connect_options(&self) -> &PgConnectOptions {
        &self.options
    }

    /// Its address for `PG_DATABASE_URL`.
    #[must_use]
    pub fn url(&self) -> String {
        let socket = self.options.get_socket().map(|path| path.display().to_string()).unwrap_or_default();
        format!(
            "postgres://{}@localhost/{}?host={}",
            self.options.get_username(),
            self.name,
            socket.replace('/', "%2F")
        )
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let name = std::mem::take(&mut self.name);
        // The test's runtime may be gone or busy; dropping must not depend on it.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let mut connection = maintenance().await?;
                run(&mut connection, format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")).await?;
                anyhow::Ok(connection.close().await?)
            })
        });
        let _ = dropping.join();
    }
}

fn settings() -> DbSettings {
    DbSettings { max_connections: 5, ..DbSettings::default() }
}

/// The name of the migrated template, made when the migrations or the libraries have changed.
async fn template() -> anyhow::Result<String> {
    let name = format!("template_{:016x}", source_state());
    let mut connection = maintenance().await?;
    sqlx::query("SELECT pg_advisory_lock($1)").bind(TEMPLATE_LOCK).execute(&mut connection).await?;
    let made = make_template(&mut connection, &name).await;
    // Closing gives the lock back.
    connection.close().await?;
    made.map(|()| name)
}

async fn make_template(connection: &mut PgConnection, name: &str) -> anyhow::Result<()> {
    let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(name)
        .fetch_one(&mut *connection)
        .await?;
    if exists {
        return Ok(());
    }
    let raw = format!("{name}_raw");
    run(connection, format!("DROP DATABASE IF EXISTS \"{raw}\" WITH (FORCE)")).await?;
    run(connection, format!("CREATE DATABASE \"{raw}\" TEMPLATE template0")).await?;
    let db = Db::new(server().await?.connect_options(&raw), settings());
    db.migrate().await?;
    db.close().await;
    run(connection, format!("ALTER DATABASE \"{raw}\" RENAME TO \"{name}\"")).await
}

async fn run(connection: &mut PgConnection, sql: String) -> anyhow::Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}

fn source_state() -> u64 {
    let mut hasher = DefaultHasher::new();
    for migration in icosa_store::db::MIGRATIONS.iter() {
        (migration.version, &migration.checksum).hash(&mut hasher);
    }
    // The job queue brings migrations of its own.
    include_str!("../../../Cargo.lock").hash(&mut hasher);
    hasher.finish()
}

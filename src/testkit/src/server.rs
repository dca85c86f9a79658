//! The one Postgres of all tests of this checkout.
//!
//! The first test process starts it in `target/testkit`, the others adopt it; it stops itself some minutes after
//! the last test. It gives up durability: a damaged cluster is thrown away and made again.

use std::fs::File;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::SystemTime;

use anyhow::Context;
use icosa_store::embedded::{Embedded, EmbeddedError, Options};
use sqlx::{ConnectOptions, Connection, PgConnection};
use tokio::sync::OnceCell;

/// Stops the server when no process uses it and none has for five minutes. Takes the same locks as the server.
const REAPER: &str = r#"
exec 9>reaper.lock; flock -n 9 || exit 0
while sleep 30; do
  pid=$(head -n1 cluster/postmaster.pid 2>/dev/null) && kill -0 "$pid" 2>/dev/null || exit 0
  flock start.lock sh -c '
    [ -z "$(find used -mmin -5)" ] && flock -n users.lock true || exit 0
    kill -INT "$1"; while kill -0 "$1" 2>/dev/null; do sleep 0.1; done
  ' sh "$pid"
done
"#;

/// The server, started or adopted by this process.
pub async fn server() -> anyhow::Result<&'static Embedded> {
    static SERVER: OnceCell<Embedded> = OnceCell::const_new();
    let server = SERVER.get_or_try_init(start).await?;
    // Read by the reaper.
    File::create(server.folder().join("used"))?.set_modified(SystemTime::now())?;
    Ok(server)
}

/// A connection to its maintenance database.
pub async fn maintenance() -> anyhow::Result<PgConnection> {
    Ok(server().await?.connect_options("postgres").connect().await?)
}

async fn start() -> anyhow::Result<Embedded> {
    let data_dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/testkit");
    let mut options = Options::new(&data_dir);
    options.throwaway = true;
    options.settings = [("max_connections", "400"), ("shared_buffers", "64MB"), ("max_wal_size", "256MB")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec();
    let server = match Embedded::start(options.clone()).await {
        Err(EmbeddedError::Died { .. }) => {
            let cluster: PathBuf = data_dir.join("postgres").canonicalize()?.join("cluster");
            std::fs::remove_dir_all(cluster)?;
            Embedded::start(options).await
        }
        outcome => outcome,
    }
    .context("the Postgres for tests")?;
    if !server.was_adopted() {
        remove_leftovers(&server).await?;
    }
    watch(&server)?;
    Ok(server)
}

/// Databases of tests that were killed.
async fn remove_leftovers(server: &Embedded) -> anyhow::Result<()> {
    let mut connection = server.connect_options("postgres").connect().await?;
    let names: Vec<String> =
        sqlx::query_scalar("SELECT datname FROM pg_database WHERE datname ~ '^(test|template)_'")
            .fetch_all(&mut connection)
            .await?;
    for name in names {
        // One that is in use by now belongs to a test that runs.
        let _ = sqlx::raw_sql(sqlx::AssertSqlSafe(format!("DROP DATABASE IF EXISTS \"{name}\"")))
            .execute(&mut connection)
            .await;
    }
    Ok(connection.close().await?)
}

fn watch(server: &Embedded) -> anyhow::Result<()> {
    File::create(server.folder().join("used"))?;
    Command::new("sh")
        .args(["-c", REAPER])
        .current_dir(server.folder())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()?;
    Ok(())
}

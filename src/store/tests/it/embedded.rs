//! The embedded Postgres: made, stopped, shared, killed.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use icosa_store::embedded::{DATABASE, Embedded, Options};
use icosa_store::{Db, DbSettings};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::Builder::new().permissions(std::fs::Permissions::from_mode(0o755)).tempdir().unwrap()
}

async fn start(data: &Path) -> Embedded {
    let mut options = Options::new(data);
    options.settings.push(("shared_buffers".into(), "16MB".into()));
    Embedded::start(options).await.unwrap()
}

fn db(embedded: &Embedded) -> Db {
    Db::new(embedded.connect_options(DATABASE), DbSettings::default())
}

fn kill(pid: i32) {
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
}

fn lives(pid: i32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

async fn write(db: &Db, value: i32) {
    sqlx::raw_sql("CREATE TABLE IF NOT EXISTS t (v int)").execute(db.pool()).await.unwrap();
    sqlx::query("INSERT INTO t VALUES ($1)").bind(value).execute(db.pool()).await.unwrap();
}

/// Asks until the database is there: recovery takes longer on a busy machine than a request would wait.
async fn values(db: &Db) -> Vec<i32> {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(60);
    loop {
        match db
            .read(
                |pool| async move { sqlx::query_scalar("SELECT v FROM t ORDER BY v").fetch_all(&pool).await },
            )
            .await
        {
            Err(error) if error.is_unavailable() && tokio::time::Instant::now() < deadline => {}
            outcome => return outcome.unwrap(),
        }
    }
}

#[tokio::test]
async fn data_survives_a_stop_and_nothing_listens_on_the_network() {
    let data = folder();
    let first = start(data.path()).await;
    assert!(!first.was_adopted());
    write(&db(&first), 1).await;
    let settings: Vec<String> = sqlx::query_scalar(
        "SELECT setting FROM pg_settings WHERE name IN ('listen_addresses', 'lc_collate', 'server_encoding', 'data_checksums') ORDER BY name",
    )
    .fetch_all(db(&first).pool())
    .await
    .unwrap();
    assert_eq!(settings.len(), 4, "{settings:?}");
    assert_eq!(settings[0], "on");
    assert!(settings[1].starts_with('C'));
    assert_eq!(settings[2..], ["", "UTF8"]);
    assert_eq!(std::fs::metadata(first.folder()).unwrap().mode() & 0o777, 0o700);
    let pid = first.pid().unwrap();
    first.stop().await.unwrap();
    assert!(!lives(pid));
    let second = start(data.path()).await;
    assert_eq!(values(&db(&second)).await, [1]);
    second.stop().await.unwrap();
}

#[tokio::test]
async fn a_postgres_left_by_a_killed_server_is_adopted() {
    let data = folder();
    let first = start(data.path()).await;
    write(&db(&first), 1).await;
    let pid = first.pid().unwrap();
    first.leave_running().await;
    let second = start(data.path()).await;
    assert!(second.was_adopted());
    assert_eq!(second.pid(), Some(pid));
    assert_eq!(values(&db(&second)).await, [1]);
    second.stop().await.unwrap();
    assert!(!lives(pid));
}

#[tokio::test]
async fn a_killed_postgres_is_started_again_and_keeps_what_was_committed() {
    let data = folder();
    let embedded = start(data.path()).await;
    let db = db(&embedded);
    write(&db, 1).await;
    let pid = embedded.pid().unwrap();
    kill(pid);
    // A backend that was already there may still answer for a moment after its parent has died.
    let replaced = async {
        while embedded.pid().is_none_or(|now| now == pid) {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), replaced).await.expect("a new Postgres");
    assert_eq!(values(&db).await, [1]);
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn a_postgres_killed_after_being_adopted_is_started_again() {
    let data = folder();
    start(data.path()).await.leave_running().await;
    let embedded = start(data.path()).await;
    let db = db(&embedded);
    write(&db, 1).await;
    kill(embedded.pid().unwrap());
    assert_eq!(values(&db).await, [1]);
    embedded.stop().await.unwrap();
}

#[tokio::test]
async fn the_last_user_stops_it() {
    let data = folder();
    let (first, second) = tokio::join!(start(data.path()), start(data.path()));
    assert_ne!(first.was_adopted(), second.was_adopted());
    let pid = first.pid().unwrap();
    first.stop().await.unwrap();
    assert!(lives(pid));
    write(&db(&second), 1).await;
    second.stop().await.unwrap();
    assert!(!lives(pid));
}

#[tokio::test]
async fn leftovers_of_an_unclean_end_do_not_matter() {
    let data = folder();
    let first = start(data.path()).await;
    write(&db(&first), 1).await;
    let lock = first.folder().join("cluster/postmaster.pid");
    let text = std::fs::read_to_string(&lock).unwrap();
    first.stop().await.unwrap();
    // As after a restart of a container: the lock file is still there and its process id is somebody else's.
    let rest = text.split_once('\n').unwrap().1;
    std::fs::write(&lock, format!("{}\n{rest}", std::process::id())).unwrap();
    std::fs::create_dir(first.folder().join("cluster.new")).unwrap();
    let second = start(data.path()).await;
    assert_eq!(values(&db(&second)).await, [1]);
    second.stop().await.unwrap();
}

#[tokio::test]
async fn a_long_folder_name_is_no_obstacle() {
    let data = folder();
    let deep = data.path().join("d".repeat(100));
    let first = start(&deep).await;
    write(&db(&first), 1).await;
    let socket = first.socket_dir().to_owned();
    assert!(socket.starts_with("/tmp"));
    first.leave_running().await;
    let second = start(&deep).await;
    assert_eq!(second.socket_dir(), socket);
    assert_eq!(values(&db(&second)).await, [1]);
    second.stop().await.unwrap();
    assert!(!socket.exists());
}

#[tokio::test]
async fn a_postgres_that_cannot_start_says_why() {
    let data = folder();
    start(data.path()).await.stop().await.unwrap();
    let mut options = Options::new(data.path());
    options.settings.push(("shared_buffers".into(), "nonsense".into()));
    let error = Embedded::start(options).await.unwrap_err().to_string();
    assert!(error.contains("shared_buffers"), "{error}");
}

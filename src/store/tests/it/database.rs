//! Migrations and the pool.

use icosa_store::db::check_extensions;
use icosa_store::{Db, DbSettings};
use icosa_testkit::TestDb;
use sqlx::Row;

#[tokio::test]
async fn a_new_database_is_ready_after_migrating_and_not_before() {
    let test = TestDb::empty().await;
    assert!(!test.db().is_ready().await.unwrap());
    test.db().migrate().await.unwrap();
    assert!(test.db().is_ready().await.unwrap());
    test.db().migrate().await.unwrap();
}

#[tokio::test]
async fn a_server_without_the_extensions_is_told_what_to_install() {
    let test = TestDb::create().await;
    let mut connection = test.db().pool().acquire().await.unwrap();
    check_extensions(&mut connection, &["pg_trgm", "unaccent"]).await.unwrap();
    let error = check_extensions(&mut connection, &["pg_trgm", "nobody_has_this"]).await.unwrap_err();
    let message = error.to_string();
    assert!(message.contains("the extensions nobody_has_this,") && message.contains("contrib"), "{message}");
}

#[tokio::test]
async fn several_processes_may_migrate_at_once() {
    let test = TestDb::empty().await;
    let others: Vec<Db> = (0..4).map(|_| test.another()).collect();
    let outcomes = futures::future::join_all(others.iter().map(Db::migrate)).await;
    for outcome in outcomes {
        outcome.unwrap();
    }
    assert!(test.db().is_ready().await.unwrap());
}

#[tokio::test]
async fn a_statement_that_runs_too_long_is_ended() {
    let test = TestDb::create().await;
    let settings =
        DbSettings { statement_timeout: std::time::Duration::from_millis(50), ..DbSettings::default() };
    let db = Db::new(test.connect_options().clone(), settings);
    let error = sqlx::query("SELECT pg_sleep(60)").execute(db.pool()).await.unwrap_err();
    assert!(error.to_string().contains("statement timeout"), "{error}");
}

#[tokio::test]
async fn a_pooler_gets_no_start_up_parameters() {
    let test = TestDb::create().await;
    let db =
        Db::new(test.connect_options().clone(), DbSettings { behind_pooler: true, ..DbSettings::default() });
    let timeout: String = sqlx::query_scalar("SHOW statement_timeout").fetch_one(db.pool()).await.unwrap();
    assert_eq!(timeout, "0");
}

#[tokio::test]
async fn broken_connections_are_replaced_without_an_error() {
    let test = TestDb::create().await;
    for round in 0..3 {
        let mut transaction = test.db().begin().await.unwrap();
        let pid: i32 =
            sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut *transaction).await.unwrap();
        transaction.commit().await.unwrap();
        let killer = test.another();
        let killed: bool = sqlx::query_scalar("SELECT pg_terminate_backend($1, 5000)")
            .bind(pid)
            .fetch_one(killer.pool())
            .await
            .unwrap();
        assert!(killed, "round {round}");
        test.db().begin().await.unwrap().rollback().await.unwrap();
    }
}

#[tokio::test]
async fn accents_are_removed_by_an_immutable_function() {
    let test = TestDb::create().await;
    let plain: String = sqlx::query_scalar("SELECT public.unaccent_immutable('Crème Brûlée Łódź')")
        .fetch_one(test.db().pool())
        .await
        .unwrap();
    assert_eq!(plain, "Creme Brulee Lodz");
    sqlx::raw_sql(
        "CREATE TABLE t (a text, b text GENERATED ALWAYS AS (public.unaccent_immutable(a)) STORED)",
    )
    .execute(test.db().pool())
    .await
    .unwrap();
}

async fn backend(db: &Db) -> i32 {
    let rows = db.fetch(|| sqlx::query("SELECT pg_backend_pid()")).await.unwrap();
    rows[0].get(0)
}

#[tokio::test]
async fn reads_hand_their_connection_on_and_transactions_still_get_one() {
    let test = TestDb::create().await;
    let settings = DbSettings { max_connections: 6, ..DbSettings::default() };
    let db = Db::new(test.connect_options().clone(), settings);
    let first = backend(&db).await;
    for _ in 0..5 {
        assert_eq!(backend(&db).await, first);
    }
    let reads = (0..40).map(|_| db.fetch(|| sqlx::query("SELECT pg_sleep(0.02)")));
    let transactions = async {
        let held = [db.begin().await.unwrap(), db.begin().await.unwrap()];
        assert!(db.pool().num_idle() < 6);
        drop(held);
    };
    let (rows, ()) = futures::future::join(futures::future::join_all(reads), transactions).await;
    rows.into_iter().for_each(|rows| assert_eq!(rows.unwrap().len(), 1));
    // A transaction takes what reads have left.
    let left = backend(&db).await;
    let mut transaction = db.begin().await.unwrap();
    let taken: i32 =
        sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(&mut *transaction).await.unwrap();
    assert_eq!(taken, left);
    drop(transaction);
    // What lies there for the next read keeps nothing open.
    backend(&db).await;
    db.close().await;
    assert_eq!(db.pool().size(), 0);
    assert!(db.fetch(|| sqlx::query("SELECT 1")).await.is_err());
}

#[tokio::test]
async fn what_is_left_goes_to_whoever_waits_and_lies_there_for_the_next() {
    const PID: &str = "SELECT pg_backend_pid()";
    let test = TestDb::create().await;
    let settings = DbSettings { max_connections: 5, ..DbSettings::default() };
    let db = Db::new(test.connect_options().clone(), settings);
    let mut lent = Vec::new();
    for _ in 0..5 {
        let mut one = db.lend().await.unwrap();
        let pid: i32 = sqlx::query_scalar(PID).fetch_one(&mut *one).await.unwrap();
        lent.push((one, pid));
    }
    // The first of these waits before the second leaves something: they are polled in turn.
    let (one, left) = lent.pop().unwrap();
    let waiting = async {
        let mut transaction = db.begin().await.unwrap();
        let pid: i32 = sqlx::query_scalar(PID).fetch_one(&mut *transaction).await.unwrap();
        (transaction, pid)
    };
    let ((transaction, taken), ()) = futures::future::join(waiting, async { one.hand_on() }).await;
    assert_eq!(taken, left);
    // Somebody has given up waiting, nobody else waits.
    let mut given_up = Box::pin(db.lend());
    assert!(futures::poll!(&mut given_up).is_pending());
    drop(given_up);
    let (one, left) = lent.pop().unwrap();
    one.hand_on();
    assert_eq!(backend(&db).await, left);
    drop(transaction);
}

#[tokio::test]
async fn a_read_takes_what_lies_idle_in_the_pool_while_others_take_long() {
    const LONG: &str = "SELECT pg_advisory_xact_lock_shared(7)";
    const WAITING: &str = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted \
                           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    let test = TestDb::create().await;
    let settings = DbSettings { max_connections: 6, ..DbSettings::default() };
    let db = Db::new(test.connect_options().clone(), settings);
    // All connections are made, and come back.
    let mut all = Vec::new();
    for _ in 0..6 {
        all.push(db.begin().await.unwrap());
    }
    drop(all);
    let mut holder = test.db().begin().await.unwrap();
    sqlx::query("SELECT pg_advisory_xact_lock(7)").execute(&mut *holder).await.unwrap();
    let long = (0..4).map(|_| {
        let db = db.clone();
        tokio::spawn(async move { db.fetch(|| sqlx::query(LONG)).await })
    });
    let long: Vec<_> = long.collect();
    loop {
        let waiting: i64 = sqlx::query_scalar(WAITING).fetch_one(test.db().pool()).await.unwrap();
        if waiting == 4 && db.pool().num_idle() == 2 {
            break;
        }
        tokio::task::yield_now().await;
    }
    // None of the others has ended, and what was borrowed is back each time.
    let mut transaction = db.begin().await.unwrap();
    for _ in 0..3 {
        assert_eq!(db.fetch(|| sqlx::query("SELECT 1")).await.unwrap().len(), 1);
    }
    sqlx::query("SELECT 1").execute(&mut *transaction).await.unwrap();
    assert!(long.iter().all(|read| !read.is_finished()));
    holder.commit().await.unwrap();
    for read in long {
        read.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_broken_connection_is_not_handed_on() {
    let test = TestDb::create().await;
    let db = test.another();
    let first = backend(&db).await;
    let ended = sqlx::query("SELECT pg_terminate_backend($1, 5000)").bind(first);
    ended.execute(test.db().pool()).await.unwrap();
    assert_ne!(backend(&db).await, first);
}

//! Work whose worker is killed in the middle of it.

use std::time::Duration;

use graphile_worker::{WorkerOptions, WorkerRecovered, WorkerRecoveredContext};
use icosa_contract::transfer::{FileFormat, ImportPlan, ImportStatus, ImportsApi};
use icosa_engine::transfer;
use icosa_model::SchemaName;
use sqlx::AssertSqlSafe;
use tokio::runtime::Builder;
use tokio::sync::mpsc;

use crate::support::{World, engine_over, world};

/// Runs a worker until it is in a job about records and kills it there. The caller sees to it that the job does not
/// end before.
pub async fn kill_in_a_job(world: &World) {
    kill_when(world, "SELECT 1::bigint").await;
}

/// The same, once a number of the caller's is above nought.
pub async fn kill_when(world: &World, is_there: &str) {
    // Its runtime and its connections end with it; nothing of it tells the database.
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.spawn(engine_over(world.db.another()).work());
    let busy = "SELECT count(*) FROM graphile_worker.jobs WHERE locked_at IS NOT NULL
                AND task_identifier IN ('rewrite-records', 'import-records')";
    while world.number(busy).await == 0 {
        tokio::task::yield_now().await;
    }
    while number(world, is_there).await == 0 {
        tokio::task::yield_now().await;
    }
    let end = move || runtime.shutdown_timeout(Duration::from_secs(10));
    tokio::task::spawn_blocking(end).await.unwrap();
    assert_eq!(world.number(busy).await, 1, "it has not ended");
    // A long time passes.
    sqlx::raw_sql(
        "UPDATE graphile_worker._private_workers SET last_heartbeat_at = now() - interval '1 hour';
         UPDATE graphile_worker._private_jobs SET locked_at = now() - interval '1 hour' WHERE locked_at IS NOT NULL;
         UPDATE graphile_worker._private_job_queues SET locked_at = now() - interval '1 hour' WHERE locked_at IS NOT NULL",
    )
    .execute(world.db.db().pool())
    .await
    .unwrap();
}

/// Has another worker look after what killed ones have left.
pub async fn sweep(world: &World) {
    let (sender, mut swept) = mpsc::unbounded_channel();
    let listen = move |options: WorkerOptions| {
        let sender = sender.clone();
        options.on(WorkerRecovered, move |swept: WorkerRecoveredContext| {
            let _ = sender.send(swept.jobs_recovered);
            async {}
        })
    };
    let worker = tokio::spawn(world.engine.clone().work_with(listen));
    while swept.recv().await.expect("the worker runs") == 0 {}
    worker.abort();
}

async fn number(world: &World, sql: &str) -> i64 {
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(world.db.db().pool()).await.unwrap()
}

/// Rows of one portion, and of the next.
const ROWS: usize = 1_500;

#[tokio::test]
async fn imports_that_kill_their_worker_are_given_up_unless_they_get_on() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let table = format!(r#""{}"."company""#, SchemaName::from(ada.actor.workspace));
    let mut upload =
        ada.engine.begin_upload(&ada.actor, "company", "list.csv", FileFormat::Csv).await.expect("a file");
    let rows: Vec<String> = (0..ROWS).map(|row| format!("Company {row},company{row}.test")).collect();
    let csv = format!("Name,Domain Name\n{}\n", rows.join("\n"));
    upload.push(csv.as_bytes()).await.expect("its text");
    let import = upload.finish().await.expect("all of it").id;
    ImportsApi::start(&ada.engine, &ada.actor, import, ImportPlan::default()).await.expect("it begins");
    transfer::fail_abandoned(&ada.engine).await.expect("a look");
    let now = || async { ImportsApi::get(&ada.engine, &ada.actor, import).await.expect("the import") };
    assert_eq!(now().await.status, ImportStatus::Running, "its job is there");

    let first = format!("LOCK TABLE {table} IN EXCLUSIVE MODE");
    let second = format!(
        r#"INSERT INTO {table} ("name", "domainNamePrimaryLinkUrl", "createdByName", "createdBySource", "updatedByName", "updatedBySource")
           VALUES ('x', 'company{}.test', 'x', 'MANUAL', 'x', 'MANUAL')"#,
        ROWS - 1
    );
    let stands = |rows: usize, lost: u32| {
        format!(
            r#"SELECT count(*) FROM core."recordImport" WHERE "rowsRead" = {rows} AND "lostWorkers" = {lost}"#
        )
    };
    // Three die in the first portion. One gets on and dies in the second, where four more do.
    let begun = (1..=3).map(|lost| (&first, stands(0, lost)));
    let got_on = (0..=4).map(|lost| (&second, stands(1_000, lost)));
    for (number_of, (blocker, stands)) in begun.chain(got_on).enumerate() {
        let mut holder = world.db.another().begin().await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(blocker.clone())).execute(&mut *holder).await.unwrap();
        kill_when(&world, &stands).await;
        sweep(&world).await;
        holder.rollback().await.unwrap();
        transfer::fail_abandoned(&ada.engine).await.expect("a look");
        assert_eq!(now().await.status, ImportStatus::Running, "after {} workers", number_of + 1);
        let soon =
            "UPDATE graphile_worker._private_jobs SET run_at = now() WHERE key LIKE 'import-records:%'";
        sqlx::raw_sql(soon).execute(world.db.db().pool()).await.unwrap();
    }
    let worker = tokio::spawn(world.engine.clone().work());
    while now().await.status == ImportStatus::Running {
        tokio::task::yield_now().await;
    }
    worker.abort();
    let given_up = now().await;
    assert_eq!(given_up.status, ImportStatus::Failed);
    assert!(given_up.problem.is_some_and(|problem| problem.contains("broke down")), "it says why");
    assert_eq!(
        number(&world, &format!("SELECT count(*) FROM {table} WHERE \"name\" LIKE 'Company %'")).await,
        1_000
    );
}

#[tokio::test]
async fn imports_whose_worker_died_in_their_last_attempt_are_said_to_have_failed() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let pool = world.db.db().pool();
    let mut upload =
        ada.engine.begin_upload(&ada.actor, "company", "list.csv", FileFormat::Csv).await.expect("a file");
    upload.push(b"Name\nZephyrus\n").await.expect("its text");
    let import = upload.finish().await.expect("all of it").id;
    ImportsApi::start(&ada.engine, &ada.actor, import, ImportPlan::default()).await.expect("it begins");
    let last = "UPDATE graphile_worker._private_jobs SET max_attempts = attempts + 1 WHERE key LIKE 'import-records:%'";
    sqlx::raw_sql(last).execute(pool).await.unwrap();
    let mut holder = pool.begin().await.unwrap();
    sqlx::raw_sql(r#"SELECT FROM core."recordImport" FOR UPDATE"#).execute(&mut *holder).await.unwrap();
    kill_in_a_job(&world).await;
    sweep(&world).await;
    holder.rollback().await.unwrap();
    transfer::fail_abandoned(&ada.engine).await.expect("a look");
    let now = ImportsApi::get(&ada.engine, &ada.actor, import).await.expect("the import");
    assert_eq!(now.status, ImportStatus::Failed);
    assert!(now.problem.is_some());
}

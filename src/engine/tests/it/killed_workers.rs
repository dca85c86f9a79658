//! Work whose worker is killed in the middle of it.

use std::time::Duration;

use graphile_worker::{WorkerOptions, WorkerRecovered, WorkerRecoveredContext};
use icosa_contract::transfer::{FileFormat, ImportPlan, ImportStatus, ImportsApi};
use icosa_engine::transfer;
use tokio::runtime::Builder;
use tokio::sync::mpsc;

use crate::support::{World, engine_over, world};

/// Runs a worker until it is in a job about records and kills it there. The caller sees to it that the job does not
/// end before.
pub async fn kill_in_a_job(world: &World) {
    // Its runtime and its connections end with it; nothing of it tells the database.
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.spawn(engine_over(world.db.another()).work());
    let busy = "SELECT count(*) FROM graphile_worker.jobs WHERE locked_at IS NOT NULL
                AND task_identifier IN ('rewrite-records', 'import-records')";
    while world.number(busy).await == 0 {
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

#[tokio::test]
async fn imports_that_kill_their_worker_are_given_up_in_the_end() {
    let world = world().await;
    let ada = world.member("ada@example.com").await;
    let pool = world.db.db().pool();
    let mut upload =
        ada.engine.begin_upload(&ada.actor, "company", "list.csv", FileFormat::Csv).await.expect("a file");
    upload.push(b"Name\nZephyrus\n").await.expect("its text");
    let import = upload.finish().await.expect("all of it").id;
    ImportsApi::start(&ada.engine, &ada.actor, import, ImportPlan::default()).await.expect("it begins");
    transfer::fail_abandoned(&ada.engine).await.expect("a look");
    let now = || async { ImportsApi::get(&ada.engine, &ada.actor, import).await.expect("the import") };
    assert_eq!(now().await.status, ImportStatus::Running, "its job is there");

    let attempts =
        "SELECT sum(attempts)::bigint FROM graphile_worker.jobs WHERE task_identifier = 'import-records'";
    for is_last in [false, true] {
        if is_last {
            let last = "UPDATE graphile_worker._private_jobs SET max_attempts = attempts + 1, run_at = now()
                        WHERE key LIKE 'import-records:%'";
            sqlx::raw_sql(last).execute(pool).await.unwrap();
        }
        let mut holder = pool.begin().await.unwrap();
        sqlx::raw_sql(r#"SELECT FROM core."recordImport" FOR UPDATE"#).execute(&mut *holder).await.unwrap();
        kill_in_a_job(&world).await;
        sweep(&world).await;
        holder.rollback().await.unwrap();
        assert_eq!(world.number(attempts).await, if is_last { 2 } else { 1 }, "an attempt is used up");
        transfer::fail_abandoned(&ada.engine).await.expect("a look");
        let status = if is_last { ImportStatus::Failed } else { ImportStatus::Running };
        assert_eq!(now().await.status, status);
    }
    assert!(now().await.problem.is_some());
}

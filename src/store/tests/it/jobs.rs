//! The job queue.

use std::time::Duration;

use icosa_store::jobs::{
    self, IntoTaskHandlerResult, JobOptions, PruneEvents, PruneSessions, Retention, TaskHandler,
    WorkerContext,
};
use icosa_testkit::TestDb;
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot};

#[derive(Serialize, Deserialize)]
struct Say {
    word: String,
}

#[derive(Clone, Debug)]
struct Heard(mpsc::UnboundedSender<String>);

impl TaskHandler for Say {
    const IDENTIFIER: &'static str = "say";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        if let Some(Heard(sender)) = context.get_ext::<Heard>() {
            let _ = sender.send(self.word);
        }
        Ok::<(), String>(())
    }
}

fn say(word: &str) -> Say {
    Say { word: word.to_owned() }
}

#[tokio::test]
async fn a_job_runs_if_and_only_if_its_transaction_commits() {
    let test = TestDb::create().await;
    let (sender, mut heard) = mpsc::unbounded_channel();
    let mut lost = test.db().begin().await.unwrap();
    jobs::enqueue(&mut lost, &say("lost"), &JobOptions::default()).await.unwrap();
    lost.rollback().await.unwrap();
    let mut kept = test.db().begin().await.unwrap();
    jobs::enqueue(&mut kept, &say("kept"), &JobOptions::default()).await.unwrap();
    kept.commit().await.unwrap();
    let extend =
        |options: jobs::WorkerOptions| options.define_job::<Say>().add_extension(Heard(sender.clone()));
    jobs::run_due(test.db(), Retention::default(), extend).await.unwrap();
    assert_eq!(heard.recv().await.as_deref(), Some("kept"));
    assert!(heard.try_recv().is_err());
}

#[tokio::test]
async fn one_job_of_a_key_waits() {
    let test = TestDb::create().await;
    let (sender, mut heard) = mpsc::unbounded_channel();
    let options = JobOptions { key: Some("only".into()), ..JobOptions::default() };
    let mut connection = test.db().pool().acquire().await.unwrap();
    jobs::enqueue(&mut connection, &say("first"), &options).await.unwrap();
    jobs::enqueue(&mut connection, &say("second"), &options).await.unwrap();
    jobs::run_due(test.db(), Retention::default(), |options| {
        options.define_job::<Say>().add_extension(Heard(sender.clone()))
    })
    .await
    .unwrap();
    assert_eq!(heard.try_recv().as_deref(), Ok("second"));
    assert!(heard.try_recv().is_err());
}

#[tokio::test]
async fn a_running_worker_hears_of_new_jobs_survives_a_broken_connection_and_stops() {
    let test = TestDb::create().await;
    let (sender, mut heard) = mpsc::unbounded_channel();
    let (stop, stopped) = oneshot::channel::<()>();
    let db = test.another();
    let worker = tokio::spawn(async move {
        let extend =
            |options: jobs::WorkerOptions| options.define_job::<Say>().add_extension(Heard(sender.clone()));
        jobs::run(&db, Retention::default(), extend, async { drop(stopped.await) }).await;
    });
    jobs::enqueue(&mut test.db().pool().acquire().await.unwrap(), &say("one"), &JobOptions::default())
        .await
        .unwrap();
    assert_eq!(heard.recv().await.as_deref(), Some("one"));
    sqlx::raw_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        .execute(test.db().pool())
        .await
        .unwrap();
    let mut transaction = test.db().begin().await.unwrap();
    jobs::enqueue(&mut transaction, &say("two"), &JobOptions::default()).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(heard.recv().await.as_deref(), Some("two"));
    stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(30), worker).await.unwrap().unwrap();
}

#[tokio::test]
async fn housekeeping_removes_what_is_old_and_keeps_the_rest() {
    let test = TestDb::create().await;
    let id = crate::fixtures::workspace(test.db()).await;
    sqlx::raw_sql(
        r#"INSERT INTO core."user" ("id", "email") VALUES ('00000000-0000-4000-8000-000000000001', 'a@b.example')"#,
    )
    .execute(test.db().pool())
    .await
    .unwrap();
    for (number, days) in [(1_u8, 0), (2, 6), (3, 8), (4, 40)] {
        sqlx::query(
            r#"INSERT INTO core."recordEvent" ("workspaceId", "objectName", "recordId", "action", "payload", "createdAt")
               VALUES ($1, 'company', gen_random_uuid(), 'created', '{}', now() - make_interval(days => $2))"#,
        )
        .bind(id.0)
        .bind(days)
        .execute(test.db().pool())
        .await
        .unwrap();
        sqlx::query(
            r#"INSERT INTO core."userSession" ("tokenHash", "userId", "expiresAt")
               VALUES ($1, '00000000-0000-4000-8000-000000000001', now() - make_interval(days => $2))"#,
        )
        .bind(&[number; 32][..])
        .bind(days)
        .execute(test.db().pool())
        .await
        .unwrap();
    }
    let mut connection = test.db().pool().acquire().await.unwrap();
    jobs::enqueue(&mut connection, &PruneEvents {}, &JobOptions::default()).await.unwrap();
    jobs::enqueue(&mut connection, &PruneSessions {}, &JobOptions::default()).await.unwrap();
    jobs::run_due(test.db(), Retention::default(), |options| options).await.unwrap();
    let left: (i64, i64) = sqlx::query_as(
        r#"SELECT (SELECT count(*) FROM core."recordEvent"), (SELECT count(*) FROM core."userSession")"#,
    )
    .fetch_one(test.db().pool())
    .await
    .unwrap();
    assert_eq!(left, (2, 3));
}

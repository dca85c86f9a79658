//! The job queue: `graphile_worker` on the same Postgres, so that a job is enqueued in the transaction that causes
//! it and is there if and only if the transaction commits.
//!
//! A new kind of job is a type with [`TaskHandler`], registered through the `extend` argument of [`run`].

mod housekeeping;

use std::time::Duration;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use graphile_worker::{
    Database, FailureReason, JobRecovery, JobRecoveryContext, JobRecoveryResult, WorkerUtils,
};
use serde::Serialize;
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::db::{Db, DbSettings};
use crate::error::StoreError;

pub use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
pub use housekeeping::{PruneEvents, PruneSessions, Retention};

/// The schema the queue keeps its tables in.
pub const SCHEMA: &str = "graphile_worker";

/// Pauses between starts of a worker that failed.
const PAUSES: [Duration; 2] = [Duration::from_millis(200), Duration::from_secs(10)];

/// Brings the queue's own schema up to date.
///
/// # Errors
/// The database refuses.
pub async fn migrate(db: &Db) -> Result<(), StoreError> {
    WorkerUtils::new(Database::from(db.pool()), SCHEMA).migrate().await.map_err(jobs_error)
}

/// How a job is enqueued; the defaults are at once, 25 attempts with growing pauses, priority 0, any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JobOptions {
    /// A job with the same key that has not started is replaced: at most one waits.
    pub key: Option<String>,
    /// Jobs of one queue run one after the other.
    pub queue: Option<String>,
    /// Not before this time.
    pub run_at: Option<DateTime<Utc>>,
    /// Runs in all; at least 1.
    pub max_attempts: Option<i32>,
    /// Smaller runs first.
    pub priority: Option<i32>,
}

/// Enqueues a job in the caller's transaction; answers its id.
///
/// # Errors
/// The database refuses, or the job is no JSON.
pub async fn enqueue<T: TaskHandler>(
    connection: &mut PgConnection,
    job: &T,
    options: &JobOptions,
) -> Result<i64, StoreError> {
    enqueue_named(connection, T::IDENTIFIER, job, options).await
}

/// Enqueues a job of a kind that is known by name only, e.g. because a crate above handles it.
///
/// # Errors
/// The database refuses, or the payload is no JSON.
pub async fn enqueue_named(
    connection: &mut PgConnection,
    name: &str,
    payload: &(impl Serialize + Sync),
    options: &JobOptions,
) -> Result<i64, StoreError> {
    let payload =
        serde_json::to_value(payload).map_err(|source| StoreError::Json { what: "a job", source })?;
    let id = sqlx::query_scalar(
        "SELECT (graphile_worker.add_job(identifier => $1, payload => $2::json, queue_name => $3, run_at => $4,
                 max_attempts => $5, job_key => $6, priority => $7)).id",
    )
    .bind(name)
    .bind(Json(payload))
    .bind(&options.queue)
    .bind(options.run_at)
    .bind(options.max_attempts)
    .bind(&options.key)
    .bind(options.priority)
    .fetch_one(connection)
    .await?;
    Ok(id)
}

/// Runs jobs until `shutdown` completes, then lets those in hand finish for a few seconds. A worker that loses its
/// database is started again. `extend` registers the jobs of other crates, each time it starts.
///
/// Housekeeping is always included: expired sessions and old events are removed every hour.
pub async fn run(
    db: &Db,
    retention: Retention,
    extend: impl Fn(WorkerOptions) -> WorkerOptions + Send,
    shutdown: impl Future<Output = ()> + Send + 'static,
) {
    let shutdown = shutdown.boxed().shared();
    let mut pause = PAUSES[0];
    loop {
        let ended = async {
            let worker = options(db, retention, &extend)?
                .shutdown_signal(shutdown.clone())
                .init()
                .await
                .map_err(jobs_error)?;
            tracing::debug!("the worker runs");
            worker.run().await.map_err(jobs_error)
        };
        let ended = ended.await;
        if shutdown.peek().is_some() {
            return;
        }
        match ended {
            // Only a shutdown ends it without an error.
            Ok(()) => return,
            Err(error) => tracing::warn!("the worker stopped and starts again: {error}"),
        }
        tokio::select! {
            () = shutdown.clone() => return,
            () = tokio::time::sleep(pause) => pause = (pause * 2).min(PAUSES[1]),
        }
    }
}

/// Runs every job that is due now, once, and answers when none is left; for tests and commands.
///
/// # Errors
/// The database is away.
pub async fn run_due(
    db: &Db,
    retention: Retention,
    extend: impl Fn(WorkerOptions) -> WorkerOptions + Send,
) -> Result<(), StoreError> {
    let worker = options(db, retention, &extend)?.init().await.map_err(jobs_error)?;
    worker.run_once().await.map_err(jobs_error)
}

fn options(
    db: &Db,
    retention: Retention,
    extend: &(impl Fn(WorkerOptions) -> WorkerOptions + Send),
) -> Result<WorkerOptions, StoreError> {
    // A pool of its own: its listener holds a connection, and a job's statement may take longer than a request's.
    let settings = DbSettings {
        max_connections: 5,
        statement_timeout: Duration::from_secs(300),
        ..db.settings().clone()
    };
    let listens = !settings.behind_pooler;
    let pool = Db::new(db.connect_options().clone(), settings);
    let options = WorkerOptions::default()
        .pg_pool(pool.pool().clone())
        .schema(SCHEMA)
        .concurrency(2)
        .use_notification_delivery(listens)
        .poll_interval(Duration::from_secs(if listens { 5 } else { 1 }))
        .listen_os_shutdown_signals(false)
        // Jobs of a worker that was killed run again after a minute or two, not after hours.
        .heartbeat_interval(Duration::from_secs(20))
        .sweep_interval(Duration::from_secs(30))
        .sweep_threshold(Duration::from_secs(90))
        .on(JobRecovery, |lost: JobRecoveryContext| async move { recovery(lost.reason) })
        .add_extension(retention);
    Ok(extend(housekeeping::register(options)?))
}

/// What becomes of a job whose worker has ended without it. A crash has used up an attempt, since the job may be what
/// killed the worker, and would kill every other one; a worker that was told to end gives the attempt back.
fn recovery(reason: FailureReason) -> JobRecoveryResult {
    match reason {
        FailureReason::WorkerCrashed => JobRecoveryResult::FailWithBackoff,
        _ => JobRecoveryResult::Default,
    }
}

fn jobs_error(error: impl std::fmt::Display) -> StoreError {
    StoreError::Jobs(error.to_string())
}

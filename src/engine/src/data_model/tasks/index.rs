//! Indexes of large tables, built while people work.

use std::convert::Infallible;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use icosa_model::WorkspaceId;
use icosa_sqlgen::ddl::{LaterIndex, later_index};
use icosa_store::{data_model_tasks, early_indexes, metadata};
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};

use super::Limits;
use crate::Engine;
use crate::error::{Failure, is_unique_violation};

/// What is told of an index that is put off, and of one that was for too long.
const HELD: &str =
    "It waits for long reads or writes of others, e.g. an export, and is tried again every minute.";
const HELD_TOO_LONG: &str = "For hours there was no minute without long reads or writes of others, e.g. exports, so it could not be built. \
     Try again when less is going on.";
const AGAIN_AFTER: TimeDelta = TimeDelta::minutes(1);

/// Builds one index of a workspace; run again it goes on from what is there.
#[derive(Debug, Serialize, Deserialize)]
pub struct BuildIndex {
    pub workspace: WorkspaceId,
    pub index_name: String,
}

impl TaskHandler for BuildIndex {
    const IDENTIFIER: &'static str = "build-index";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(engine) = context.extensions().get::<Engine>().cloned() else {
            return Err("no engine to work with".to_owned());
        };
        let limits = context.get_ext::<Limits>().copied().unwrap_or_default();
        let Err(failure) = build(&engine, &self, limits).await else { return Ok(()) };
        let task = (self.workspace, self.index_name.as_str());
        Err(super::interrupted(&context, &engine, task, &failure).await)
    }
}

async fn build(engine: &Engine, job: &BuildIndex, limits: Limits) -> Result<(), Failure> {
    let (workspace, name) = (job.workspace, job.index_name.as_str());
    let pool = engine.db().pool();
    let Some(loaded) = metadata::load(pool, workspace).await? else { return Ok(()) };
    let model = icosa_model::resolve(loaded.metadata.physical().into())
        .map_err(|issues| Failure::Broken(format!("{issues:?}")))?;
    let Some(index) = later_index(&model, name) else {
        // The model has no such index any more.
        data_model_tasks::remove(pool, workspace, name).await?;
        return Ok(());
    };
    // Two that are built of one table at once wait for each other.
    if data_model_tasks::is_snapshot_held(pool, limits.snapshot).await?
        || early_indexes::is_preparing(pool, workspace, name).await?
    {
        return put_off(engine, job, limits.patience).await;
    }
    data_model_tasks::report(pool, workspace, name, "RUNNING", 0.0, None).await?;
    let schema = model.schema();
    let built = tokio::select! {
        built = run(engine, &index, limits.wait) => built,
        never = follow(pool, workspace, schema.as_str(), name) => match never {},
    };
    match built {
        Ok(()) => data_model_tasks::remove(pool, workspace, name).await?,
        Err(failure) if is_unique_violation(&failure) => {
            let problem = "Some records have the same value. Change them, then try again.";
            data_model_tasks::report(pool, workspace, name, "FAILED", 0.0, Some(problem)).await?;
        }
        Err(failure) if failure.is_too_long() => {
            let problem =
                "Some records have values that are too long to be indexed. Shorten them, then try again.";
            data_model_tasks::report(pool, workspace, name, "FAILED", 0.0, Some(problem)).await?;
        }
        Err(failure) if failure.is_lock_timeout() => put_off(engine, job, limits.patience).await?,
        Err(failure) => return Err(failure),
    }
    Ok(())
}

/// Has it built later, unless it has been put off for too long. All work on large tables is one queue, of all
/// workspaces: nobody waits in it for somebody else's transaction.
async fn put_off(engine: &Engine, job: &BuildIndex, patience: Duration) -> Result<(), Failure> {
    let (workspace, name) = (job.workspace, job.index_name.as_str());
    let mut tx = engine.db().begin().await?;
    match data_model_tasks::put_off(&mut *tx, workspace, name, HELD).await? {
        Some(held) if held >= patience => {
            tracing::warn!(%workspace, name, "an index was held up for too long and is given up");
            data_model_tasks::interrupt(&mut *tx, workspace, name, "FAILED", HELD_TOO_LONG).await?;
        }
        Some(_) => {
            super::enqueue_index(&mut tx, workspace, name, Some(Utc::now() + AGAIN_AFTER)).await?;
        }
        None => {}
    }
    Ok(tx.commit().await?)
}

async fn run(engine: &Engine, index: &LaterIndex, wait: Duration) -> Result<(), Failure> {
    alone(engine, &[&index.drop, &index.create], wait).await
}

/// Runs statements of the planner one by one outside a transaction, on a connection of its own: no limit of time but for
/// waiting, and nothing of it is left when it ends.
pub(in crate::data_model) async fn alone(
    engine: &Engine,
    statements: &[&str],
    wait: Duration,
) -> Result<(), Failure> {
    let mut connection = PgConnection::connect_with(engine.db().connect_options()).await?;
    sqlx::query("SELECT set_config('statement_timeout', '0', false), set_config('lock_timeout', $1, false)")
        .bind(format!("{}ms", wait.as_millis()))
        .execute(&mut connection)
        .await?;
    for sql in statements {
        sqlx::raw_sql(AssertSqlSafe((*sql).to_owned())).execute(&mut connection).await?;
    }
    connection.close().await?;
    Ok(())
}

/// Writes down how far Postgres is, every half second. That it cannot be told does not end the building.
async fn follow(pool: &PgPool, workspace: WorkspaceId, schema: &str, index: &str) -> Infallible {
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        if let Err(error) = tell(pool, workspace, schema, index).await {
            tracing::debug!(%error, "the progress of an index is not told");
        }
    }
}

async fn tell(pool: &PgPool, workspace: WorkspaceId, schema: &str, index: &str) -> Result<(), sqlx::Error> {
    if let Some(progress) = data_model_tasks::index_progress(pool, schema, index).await? {
        data_model_tasks::report(pool, workspace, index, "RUNNING", progress, None).await?;
    }
    Ok(())
}

//! Indexes of large tables, built while people work.

use std::time::Duration;

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use icosa_contract::Actor;
use icosa_contract::data_model::DataModelTask;
use icosa_model::definition::IndexRow;
use icosa_model::{Metadata, ObjectId, WorkspaceId};
use icosa_sqlgen::ddl::{LaterIndex, later_index};
use icosa_store::jobs::{self, JobOptions};
use icosa_store::{data_model_tasks, metadata};
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};

use super::draft::table_name;
use crate::Engine;
use crate::error::{Failure, is_unique_violation};

/// Builds one index of a workspace; run again it goes on from what is there.
#[derive(Debug, Serialize, Deserialize)]
pub struct BuildIndex {
    workspace: WorkspaceId,
    index_name: String,
}

impl TaskHandler for BuildIndex {
    const IDENTIFIER: &'static str = "build-index";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(engine) = context.extensions().get::<Engine>().cloned() else {
            return Err("no engine to work with".to_owned());
        };
        build(&engine, &self).await.map_err(|failure| failure.to_string())
    }
}

/// Makes the worker know the jobs of data models.
#[must_use]
pub fn register(options: WorkerOptions, engine: &Engine) -> WorkerOptions {
    options.add_extension(engine.clone()).define_job::<BuildIndex>()
}

/// Has an index built after the commit of the caller's transaction.
pub async fn enqueue(tx: &mut PgConnection, workspace: WorkspaceId, index_name: &str) -> Result<(), Failure> {
    let job = BuildIndex { workspace, index_name: index_name.to_owned() };
    let options = JobOptions {
        key: Some(format!("build-index:{workspace}:{index_name}")),
        // One at a time in a workspace: each reads a whole table.
        queue: Some(format!("build-index:{workspace}")),
        ..JobOptions::default()
    };
    jobs::enqueue(tx, &job, &options).await?;
    Ok(())
}

/// Indexes that wait to be built and have another name now are looked for under that one.
pub async fn follow_names(tx: &mut PgConnection, old: &Metadata, new: &Metadata) -> Result<(), Failure> {
    let waiting = data_model_tasks::list(&mut *tx, new.workspace_id).await?;
    for task in waiting {
        let Some(name) = name_now(old, new, &task) else { continue };
        data_model_tasks::rename(&mut *tx, new.workspace_id, &task.index_name, &name).await?;
        enqueue(tx, new.workspace_id, &name).await?;
    }
    Ok(())
}

/// The new name of a waiting index: of a row of the metadata, or of one that is called after its table.
fn name_now(old: &Metadata, new: &Metadata, task: &data_model_tasks::Task) -> Option<String> {
    let was = |row: &&IndexRow| row.name == task.index_name;
    if let Some(row) = old.indexes.iter().find(was) {
        let now = new.indexes.iter().find(|other| other.id == row.id)?;
        return (now.name != row.name).then(|| now.name.clone());
    }
    let table = |metadata: &Metadata| {
        let object = metadata.objects.iter().find(|object| object.id.0 == task.object)?;
        Some(table_name(object))
    };
    let (before, after) = (table(old)?, table(new)?);
    let rest = task.index_name.strip_prefix(&format!("IDX_{before}_"))?;
    (before != after).then(|| format!("IDX_{after}_{rest}"))
}

/// What is not done yet.
pub async fn list(engine: &Engine, actor: &Actor) -> Result<Vec<DataModelTask>, Failure> {
    let tasks = data_model_tasks::list(engine.db().pool(), actor.workspace).await?;
    let task = |task: data_model_tasks::Task| DataModelTask {
        id: task.id,
        kind: task.kind,
        object_id: ObjectId(task.object),
        index_name: task.index_name,
        status: task.status,
        progress: task.progress,
        problem: task.problem,
    };
    Ok(tasks.into_iter().map(task).collect())
}

async fn build(engine: &Engine, job: &BuildIndex) -> Result<(), Failure> {
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
    data_model_tasks::report(pool, workspace, name, "RUNNING", 0.0, None).await?;
    let schema = model.schema();
    let built = tokio::select! {
        built = run(engine, &index) => built,
        never = follow(pool, workspace, schema.as_str(), name) => never,
    };
    match built {
        Ok(()) => data_model_tasks::remove(pool, workspace, name).await?,
        Err(failure) if is_unique_violation(&failure) => {
            let problem = "Some records have the same value. Change them, then try again.";
            data_model_tasks::report(pool, workspace, name, "FAILED", 0.0, Some(problem)).await?;
        }
        Err(failure) => return Err(failure),
    }
    Ok(())
}

/// On a connection of its own: no limit of time, and nothing of it is left when it ends.
async fn run(engine: &Engine, index: &LaterIndex) -> Result<(), Failure> {
    let mut connection = PgConnection::connect_with(engine.db().connect_options()).await?;
    sqlx::query("SELECT set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false)")
        .execute(&mut connection)
        .await?;
    for sql in [&index.drop, &index.create] {
        sqlx::raw_sql(AssertSqlSafe(sql.clone())).execute(&mut connection).await?;
    }
    connection.close().await?;
    Ok(())
}

/// Writes down how far Postgres is, every half second; ends with an error only.
async fn follow(pool: &PgPool, workspace: WorkspaceId, schema: &str, index: &str) -> Result<(), Failure> {
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        if let Some(progress) = data_model_tasks::index_progress(pool, schema, index).await? {
            data_model_tasks::report(pool, workspace, index, "RUNNING", progress, None).await?;
        }
    }
}

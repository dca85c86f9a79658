//! What a change of a large table leaves to be done while people work.

pub(super) mod index;
mod records;

use std::time::Duration;

use chrono::{DateTime, Utc};
use graphile_worker::{WorkerContext, WorkerOptions};
use icosa_contract::data_model::DataModelTask;
use icosa_contract::{Actor, AppError};
use icosa_model::definition::IndexRow;
use icosa_model::{Metadata, ObjectId, WorkspaceId};
use icosa_sqlgen::ddl::{EarlyIndex, LaterIndex, Rewrite, RewriteKind};
use icosa_store::data_model_tasks::{self, Task, kind};
use icosa_store::jobs::{self, JobOptions, TaskHandler};
use sqlx::PgConnection;
use uuid::Uuid;

use self::index::BuildIndex;
use self::records::RewriteRecords;
use super::draft::table_name;
use super::early::ClearEarlyIndex;
use crate::Engine;
use crate::error::Failure;

pub use records::Walk;

/// Runs of a job that goes wrong; the pauses between them grow to two hours.
const ATTEMPTS: i32 = 10;
/// Behind what people wait for.
const PRIORITY: i32 = 10;
/// One at a time in the whole installation: each reads a table from end to end, and none of them may keep the worker
/// from everything else.
const QUEUE: &str = "large-tables";
/// What the keys of jobs begin with.
const KEY: &str = "build-index";
/// What is told of a task whose job went wrong, and of one that is given up.
const AGAIN: &str = "It was interrupted and will be tried again.";
const STUCK: &str = "It failed again and again for a reason on our side, and was given up.";

/// After how long others get their turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Work on records goes on for so long.
    pub slice: Duration,
    /// No index is begun while somebody reads from a snapshot for longer: it would wait for the end of that.
    pub snapshot: Duration,
    /// An index that waits longer for one transaction of somebody else's is put off.
    pub wait: Duration,
    /// An index that has been put off for so long without being built is given up.
    pub patience: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            slice: Duration::from_secs(20),
            snapshot: Duration::from_secs(30),
            wait: Duration::from_secs(120),
            patience: Duration::from_secs(6 * 3_600),
        }
    }
}

/// Makes the worker know the jobs of data models.
#[must_use]
pub fn register(options: WorkerOptions, engine: &Engine) -> WorkerOptions {
    register_with(options, engine, Limits::default())
}

/// The same with other limits.
#[must_use]
pub fn register_with(options: WorkerOptions, engine: &Engine, limits: Limits) -> WorkerOptions {
    let options = options.add_extension(engine.clone()).add_extension(limits);
    options.define_job::<BuildIndex>().define_job::<RewriteRecords>().define_job::<ClearEarlyIndex>()
}

/// Has indexes built after the commit of the caller's transaction.
pub async fn build_later(
    tx: &mut PgConnection,
    workspace: WorkspaceId,
    object: ObjectId,
    index_name: &str,
) -> Result<(), Failure> {
    data_model_tasks::add(tx, workspace, kind::BUILD_INDEX, object, index_name).await?;
    enqueue_index(tx, workspace, index_name, None).await
}

/// Has everything done after the commit of the caller's transaction that a change has put off.
pub async fn leave(
    tx: &mut PgConnection,
    workspace: WorkspaceId,
    later: &[LaterIndex],
    rewrites: &[Rewrite],
) -> Result<(), Failure> {
    for index in later {
        build_later(tx, workspace, index.object_id, &index.index_name).await?;
    }
    for rewrite in rewrites {
        rewrite_later(tx, workspace, rewrite).await?;
    }
    Ok(())
}

/// Has records seen to after the commit of the caller's transaction.
pub async fn rewrite_later(
    tx: &mut PgConnection,
    workspace: WorkspaceId,
    rewrite: &Rewrite,
) -> Result<(), Failure> {
    let (kind, about) = match rewrite.kind {
        RewriteKind::MoveOptions(field) => (kind::MOVE_OPTIONS, field.to_string()),
        RewriteKind::FillSearch => (kind::FILL_SEARCH, rewrite.object_id.to_string()),
    };
    data_model_tasks::add(tx, workspace, kind, rewrite.object_id, &about).await?;
    enqueue_rewrite(tx, workspace, &about).await
}

async fn enqueue_rewrite(tx: &mut PgConnection, workspace: WorkspaceId, about: &str) -> Result<(), Failure> {
    let job = RewriteRecords { workspace, about: about.to_owned() };
    enqueue(tx, workspace, &job, about, None).await
}

async fn enqueue_index(
    tx: &mut PgConnection,
    workspace: WorkspaceId,
    index_name: &str,
    run_at: Option<DateTime<Utc>>,
) -> Result<(), Failure> {
    let job = BuildIndex { workspace, index_name: index_name.to_owned() };
    enqueue(tx, workspace, &job, index_name, run_at).await
}

async fn enqueue<T: TaskHandler>(
    tx: &mut PgConnection,
    workspace: WorkspaceId,
    job: &T,
    about: &str,
    run_at: Option<DateTime<Utc>>,
) -> Result<(), Failure> {
    let options = JobOptions {
        run_at,
        key: Some(format!("{KEY}:{workspace}:{about}")),
        queue: Some(QUEUE.to_owned()),
        max_attempts: Some(ATTEMPTS),
        priority: Some(PRIORITY),
    };
    jobs::enqueue(tx, job, &options).await?;
    Ok(())
}

/// Indexes that wait to be built and have another name now are looked for under that one.
pub async fn follow_names(tx: &mut PgConnection, old: &Metadata, new: &Metadata) -> Result<(), Failure> {
    let waiting = data_model_tasks::list(&mut *tx, new.workspace_id).await?;
    for task in waiting.iter().filter(|task| task.kind == kind::BUILD_INDEX) {
        let Some(name) = name_now(old, new, task) else { continue };
        data_model_tasks::rename(&mut *tx, new.workspace_id, &task.about, &name).await?;
        enqueue_index(tx, new.workspace_id, &name, None).await?;
    }
    Ok(())
}

/// The new name of a waiting index: of a row of the metadata, or of one that is called after its table.
fn name_now(old: &Metadata, new: &Metadata, task: &Task) -> Option<String> {
    let was = |row: &&IndexRow| row.name == task.about;
    if let Some(row) = old.indexes.iter().find(was) {
        let now = new.indexes.iter().find(|other| other.id == row.id)?;
        return (now.name != row.name).then(|| now.name.clone());
    }
    let table = |metadata: &Metadata| {
        let object = metadata.objects.iter().find(|object| object.id.0 == task.object)?;
        Some(table_name(object))
    };
    let (before, after) = (table(old)?, table(new)?);
    let rest = task.about.strip_prefix(&format!("IDX_{before}_"))?;
    (before != after).then(|| format!("IDX_{after}_{rest}"))
}

/// What is not done yet.
pub async fn list(engine: &Engine, actor: &Actor) -> Result<Vec<DataModelTask>, Failure> {
    let tasks = data_model_tasks::list(engine.db().pool(), actor.workspace).await?;
    let task = |task: Task| DataModelTask {
        id: task.id,
        object_id: ObjectId(task.object),
        field_id: match task.kind.as_str() {
            kind::MOVE_OPTIONS => task.about.parse().ok(),
            kind::PREPARE_UNIQUE => EarlyIndex::field_of(&task.about),
            _ => None,
        },
        index_name: if task.kind == kind::BUILD_INDEX { task.about } else { String::new() },
        kind: task.kind,
        status: task.status,
        progress: task.progress,
        problem: task.problem,
    };
    Ok(tasks.into_iter().map(task).collect())
}

/// Lets a task that has failed go on from where it was.
pub async fn retry(engine: &Engine, actor: &Actor, id: Uuid) -> Result<(), Failure> {
    let mut tx = engine.db().begin().await?;
    if !resume(&mut tx, actor.workspace, id).await? {
        let message = "There is no such task that has failed.";
        return Err(AppError::not_found(message).with_sub_code("TASK_NOT_FOUND").into());
    }
    tx.commit().await?;
    Ok(())
}

/// The same in the caller's transaction; false when there is no such task.
pub async fn resume(tx: &mut PgConnection, workspace: WorkspaceId, id: Uuid) -> Result<bool, Failure> {
    let Some(task) = data_model_tasks::resume(&mut *tx, workspace, id).await? else { return Ok(false) };
    match rewrite(&task) {
        Some(_) => enqueue_rewrite(tx, workspace, &task.about).await?,
        None => enqueue_index(tx, workspace, &task.about, None).await?,
    }
    Ok(true)
}

/// Says of tasks that no job goes on with that they have failed.
///
/// # Errors
/// The database fails.
pub async fn fail_abandoned(engine: &Engine) -> Result<(), Failure> {
    let failed = data_model_tasks::fail_abandoned(engine.db().pool(), KEY, STUCK).await?;
    if failed > 0 {
        tracing::warn!(failed, "work on large tables was given up");
    }
    Ok(())
}

/// Says of a task whose job went wrong what becomes of it; answers what the worker is told.
async fn interrupted(
    context: &WorkerContext,
    engine: &Engine,
    (workspace, about): (WorkspaceId, &str),
    failure: &Failure,
) -> String {
    let job = context.job();
    let is_last = job.attempts() >= job.max_attempts();
    let (status, problem) = if is_last { ("FAILED", STUCK) } else { ("WAITING", AGAIN) };
    let told = data_model_tasks::interrupt(engine.db().pool(), workspace, about, status, problem).await;
    if let Err(error) = told {
        tracing::warn!(%workspace, about, "that a task was interrupted is not told: {error}");
    }
    failure.to_string()
}

/// What a task does to records; None for one that does something else.
fn rewrite(task: &Task) -> Option<Rewrite> {
    let object_id = ObjectId(task.object);
    let kind = match task.kind.as_str() {
        kind::MOVE_OPTIONS => RewriteKind::MoveOptions(task.about.parse().ok()?),
        kind::FILL_SEARCH => RewriteKind::FillSearch,
        _ => return None,
    };
    Some(Rewrite { object_id, kind })
}

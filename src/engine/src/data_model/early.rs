//! Unique indexes over values that are there, built before the change that asks for them, while people work.
//!
//! A change that makes a field of a large table unique ends its transaction, claims the index (a row that says who builds
//! it, a job that looks after what may be left of it), builds it outside any transaction, and is carried out again on the
//! model as it is by then: it renames the index and that is all. Whatever goes wrong, the index is dropped: by the change
//! itself, or where its process has died by the job, the look every ten minutes, or `icosa doctor --repair`.

use std::convert::Infallible;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use icosa_contract::{AppError, Code};
use icosa_model::{Metadata, ObjectId, SchemaName, WorkspaceId};
use icosa_sqlgen::ddl::EarlyIndex;
use icosa_store::early_indexes::{self, Leftover};
use icosa_store::jobs::{self, JobOptions};
use icosa_store::{data_model_tasks, metadata};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::tasks::index::alone;
use crate::Engine;
use crate::error::Failure;
use crate::retry::{Retry, random_millis};

/// How long a drop waits for everybody who may be using the index; later the job does it.
const DROP_WAIT: Duration = Duration::from_secs(5);
/// After so long the job looks whether something is left.
const LOOK_AFTER: TimeDelta = TimeDelta::minutes(2);
/// Signs of life; silence is 30 seconds.
const KEEP_EVERY: Duration = Duration::from_secs(1);

/// How long a change waits for others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// No index is begun while somebody reads from a snapshot for longer: it would wait for the end of that.
    pub snapshot: Duration,
    /// Building waits so long for one transaction of somebody else's, and is begun anew twice.
    pub wait: Duration,
    /// For somebody else's index on the same table.
    pub turn: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            snapshot: Duration::from_secs(30),
            wait: Duration::from_secs(20),
            turn: Duration::from_secs(15),
        }
    }
}

/// When building an index is begun anew.
const CONTENDED: Retry = Retry {
    times: 2,
    after: |failure| failure.is_transient() || failure.is_lock_timeout(),
    pause: |time| random_millis(20, 200 * u64::from(time)),
};

/// Their names.
pub fn names(indexes: &[EarlyIndex]) -> Vec<String> {
    indexes.iter().map(|index| index.name.clone()).collect()
}

/// Says that indexes are about to be built, in a transaction of its own; false while somebody else builds one on a table
/// of theirs.
pub async fn claim(engine: &Engine, workspace: WorkspaceId, indexes: &[EarlyIndex]) -> Result<bool, Failure> {
    let mut tx = engine.db().begin().await?;
    metadata::lock(&mut tx, workspace).await?;
    let objects: Vec<ObjectId> = indexes.iter().map(|index| index.object_id).collect();
    if early_indexes::busy(&mut *tx, workspace, &objects).await?.is_some() {
        return Ok(false);
    }
    for index in indexes {
        early_indexes::claim(&mut *tx, workspace, index.object_id, &index.name).await?;
        look_after(&mut tx, workspace, &index.name).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Builds indexes that have been claimed, one after the other.
///
/// # Errors
/// A unique violation where records have the same value; `TABLE_IN_USE` while others read or write for long.
pub async fn build(engine: &Engine, indexes: &[EarlyIndex], patience: Patience) -> Result<(), Failure> {
    for index in indexes {
        let built = CONTENDED.run(|| build_one(engine, index, patience)).await;
        built.map_err(|failure| if failure.is_lock_timeout() { held().into() } else { failure })?;
    }
    Ok(())
}

async fn build_one(engine: &Engine, index: &EarlyIndex, patience: Patience) -> Result<(), Failure> {
    if data_model_tasks::is_snapshot_held(engine.db().pool(), patience.snapshot).await? {
        return Err(held().into());
    }
    alone(engine, &[&index.drop, &index.create], patience.wait).await
}

/// Others keep the values from being compared.
pub fn held() -> AppError {
    let message = "Others have been reading or writing for long, e.g. an export, so the values cannot be compared at the \
                   moment. Try again when they have finished.";
    AppError::new(Code::Conflict, message).with_sub_code("TABLE_IN_USE")
}

/// Somebody else's index on the table of an object takes too long.
pub fn busy(metadata: &Metadata, object: ObjectId) -> AppError {
    let object = metadata.objects.iter().find(|row| row.id == object);
    let label = object.map_or("this object", |object| object.label_plural.as_str());
    let message = format!("An index of {label} is just being built. Try again when it is there.");
    AppError::new(Code::Conflict, message).with_sub_code("CHANGE_NOT_FINISHED")
}

/// Says every second that the indexes are still being built or waited for. That it cannot be said ends nothing.
pub async fn keep(engine: &Engine, workspace: WorkspaceId, names: &[String]) -> Infallible {
    let schema = SchemaName::from(workspace);
    loop {
        tokio::time::sleep(KEEP_EVERY).await;
        let kept = early_indexes::keep(engine.db().pool(), workspace, schema.as_str(), names).await;
        if let Err(error) = kept {
            tracing::debug!(%error, "that an index is being built is not told");
        }
    }
}

/// Drops what has not been taken over, finished or not; false if some of it cannot be dropped now, which is left to the
/// job.
pub async fn discard(engine: &Engine, workspace: WorkspaceId, names: &[String]) -> bool {
    let outcome = try_discard(engine, workspace, names).await;
    if let Err(failure) = &outcome {
        tracing::warn!(%workspace, "an index that no change wants is dropped later: {failure}");
    }
    outcome.is_ok()
}

/// What is said of a change that others were in the way of, and whose index stays as long as they are: Postgres goes on
/// comparing.
pub fn still_compares(failure: Failure) -> Failure {
    match failure {
        Failure::App(mut refusal) if refusal.sub_code == held().sub_code => {
            refusal.message.push_str(" Until then, new values that are there already may be refused.");
            Failure::App(refusal)
        }
        other => other,
    }
}

async fn try_discard(engine: &Engine, workspace: WorkspaceId, names: &[String]) -> Result<(), Failure> {
    early_indexes::release(engine.db().pool(), workspace, names).await?;
    for name in names {
        clear(engine, Some(workspace), name).await?;
    }
    Ok(())
}

/// What all names of such indexes are like.
pub const ANY: &str = "#early.%";

/// The indexes of a workspace that nobody builds or takes over any more.
pub async fn leftovers(tx: &mut PgConnection, workspace: WorkspaceId) -> Result<Vec<Leftover>, Failure> {
    let schema = SchemaName::from(workspace);
    Ok(early_indexes::leftovers(tx, Some(schema.as_str()), ANY).await?)
}

/// Drops indexes that nobody builds or takes over any more, of one workspace or of all: those with names of that
/// pattern. Each that cannot be dropped is told in the end.
///
/// # Errors
/// The database's; the last one.
pub async fn clear(engine: &Engine, workspace: Option<WorkspaceId>, pattern: &str) -> Result<(), Failure> {
    let pool = engine.db().pool();
    early_indexes::give_up(pool, workspace, pattern).await?;
    let schema = workspace.map(SchemaName::from);
    let left = early_indexes::leftovers(pool, schema.as_ref().map(SchemaName::as_str), pattern).await?;
    let mut outcome = Ok(());
    for index in left {
        match alone(engine, &[&index.drop], DROP_WAIT).await {
            Ok(()) => tracing::debug!(schema = index.schema, name = index.name, "an index is dropped"),
            Err(failure) => outcome = Err(failure),
        }
    }
    outcome
}

/// Looks whether an index was left by a change that came to nothing, and drops it.
#[derive(Debug, Serialize, Deserialize)]
pub struct ClearEarlyIndex {
    workspace: WorkspaceId,
    name: String,
}

impl TaskHandler for ClearEarlyIndex {
    const IDENTIFIER: &'static str = "clear-early-index";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(engine) = context.extensions().get::<Engine>().cloned() else {
            return Err("no engine to work with".to_owned());
        };
        self.look(&engine).await.map_err(|failure| failure.to_string())
    }
}

impl ClearEarlyIndex {
    async fn look(&self, engine: &Engine) -> Result<(), Failure> {
        let is_at_work = early_indexes::is_at_work(engine.db().pool(), &self.name).await?;
        if is_at_work || engine.config().is_ddl_locked {
            let mut tx = engine.db().begin().await?;
            look_after(&mut tx, self.workspace, &self.name).await?;
            return Ok(tx.commit().await?);
        }
        clear(engine, Some(self.workspace), &self.name).await
    }
}

async fn look_after(tx: &mut PgConnection, workspace: WorkspaceId, name: &str) -> Result<(), Failure> {
    let options = JobOptions {
        key: Some(format!("clear-early-index:{name}")),
        run_at: Some(Utc::now() + LOOK_AFTER),
        ..JobOptions::default()
    };
    let job = ClearEarlyIndex { workspace, name: name.to_owned() };
    jobs::enqueue(tx, &job, &options).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_is_that_of_the_names() {
        assert_eq!(ANY, format!("{}%", icosa_sqlgen::ddl::EARLY));
    }
}

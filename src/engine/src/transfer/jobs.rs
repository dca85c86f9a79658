//! Imports and their undoing as jobs: one at a time in a workspace, each for a while, behind all other jobs.

use std::time::Duration;

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use icosa_model::WorkspaceId;
use icosa_store::imports;
use icosa_store::jobs::{self, JobOptions};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use uuid::Uuid;

use super::import::{self, Ran};
use super::undo;
use crate::Engine;
use crate::error::Failure;

/// After so long other jobs get their turn.
const SLICE: Duration = Duration::from_secs(20);
/// Runs of a job that goes wrong; the pauses between them grow to two hours.
const ATTEMPTS: i32 = 10;
/// So many workers may die of an import one after the other, with no portion in between.
const MOST_LOST: i32 = 4;
/// What is told of one that failed every time, and of one that took its workers down.
const STUCK: &str = "It failed again and again for a reason on our side, and was given up.";
const DEADLY: &str = "The server broke down each time it went on from here, so it was given up.";
/// What the keys of jobs begin with.
const KEY: &str = "import-records";
/// Behind what people wait for.
const PRIORITY: i32 = 10;

/// Goes on with an import, or with taking one back.
#[derive(Debug, Serialize, Deserialize)]
pub struct ImportRecords {
    workspace: WorkspaceId,
    import: Uuid,
}

impl TaskHandler for ImportRecords {
    const IDENTIFIER: &'static str = "import-records";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(engine) = context.extensions().get::<Engine>().cloned() else {
            return Err("no engine to work with".to_owned());
        };
        let Err(failure) = go_on(&engine, &self).await else { return Ok(()) };
        let job = context.job();
        if job.attempts() >= job.max_attempts() {
            // Nobody would go on with it: it says so, and can be taken back or removed.
            let told = import::fail(&engine, self.workspace, self.import, STUCK).await;
            told.map_err(|failure| failure.to_string())?;
        }
        Err(failure.to_string())
    }
}

async fn go_on(engine: &Engine, job: &ImportRecords) -> Result<(), Failure> {
    let pool = engine.db().pool();
    match imports::take_up(pool, job.workspace, job.import).await? {
        None => return Ok(()),
        Some(lost) if lost >= MOST_LOST => {
            tracing::warn!(import = %job.import, lost, "an import has taken its workers down and is given up");
            return import::fail(engine, job.workspace, job.import, DEADLY).await;
        }
        Some(_) => {}
    }
    let outcome = run(engine, job).await;
    imports::lay_down(pool, job.import).await?;
    outcome
}

async fn run(engine: &Engine, job: &ImportRecords) -> Result<(), Failure> {
    let ran = match import::run(engine, job.workspace, job.import, SLICE).await? {
        Ran::Finished => undo::run(engine, job.workspace, job.import, SLICE).await?,
        Ran::Again => Ran::Again,
    };
    if ran == Ran::Again {
        let mut tx = engine.db().begin().await?;
        enqueue(&mut tx, job.workspace, job.import).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Says of imports that no job goes on with that they have failed.
///
/// # Errors
/// The database fails.
pub async fn fail_abandoned(engine: &Engine) -> Result<(), Failure> {
    let mut tx = engine.db().begin().await?;
    let abandoned = imports::hold_abandoned(&mut *tx, KEY).await?;
    for (workspace, import) in &abandoned {
        import::fail_in(&mut tx, WorkspaceId(*workspace), *import, STUCK).await?;
    }
    tx.commit().await?;
    if !abandoned.is_empty() {
        tracing::warn!(failed = abandoned.len(), "imports were given up");
    }
    Ok(())
}

/// Makes the worker know imports.
#[must_use]
pub fn register(options: WorkerOptions) -> WorkerOptions {
    options.define_job::<ImportRecords>()
}

/// Has an import gone on with after the commit of the caller's transaction.
pub(crate) async fn enqueue(
    tx: &mut PgConnection,
    workspace: WorkspaceId,
    import: Uuid,
) -> Result<(), Failure> {
    let options = JobOptions {
        key: Some(format!("{KEY}:{import}")),
        queue: Some(format!("{KEY}:{workspace}")),
        priority: Some(PRIORITY),
        max_attempts: Some(ATTEMPTS),
        ..JobOptions::default()
    };
    jobs::enqueue(tx, &ImportRecords { workspace, import }, &options).await?;
    Ok(())
}

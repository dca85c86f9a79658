//! Carrying out an import: from where it stands to its end, portion by portion.
//!
//! [`judge`] says what a row means by itself, in the thread that reads the file ([`reader`]); [`portion`] writes what is
//! left, with what [`links`] and [`recognise`] find in the database. A portion's transaction says how far the import
//! is, so whoever continues after a crash neither repeats nor omits a row.

pub(crate) mod cells;
pub(crate) mod judge;
mod links;
mod portion;
mod reader;
mod recognise;
mod write;

use std::sync::Arc;
use std::time::{Duration, Instant};

use icosa_contract::transfer::ImportPlan;
use icosa_contract::{Actor, Code};
use icosa_model::{UserId, WorkspaceId};
use icosa_store::imports::{self, ImportRow, Place, files, status};
use sqlx::PgConnection;
use uuid::Uuid;

use self::judge::Judged;
use self::portion::{Outcome, Task};
use self::reader::Begin;
use self::recognise::Seen;
use super::file::FileProblem;
use super::plan::{self, Resolved};
use super::preview::{self, Opened};
use crate::Engine;
use crate::error::Failure;
use crate::records::scope::Scope;
use crate::retry::Retry;

/// A portion during which the connection broke.
const AWAY: Retry =
    Retry { times: 4, after: Failure::is_away, pause: |time| Duration::from_millis(250) * time };

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ran {
    /// Nothing is left to do.
    Finished,
    /// There is more: others had to wait long enough, or the data model has changed.
    Again,
}

/// In whose name an import writes.
pub(crate) fn actor(row: &ImportRow) -> Actor {
    Actor {
        workspace: row.workspace,
        user: row.user_id.map(UserId),
        user_workspace: row.user_workspace_id,
        member: row.workspace_member_id,
        name: row.actor_name.clone(),
        source: "IMPORT",
        zone: "UTC",
    }
}

/// Goes on with an import for about so long.
///
/// # Errors
/// The database's; what was written stays, and another run goes on from there.
pub(crate) async fn run(
    engine: &Engine,
    workspace: WorkspaceId,
    import: Uuid,
    slice: Duration,
) -> Result<Ran, Failure> {
    let Some(row) = lookup(engine, workspace, import).await? else { return Ok(Ran::Finished) };
    if !matches!(row.status.as_str(), status::RUNNING | status::VALIDATING) {
        return Ok(Ran::Finished);
    }
    let actor = actor(&row);
    let model = engine.model(workspace).await?;
    let version = model.version();
    match go_on(engine, &actor, model, &row, slice).await {
        Err(failure)
            if failure.may_come_of_an_old_model() && engine.has_newer_model(workspace, version).await =>
        {
            Ok(Ran::Again)
        }
        Err(Failure::App(error))
            if matches!(error.code, Code::BadUserInput | Code::Forbidden | Code::NotFound) =>
        {
            fail(engine, workspace, import, &error.message).await?;
            Ok(Ran::Finished)
        }
        outcome => outcome,
    }
}

async fn go_on(
    engine: &Engine,
    actor: &Actor,
    model: Arc<icosa_model::Model>,
    row: &ImportRow,
    slice: Duration,
) -> Result<Ran, Failure> {
    let name = model.object_by_id(row.object).map(|object| object.name_singular.clone()).unwrap_or_default();
    let scope = Scope::on(engine, actor, model, &name)?;
    let plan: ImportPlan = row
        .plan
        .as_ref()
        .and_then(|plan| serde_json::from_value(plan.0.clone()).ok())
        .ok_or_else(|| Failure::Broken("an import without a plan".to_owned()))?;
    let opened = preview::open(engine, row, &plan.options, &plan.columns).await?;
    let resolved = Arc::new(plan::resolve(&scope, opened.headers.clone(), opened.delimiter, &plan)?);
    let seen = (row.status == status::VALIDATING).then(Seen::default);
    let task = Task { plan: &resolved, import: row.id, seen: seen.as_ref() };
    let mut behind = row.rows_read;
    let mut portions = read_on(engine, row, &opened, Arc::clone(&resolved));
    let began = Instant::now();
    let ended = engine.ended();
    loop {
        match portions.recv().await {
            Some(Ok(rows)) => match write(&scope, &task, &rows, behind).await? {
                Outcome::Done(now) => behind = now,
                Outcome::Stopped => return stopped(engine, row).await,
            },
            Some(Err(FileProblem::Content(message))) => {
                fail(engine, row.workspace, row.id, &message).await?;
                return Ok(Ran::Finished);
            }
            Some(Err(FileProblem::Database(problem))) => return Err(Failure::Broken(problem)),
            None => {
                finish(engine, row, behind).await?;
                return Ok(Ran::Finished);
            }
        }
        // A trial has to remember its rows to the end.
        let is_over = seen.is_none() && began.elapsed() >= slice;
        if is_over || *ended.borrow() {
            return Ok(Ran::Again);
        }
    }
}

/// An import of a workspace, asked again while connections are broken.
pub(crate) async fn lookup(
    engine: &Engine,
    workspace: WorkspaceId,
    import: Uuid,
) -> Result<Option<ImportRow>, Failure> {
    Ok(engine.db().read(|pool| async move { imports::lookup(&pool, workspace, import).await }).await?)
}

/// Writes a portion, again when the connection breaks: should the first attempt have been stored after all, the second
/// finds the import further on and writes nothing.
async fn write(scope: &Scope<'_>, task: &Task<'_>, rows: &[Judged], behind: i64) -> Result<Outcome, Failure> {
    AWAY.run(|| portion::write(scope, task, rows, behind)).await
}

/// Cancelled and ended imports are left alone; one that is further on than we thought is gone on with from there.
async fn stopped(engine: &Engine, row: &ImportRow) -> Result<Ran, Failure> {
    let now = lookup(engine, row.workspace, row.id).await?;
    let goes_on = now.is_some_and(|now| matches!(now.status.as_str(), status::RUNNING | status::VALIDATING));
    Ok(if goes_on { Ran::Again } else { Ran::Finished })
}

/// From where the import stands; an import begun by an older release is read from its beginning, and rows are passed
/// over.
fn read_on(engine: &Engine, row: &ImportRow, opened: &Opened, plan: Arc<Resolved>) -> reader::Portions {
    let behind = u64::try_from(row.rows_read).unwrap_or_default();
    let is_current = |place: &Place| behind > 0 && i64::try_from(place.text) == Ok(row.byte_position);
    let begin = match row.place.map(|place| place.0).filter(is_current) {
        Some(place) => Begin { place, skip: 0 },
        None => {
            let beginning = Place { row: 1, ..Place::default() };
            Begin { place: beginning, skip: u64::from(opened.has_header) + behind }
        }
    };
    let text = opened.source.open(engine.db(), begin.place);
    reader::portions(plan, opened.layout.clone(), text, begin)
}

/// Every row has been read. The file goes, unless it was a trial.
async fn finish(engine: &Engine, row: &ImportRow, behind: i64) -> Result<(), Failure> {
    let mut tx = engine.db().begin().await?;
    let Some(now) = imports::hold(&mut *tx, row.workspace, row.id).await? else { return Ok(()) };
    if now.rows_read != behind {
        return Ok(());
    }
    match now.status.as_str() {
        status::VALIDATING => imports::set_status(&mut *tx, row.id, status::READY, None).await?,
        status::RUNNING => {
            imports::set_status(&mut *tx, row.id, status::DONE, None).await?;
            files::remove(&mut *tx, row.id).await?;
        }
        _ => return Ok(()),
    }
    Ok(tx.commit().await?)
}

/// It cannot go on. A trial can be tried again, and so can taking an import back.
pub(crate) async fn fail(
    engine: &Engine,
    workspace: WorkspaceId,
    import: Uuid,
    problem: &str,
) -> Result<(), Failure> {
    let mut tx = engine.db().begin().await?;
    fail_in(&mut tx, workspace, import, problem).await?;
    Ok(tx.commit().await?)
}

/// The same in the caller's transaction.
pub(crate) async fn fail_in(
    tx: &mut PgConnection,
    workspace: WorkspaceId,
    import: Uuid,
    problem: &str,
) -> Result<(), Failure> {
    let Some(now) = imports::hold(&mut *tx, workspace, import).await? else { return Ok(()) };
    match now.status.as_str() {
        status::VALIDATING => imports::set_status(&mut *tx, import, status::READY, Some(problem)).await?,
        status::RUNNING | status::UNDOING => {
            imports::set_status(&mut *tx, import, status::FAILED, Some(problem)).await?;
            files::remove(&mut *tx, import).await?;
        }
        _ => {}
    }
    Ok(())
}

//! Imports as their callers see them.

use async_trait::async_trait;
use icosa_contract::transfer::{
    FileFormat, Import, ImportCounts, ImportOptions, ImportPlan, ImportPreview, ImportProblem, ImportStatus,
    ImportsApi,
};
use icosa_contract::{Actor, AppError, Code};
use icosa_model::Model;
use icosa_store::imports::{self, ImportRow, problems, status};
use serde_json::Value;
use uuid::Uuid;

use super::{jobs, plan, preview};
use crate::Engine;
use crate::error::Failure;
use crate::records::scope::{Scope, unknown_object};

/// Imports of a list.
const LISTED: i64 = 50;
/// Most problems of one answer.
const MOST_PROBLEMS: u32 = 1_000;

#[async_trait]
impl ImportsApi for Engine {
    async fn get(&self, actor: &Actor, id: Uuid) -> Result<Import, AppError> {
        finish(async {
            let row = lookup(self, actor, id).await?;
            Ok(info(&*self.model(actor.workspace).await?, row))
        })
        .await
    }

    async fn list(&self, actor: &Actor, object: Option<String>) -> Result<Vec<Import>, AppError> {
        finish(async {
            let model = self.model(actor.workspace).await?;
            let object = match &object {
                Some(name) => Some(model.object(name).ok_or_else(|| unknown_object(name))?.id),
                None => None,
            };
            let rows = imports::list(self.db().pool(), actor.workspace, object, LISTED).await?;
            Ok(rows.into_iter().map(|row| info(&model, row)).collect())
        })
        .await
    }

    async fn preview(
        &self,
        actor: &Actor,
        id: Uuid,
        options: ImportOptions,
    ) -> Result<ImportPreview, AppError> {
        finish(async {
            let row = lookup(self, actor, id).await?;
            refuse_unless(&row, &[status::READY])?;
            preview::preview(&scope(self, actor, &row).await?, &row, &options).await
        })
        .await
    }

    async fn validate(&self, actor: &Actor, id: Uuid, plan: ImportPlan) -> Result<Import, AppError> {
        finish(begin(self, actor, id, plan, status::VALIDATING)).await
    }

    async fn start(&self, actor: &Actor, id: Uuid, plan: ImportPlan) -> Result<Import, AppError> {
        finish(begin(self, actor, id, plan, status::RUNNING)).await
    }

    async fn cancel(&self, actor: &Actor, id: Uuid) -> Result<Import, AppError> {
        finish(cancel(self, actor, id, &[status::VALIDATING, status::RUNNING])).await
    }

    async fn discard(&self, actor: &Actor, id: Uuid) -> Result<Import, AppError> {
        finish(cancel(self, actor, id, &[status::READY])).await
    }

    async fn undo(&self, actor: &Actor, id: Uuid) -> Result<Import, AppError> {
        finish(undo(self, actor, id)).await
    }

    async fn problems(&self, actor: &Actor, id: Uuid, limit: u32) -> Result<Vec<ImportProblem>, AppError> {
        finish(async {
            lookup(self, actor, id).await?;
            let limit = i64::from(limit.min(MOST_PROBLEMS));
            let rows = problems::after(self.db().pool(), id, (0, -1), false, limit).await?;
            Ok(rows.into_iter().map(shown).collect())
        })
        .await
    }
}

impl Engine {
    /// Removes an import with its file and its report; the records stay, and can not be taken back any more.
    ///
    /// # Errors
    /// `NOT_FOUND`; `CONFLICT` while something is going on.
    pub async fn remove_import(&self, actor: &Actor, id: Uuid) -> Result<(), AppError> {
        finish(async {
            let row = lookup(self, actor, id).await?;
            let ended = [
                status::UPLOADING,
                status::READY,
                status::DONE,
                status::CANCELLED,
                status::FAILED,
                status::UNDONE,
            ];
            refuse_unless(&row, &ended)?;
            imports::remove(self.db().pool(), actor.workspace, id).await?;
            Ok(())
        })
        .await
    }
}

async fn finish<T>(run: impl Future<Output = Result<T, Failure>>) -> Result<T, AppError> {
    run.await.map_err(|failure| failure.into_app_error(None))
}

pub(super) async fn lookup(engine: &Engine, actor: &Actor, id: Uuid) -> Result<ImportRow, Failure> {
    let row =
        engine.db().read(|pool| async move { imports::lookup(&pool, actor.workspace, id).await }).await?;
    Ok(row.ok_or_else(not_found)?)
}

fn not_found() -> AppError {
    AppError::not_found("There is no such import.").with_sub_code("IMPORT_NOT_FOUND")
}

async fn scope<'e>(engine: &'e Engine, actor: &'e Actor, row: &ImportRow) -> Result<Scope<'e>, Failure> {
    let model = engine.model(actor.workspace).await?;
    let name = model.object_by_id(row.object).map(|object| object.name_singular.clone());
    let name = name.ok_or_else(|| AppError::not_found("The object of the import is gone."))?;
    Scope::on(engine, actor, model, &name)
}

/// Refuses what does not go with what the import is doing.
fn refuse_unless(row: &ImportRow, allowed: &[&str]) -> Result<(), AppError> {
    if allowed.contains(&row.status.as_str()) {
        return Ok(());
    }
    let message = format!("The import is {} now.", row.status.to_lowercase());
    Err(AppError::new(Code::Conflict, message).with_sub_code("WRONG_IMPORT_STATUS"))
}

/// Begins a trial, or the import itself; a mistake in the plan is told at once.
async fn begin(
    engine: &Engine,
    actor: &Actor,
    id: Uuid,
    mut plan: ImportPlan,
    next: &str,
) -> Result<Import, Failure> {
    let row = lookup(engine, actor, id).await?;
    refuse_unless(&row, &[status::READY])?;
    let scope = scope(engine, actor, &row).await?;
    let opened = preview::open(engine, &row, &plan.options, &plan.columns).await?;
    if plan.columns.is_empty() {
        plan.columns = preview::suggested(&scope, &opened);
    }
    plan::resolve(&scope, opened.headers.clone(), opened.delimiter, &plan)?;
    plan.columns = plan::all_columns(&opened.headers, &plan.columns);
    let stored = serde_json::to_value(&plan).map_err(|error| Failure::Broken(error.to_string()))?;
    let mut tx = engine.db().begin().await?;
    let held = imports::hold(&mut *tx, actor.workspace, id).await?.ok_or_else(not_found)?;
    refuse_unless(&held, &[status::READY])?;
    problems::clear(&mut *tx, id).await?;
    imports::begin(&mut *tx, id, next, &stored, next == status::VALIDATING).await?;
    jobs::enqueue(&mut tx, actor.workspace, id).await?;
    let row = imports::lookup(&mut *tx, actor.workspace, id).await?.ok_or_else(not_found)?;
    tx.commit().await?;
    Ok(info(&scope.model, row))
}

/// A portion that is being written is waited for; nothing is written after it.
async fn cancel(engine: &Engine, actor: &Actor, id: Uuid, allowed: &[&str]) -> Result<Import, Failure> {
    let mut tx = engine.db().begin().await?;
    let held = imports::hold(&mut *tx, actor.workspace, id).await?.ok_or_else(not_found)?;
    refuse_unless(&held, allowed)?;
    let next = if held.status == status::VALIDATING { status::READY } else { status::CANCELLED };
    imports::set_status(&mut *tx, id, next, None).await?;
    if next == status::CANCELLED {
        imports::files::remove(&mut *tx, id).await?;
    }
    let row = imports::lookup(&mut *tx, actor.workspace, id).await?.ok_or_else(not_found)?;
    tx.commit().await?;
    Ok(info(&*engine.model(actor.workspace).await?, row))
}

async fn undo(engine: &Engine, actor: &Actor, id: Uuid) -> Result<Import, Failure> {
    let mut tx = engine.db().begin().await?;
    let held = imports::hold(&mut *tx, actor.workspace, id).await?.ok_or_else(not_found)?;
    refuse_unless(&held, &[status::DONE, status::CANCELLED, status::FAILED])?;
    imports::set_status(&mut *tx, id, status::UNDOING, None).await?;
    jobs::enqueue(&mut tx, actor.workspace, id).await?;
    let row = imports::lookup(&mut *tx, actor.workspace, id).await?.ok_or_else(not_found)?;
    tx.commit().await?;
    Ok(info(&*engine.model(actor.workspace).await?, row))
}

fn shown(row: problems::ProblemRow) -> ImportProblem {
    ImportProblem {
        row: u64::try_from(row.row).unwrap_or_default(),
        column: row.column,
        code: row.code,
        message: row.message,
        value: row.value,
    }
}

/// As callers are told.
pub(super) fn info(model: &Model, row: ImportRow) -> Import {
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    let counts = ImportCounts {
        rows: count(row.rows_read),
        created: count(row.created),
        updated: count(row.updated),
        unchanged: count(row.unchanged),
        failed: count(row.failed),
        related: count(row.related),
        removed: count(row.removed),
        restored: count(row.restored),
        kept: count(row.kept),
    };
    let progress = progress(&row, &counts);
    Import {
        id: row.id,
        object: model.object_by_id(row.object).map(|object| object.name_singular.clone()).unwrap_or_default(),
        format: FileFormat::parse(&row.format).unwrap_or_default(),
        bytes: count(row.byte_length),
        status: serde_json::from_value(Value::String(row.status)).unwrap_or(ImportStatus::Failed),
        is_trial: row.is_trial,
        progress,
        counts,
        plan: row.plan.and_then(|plan| serde_json::from_value(plan.0).ok()),
        problem: row.problem,
        author: row.actor_name,
        file_name: row.file_name,
        created_at: row.created_at,
        finished_at: row.finished_at,
    }
}

/// By bytes of text while rows are read, by records while they are taken back.
fn progress(row: &ImportRow, counts: &ImportCounts) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a share, for people")]
    let share = |part: u64, of: u64| if of == 0 { 0.0 } else { (part as f64 / of as f64).clamp(0.0, 1.0) };
    match row.status.as_str() {
        status::DONE | status::UNDONE => 1.0,
        status::UNDOING => share(
            counts.removed + counts.restored + counts.kept,
            counts.created + counts.updated + counts.related,
        ),
        _ => {
            // Text of UTF-16 is about half as long in UTF-8.
            let length = u64::try_from(row.byte_length).unwrap_or_default();
            let length = if row.encoding.starts_with("UTF-16") { length / 2 } else { length };
            share(u64::try_from(row.byte_position).unwrap_or_default(), length)
        }
    }
}

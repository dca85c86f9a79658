//! Pages, counts and searches: one statement each.

use icosa_contract::records::{CountQuery, RecordPage, RecordSummary, SearchRecords};
use icosa_contract::{AppError, Passed};
use icosa_model::Model;
use icosa_model::query::{DEFAULT_PAGE, ListQuery, MAX_PAGE, ViewScope};
use icosa_sqlgen::connection::Condition;
use sqlx::Row;
use sqlx::postgres::PgRow;

use crate::Engine;
use crate::error::Failure;
use crate::files;
use crate::record_api::{check_complexity, view_filters};
use crate::records::run;
use crate::records::scope::{Scope, check_depth, unknown_object};

/// Longest text of a search.
pub(crate) const MAX_SEARCH_CHARS: usize = 400;

/// One page.
///
/// # Errors
/// `BAD_USER_INPUT` for unknown names, bad cursors and pages too large.
pub async fn page(scope: &Scope<'_>, query: &ListQuery) -> Result<RecordPage, Failure> {
    let rows = rows(scope, query, &Condition::everything()).await?;
    let Some(row) = rows.first() else { return Ok(RecordPage::default()) };
    signed(scope, query, row).await
}

/// The same as Postgres wrote it, if nothing has to be added to it.
///
/// # Errors
/// As [`page`].
pub async fn as_written(scope: &Scope<'_>, query: &ListQuery) -> Result<Passed<RecordPage>, Failure> {
    written(scope, query, &Condition::everything()).await
}

/// The same among the rows that a view and criteria keep.
///
/// # Errors
/// As [`page`]; `NOT_FOUND` for a view that the caller does not see, `TOO_COMPLEX_QUERY` for filters through too many
/// relations.
pub async fn shown(
    scope: &Scope<'_>,
    query: &ListQuery,
    within: &ViewScope,
) -> Result<Passed<RecordPage>, Failure> {
    let kept = view_filters::of_scope(scope.actor, &scope.model, &scope.object, within)?;
    check_complexity(1 + kept.relation_count(), scope.engine.config().api.complexity)?;
    let query = ListQuery { deleted: kept.deleted(query.deleted), ..query.clone() };
    written(scope, &query, &kept.or_everything()).await
}

async fn written(
    scope: &Scope<'_>,
    query: &ListQuery,
    among: &Condition,
) -> Result<Passed<RecordPage>, Failure> {
    let rows = rows(scope, query, among).await?;
    let Some(row) = rows.first() else { return Ok(Passed::Read(RecordPage::default())) };
    if files::may_be_selected(&scope.model, &scope.object, &query.select) {
        return signed(scope, query, row).await.map(Passed::Read);
    }
    Ok(Passed::text(row.try_get(0)?)?)
}

async fn signed(scope: &Scope<'_>, query: &ListQuery, row: &PgRow) -> Result<RecordPage, Failure> {
    let mut page: RecordPage = run::json(row, 0)?;
    files::sign(scope.engine, &scope.model, &scope.object, &query.select, &mut page.records).await?;
    Ok(page)
}

async fn rows(scope: &Scope<'_>, query: &ListQuery, among: &Condition) -> Result<Vec<PgRow>, Failure> {
    check_depth(&query.select)?;
    if query.limit > MAX_PAGE {
        let message = format!("A page holds at most {MAX_PAGE} records.");
        return Err(AppError::bad_input(message).with_sub_code("INVALID_ARGS_FIRST").into());
    }
    run::read(scope.engine.db(), icosa_sqlgen::list_among(&scope.model, query, among)).await
}

/// How many rows.
///
/// # Errors
/// `BAD_USER_INPUT` for unknown names.
pub async fn count(scope: &Scope<'_>, query: &CountQuery) -> Result<u64, Failure> {
    let planned = icosa_sqlgen::count(&scope.model, &query.object, query.filter.as_ref(), query.deleted);
    let rows = run::read(scope.engine.db(), planned).await?;
    let Some(row) = rows.first() else { return Ok(0) };
    Ok(u64::try_from(row.try_get::<i64, _>(0)?).unwrap_or_default())
}

/// Best matches first.
///
/// # Errors
/// `BAD_USER_INPUT` for unknown objects and texts too long.
pub async fn search(
    engine: &Engine,
    model: &Model,
    request: &SearchRecords,
) -> Result<Vec<RecordSummary>, Failure> {
    if request.text.chars().count() > MAX_SEARCH_CHARS {
        return Err(AppError::bad_input("The text to look for is too long.").into());
    }
    if let Some(unknown) = request.objects.iter().find(|name| model.object(name).is_none()) {
        return Err(unknown_object(unknown).into());
    }
    if request.objects.is_empty() {
        return Ok(Vec::new());
    }
    let limit = request.limit.clamp(1, DEFAULT_PAGE);
    let objects: Vec<&str> = request.objects.iter().map(String::as_str).collect();
    let rows = run::read(engine.db(), icosa_sqlgen::search(model, &objects, &request.text, limit)).await?;
    rows.iter().map(summary).collect()
}

/// A row of a search.
pub(crate) fn summary(row: &PgRow) -> Result<RecordSummary, Failure> {
    Ok(RecordSummary {
        object: row.try_get(0)?,
        id: row.try_get(1)?,
        label: row.try_get::<Option<String>, _>(2)?.unwrap_or_default(),
        image: row.try_get(3)?,
    })
}

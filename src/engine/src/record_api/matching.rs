//! The records that a filter names, and reading records by id.

use std::collections::HashMap;

use icosa_contract::AppError;
use icosa_contract::records::RecordPage;
use icosa_model::Record;
use icosa_model::query::{DeletedRows, Direction, FieldPath, Filter, ListQuery, MAX_PAGE, Op, Order, Select};
use serde_json::json;
use sqlx::PgConnection;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use crate::error::Failure;
use crate::records::references::{self, id_of};
use crate::records::run;
use crate::records::scope::{Scope, check_depth};

/// The ids of the records that pass, in order of id.
pub(super) async fn ids(
    scope: &Scope<'_>,
    filter: &Filter,
    deleted: DeletedRows,
) -> Result<Vec<Uuid>, Failure> {
    let planned = icosa_sqlgen::list(&scope.model, &query(scope, filter.clone(), deleted, &[]));
    let rows = run::read(scope.engine.db(), planned).await?;
    all_ids(&rows)
}

fn page(rows: &[PgRow]) -> Result<RecordPage, Failure> {
    rows.first().map_or_else(|| Ok(RecordPage::default()), |row| run::json(row, 0))
}

fn all_ids(rows: &[PgRow]) -> Result<Vec<Uuid>, Failure> {
    let page = page(rows)?;
    if page.has_next {
        return Err(too_many().into());
    }
    Ok(page.records.iter().filter_map(id_of).collect())
}

/// More than one call may touch.
fn too_many() -> AppError {
    AppError::bad_input(format!("Cannot update more than {MAX_PAGE} records at once"))
        .with_sub_code("TOO_MANY_RECORDS_TO_UPDATE")
}

/// Records by id in the order named, deleted ones too; one statement.
pub(super) async fn read(scope: &Scope<'_>, ids: &[Uuid], select: &[Select]) -> Result<Vec<Record>, Failure> {
    check_depth(select)?;
    let query = query(scope, among(ids), DeletedRows::Included, select);
    let rows = run::read(scope.engine.db(), icosa_sqlgen::list(&scope.model, &query)).await?;
    Ok(sorted(page(&rows)?.records, ids))
}

/// The same inside a transaction.
pub(super) async fn answers(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    ids: &[Uuid],
    select: &[Select],
) -> Result<Vec<Record>, Failure> {
    let query = query(scope, among(ids), DeletedRows::Included, select);
    Ok(sorted(references::list(tx, scope, &query).await?, ids))
}

/// The ids of the records that pass, inside a transaction.
pub(super) async fn ids_in(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    filter: Filter,
    deleted: DeletedRows,
) -> Result<Vec<Uuid>, Failure> {
    let query = query(scope, filter, deleted, &[]);
    let rows = run::rows(tx, icosa_sqlgen::list(&scope.model, &query)).await?;
    all_ids(&rows)
}

fn among(ids: &[Uuid]) -> Filter {
    Filter::Compare { path: FieldPath::field("id"), op: Op::In, value: json!(ids) }
}

fn query(scope: &Scope<'_>, filter: Filter, deleted: DeletedRows, select: &[Select]) -> ListQuery {
    ListQuery {
        object: scope.object.name_singular.clone(),
        select: select.to_vec(),
        filter: Some(filter),
        order: vec![Order { path: FieldPath::field("id"), direction: Direction::Ascending }],
        after: None,
        skip: 0,
        limit: MAX_PAGE,
        with_total: false,
        deleted,
    }
}

fn sorted(records: Vec<Record>, ids: &[Uuid]) -> Vec<Record> {
    let mut by_id: HashMap<Uuid, Record> =
        records.into_iter().filter_map(|record| Some((id_of(&record)?, record))).collect();
    ids.iter().filter_map(|id| by_id.remove(id)).collect()
}

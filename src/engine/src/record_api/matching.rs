//! The records that a filter names, and reading records by id.

use std::collections::HashMap;

use icosa_contract::AppError;
use icosa_contract::records::RecordPage;
use icosa_model::Record;
use icosa_model::query::{DeletedRows, Direction, FieldPath, Filter, ListQuery, MAX_PAGE, Op, Order, Select};
use icosa_sqlgen::connection::{Condition, Connection, ConnectionPart, Entry, Page, Read, RecordPart};
use icosa_sqlgen::{PlanError, Statement};
use serde::Deserialize;
use serde_json::json;
use sqlx::PgConnection;
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::MAX_BATCH;
use crate::error::Failure;
use crate::files;
use crate::records::references::{self, id_of};
use crate::records::run;
use crate::records::scope::{Scope, check_depth};

/// The ids of the records that pass, in order of id.
pub(super) async fn ids(
    scope: &Scope<'_>,
    condition: &Condition,
    deleted: DeletedRows,
) -> Result<Vec<Uuid>, Failure> {
    all_ids(&run::read(scope.engine.db(), named(scope, condition, deleted)).await?)
}

/// Reads the ids of the records that pass, one more than a call may touch.
fn named(scope: &Scope<'_>, condition: &Condition, deleted: DeletedRows) -> Result<Statement, PlanError> {
    let id = Entry { key: "id".to_owned(), what: RecordPart::Column("id".to_owned()) };
    let records = Entry { key: "records".to_owned(), what: ConnectionPart::Records(vec![id]) };
    let connection = Connection {
        condition: condition.clone(),
        deleted,
        order: Vec::new(),
        page: Page { limit: MAX_PAGE + 1, ..Page::default() },
        parts: vec![records],
    };
    let object = scope.object.name_singular.clone();
    icosa_sqlgen::connection::reads(&scope.model, &[Read::Connection { object, connection }])
}

fn page(rows: &[PgRow]) -> Result<RecordPage, Failure> {
    rows.first().map_or_else(|| Ok(RecordPage::default()), |row| run::json(row, 0))
}

/// What [`named`] answers.
#[derive(Deserialize)]
struct Named {
    records: Vec<Record>,
}

fn all_ids(rows: &[PgRow]) -> Result<Vec<Uuid>, Failure> {
    let Some(row) = rows.first() else { return Ok(Vec::new()) };
    let Named { records } = run::json(row, 0)?;
    if records.len() > MAX_BATCH {
        return Err(too_many().into());
    }
    Ok(records.iter().filter_map(id_of).collect())
}

/// More than one call may touch.
fn too_many() -> AppError {
    AppError::bad_input(format!("Cannot update more than {MAX_PAGE} records at once"))
        .with_sub_code("TOO_MANY_RECORDS_TO_UPDATE")
}

/// Records by id in the order named, deleted ones too; one statement.
pub(super) async fn read(scope: &Scope<'_>, ids: &[Uuid], select: &[Select]) -> Result<Vec<Record>, Failure> {
    check_depth(select)?;
    let query = query(scope, ids, select);
    let rows = run::read(scope.engine.db(), icosa_sqlgen::list(&scope.model, &query)).await?;
    signed(scope, select, sorted(page(&rows)?.records, ids)).await
}

/// With the addresses of their files.
async fn signed(
    scope: &Scope<'_>,
    select: &[Select],
    mut records: Vec<Record>,
) -> Result<Vec<Record>, Failure> {
    files::sign(scope.engine, &scope.model, &scope.object, select, &mut records).await?;
    Ok(records)
}

/// The same inside a transaction.
pub(super) async fn answers(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    ids: &[Uuid],
    select: &[Select],
) -> Result<Vec<Record>, Failure> {
    let query = query(scope, ids, select);
    signed(scope, select, sorted(references::list(tx, scope, &query).await?, ids)).await
}

/// The ids of the records that pass, inside a transaction.
pub(super) async fn ids_in(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    condition: &Condition,
    deleted: DeletedRows,
) -> Result<Vec<Uuid>, Failure> {
    all_ids(&run::rows(tx, named(scope, condition, deleted)).await?)
}

fn query(scope: &Scope<'_>, ids: &[Uuid], select: &[Select]) -> ListQuery {
    let among = Filter::Compare { path: FieldPath::field("id"), op: Op::In, value: json!(ids) };
    ListQuery {
        object: scope.object.name_singular.clone(),
        select: select.to_vec(),
        filter: Some(among),
        order: vec![Order { path: FieldPath::field("id"), direction: Direction::Ascending }],
        after: None,
        skip: 0,
        limit: MAX_PAGE,
        with_total: false,
        deleted: DeletedRows::Included,
    }
}

fn sorted(records: Vec<Record>, ids: &[Uuid]) -> Vec<Record> {
    let mut by_id: HashMap<Uuid, Record> =
        records.into_iter().filter_map(|record| Some((id_of(&record)?, record))).collect();
    ids.iter().filter_map(|id| by_id.remove(id)).collect()
}

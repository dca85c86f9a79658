//! Reading one record.

use icosa_contract::Passed;
use icosa_contract::records::GetRecord;
use icosa_model::Record;
use icosa_model::query::Select;
use icosa_sqlgen::RowLock;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use crate::error::{Failure, record_not_found};
use crate::files;
use crate::records::run;
use crate::records::scope::{Scope, check_depth};

/// One record, soft-deleted ones too.
///
/// # Errors
/// `NOT_FOUND`.
pub async fn one(scope: &Scope<'_>, query: &GetRecord) -> Result<Record, Failure> {
    let row = row(scope, query).await?;
    signed(scope, &query.select, run::json(&row, 0)?).await
}

/// The same as Postgres wrote it, if nothing has to be added to it.
///
/// # Errors
/// As [`one`].
pub async fn as_written(scope: &Scope<'_>, query: &GetRecord) -> Result<Passed<Record>, Failure> {
    let row = row(scope, query).await?;
    if files::may_be_selected(&scope.model, &scope.object, &query.select) {
        return signed(scope, &query.select, run::json(&row, 0)?).await.map(Passed::Read);
    }
    Ok(Passed::text(row.try_get(0)?)?)
}

async fn row(scope: &Scope<'_>, query: &GetRecord) -> Result<PgRow, Failure> {
    check_depth(&query.select)?;
    let planned = icosa_sqlgen::get(&scope.model, &query.object, query.id, &query.select);
    let rows = run::read(scope.engine.db(), planned).await?;
    Ok(rows.into_iter().next().ok_or_else(record_not_found)?)
}

/// With the addresses of its files.
///
/// # Errors
/// The database's.
pub(super) async fn signed(
    scope: &Scope<'_>,
    select: &[Select],
    mut record: Record,
) -> Result<Record, Failure> {
    let records = std::slice::from_mut(&mut record);
    files::sign(scope.engine, &scope.model, &scope.object, select, records).await?;
    Ok(record)
}

/// Whole records as stored, deleted ones too, held until the end of the transaction.
///
/// # Errors
/// The database's.
pub async fn snapshot(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    ids: &[Uuid],
    lock: RowLock,
) -> Result<Vec<(Uuid, Record)>, Failure> {
    let planned = icosa_sqlgen::snapshot(&scope.model, &scope.object.name_singular, ids, lock);
    let rows = run::rows(tx, planned).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, run::json(row, 1)?))).collect()
}

/// A whole record as stored, deleted or not, which nobody holds, with its version.
///
/// # Errors
/// The database's.
pub async fn seen(
    connection: &mut PgConnection,
    scope: &Scope<'_>,
    id: Uuid,
) -> Result<Option<(Record, String)>, Failure> {
    let planned = icosa_sqlgen::seen(&scope.model, &scope.object.name_singular, id);
    let rows = run::rows(connection, planned).await?;
    rows.first().map(|row| Ok((run::json(row, 0)?, row.try_get(1)?))).transpose()
}

/// Soft-deleted.
#[must_use]
pub fn is_deleted(record: &Record) -> bool {
    record.get("deletedAt").is_some_and(|at| !at.is_null())
}

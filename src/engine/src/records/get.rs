//! Reading one record.

use std::sync::Arc;

use icosa_contract::Passed;
use icosa_contract::records::GetRecord;
use icosa_model::Record;
use icosa_model::WorkspaceId;
use icosa_model::query::Select;
use icosa_sqlgen::{Bind, RowLock, Statement};
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use crate::BoundedCache;
use crate::error::{Failure, record_not_found};
use crate::files;
use crate::record_api::ANY_ID;
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
    let plan = kept_plan(scope, query)?;
    let (any, id) = (ANY_ID.to_string(), query.id.to_string());
    let mut binds = plan.binds.clone();
    for bind in &mut binds {
        if matches!(bind, Bind::Text(Some(text)) if *text == any) {
            *bind = Bind::Text(Some(id.clone()));
        }
    }
    let rows = run::read_prepared(scope.engine.db(), &plan.sql, &binds).await?;
    Ok(rows.into_iter().next().ok_or_else(record_not_found)?)
}

/// A read of [`ANY_ID`].
pub struct Plan {
    sql: Arc<str>,
    binds: Vec<Bind>,
}

/// Memory that plans may take, bytes.
const PLANS: usize = 8 << 20;

/// Plans of reads of one record, by workspace, version of its model, and object and selection as text.
pub struct Plans(BoundedCache<(WorkspaceId, u64, String), Plan>);

impl Default for Plans {
    fn default() -> Self {
        Self(BoundedCache::new(PLANS))
    }
}

fn kept_plan(scope: &Scope<'_>, query: &GetRecord) -> Result<Arc<Plan>, Failure> {
    let shape = serde_json::to_string(&(&query.object, &query.select));
    let shape = shape.map_err(|error| Failure::Broken(format!("a selection is no JSON: {error}")))?;
    let key = (scope.actor.workspace, scope.model.version(), shape);
    let plans = &scope.engine.single_reads().0;
    if let Some(plan) = plans.get(&key) {
        return Ok(plan);
    }
    check_depth(&query.select)?;
    let Statement { sql, binds } = icosa_sqlgen::get(&scope.model, &query.object, ANY_ID, &query.select)?;
    let weight = sql.len() + key.2.len() + binds.len() * 64;
    Ok(plans.put(key, Plan { sql: sql.into(), binds }, weight))
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

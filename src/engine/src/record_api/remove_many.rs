//! Records that pass a condition are deleted, restored or destroyed: in one transaction, those that pass when it is
//! their turn.

use icosa_contract::AppError;
use icosa_model::query::DeletedRows;
use icosa_model::{Model, Record};
use icosa_sqlgen::RowLock;
use sqlx::{PgTransaction, Row};
use uuid::Uuid;

use super::trees::PreparedReads;
use super::{Condition, Removal, RemoveMany, matching};
use crate::error::Failure;
use crate::records::remove::{destroy_stored, mark_stored};
use crate::records::scope::{Scope, Write};
use crate::records::{get, run};

/// Answers the ids of those it was done to.
pub(super) async fn remove(scope: &Scope<'_>, request: &RemoveMany) -> Result<Vec<Uuid>, Failure> {
    let lock = if request.removal == Removal::Destroy { RowLock::Update } else { RowLock::NoKeyUpdate };
    let (tx, stored) = held(scope, &request.condition, request.deleted, lock).await?;
    match request.removal {
        Removal::Delete => mark_stored(tx, scope, stored, true).await,
        Removal::Restore => mark_stored(tx, scope, stored, false).await,
        Removal::Destroy => destroy_stored(tx, scope, stored).await,
    }
}

/// Reads of records by id, planned on a model.
pub type ByIds<'r> = &'r (dyn Fn(&Model, &[Uuid]) -> Result<PreparedReads, AppError> + Sync);

/// Destroys those that pass; answers what a read of them, as they were in the end, brings. Without any, nothing.
pub(super) async fn destroy(
    scope: &Scope<'_>,
    condition: &Condition,
    deleted: DeletedRows,
    last: ByIds<'_>,
) -> Result<Option<String>, Failure> {
    let (mut tx, stored) = held(scope, condition, deleted, RowLock::Update).await?;
    if stored.is_empty() {
        return Ok(None);
    }
    let ids: Vec<Uuid> = stored.iter().map(|(id, _)| *id).collect();
    let last = last(&scope.model, &ids)?;
    let rows = run::rows(&mut tx, Ok(last.statement(scope.actor)?)).await?;
    let json = rows.first().map(|row| row.try_get::<Option<String>, _>(0)).transpose()?.flatten();
    let json = last.finished(scope.engine, json).await?;
    destroy_stored(tx, scope, stored).await?;
    Ok(json)
}

/// The records that pass, in order of id, held by a transaction.
async fn held(
    scope: &Scope<'_>,
    condition: &Condition,
    deleted: DeletedRows,
    lock: RowLock,
) -> Result<(PgTransaction<'static>, Vec<(Uuid, Record)>), Failure> {
    scope.check_write(Write::Remove, &Record::new())?;
    let mut tx = scope.engine.db().begin().await?;
    let ids = matching::ids_in(&mut tx, scope, condition, deleted).await?;
    if ids.is_empty() {
        return Ok((tx, Vec::new()));
    }
    let mut stored = get::snapshot(&mut tx, scope, &ids, lock).await?;
    matching::retain_passing(&mut tx, scope, condition, deleted, &mut stored).await?;
    stored.sort_by_key(|(id, _)| *id);
    Ok((tx, stored))
}

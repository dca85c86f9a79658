//! Deleting, restoring and destroying records: all that are named or none.

use chrono::Utc;
use icosa_contract::records::RecordIds;
use icosa_model::Record;
use icosa_sqlgen::RowLock;
use serde_json::{Value, json};
use sqlx::{PgConnection, PgTransaction};
use uuid::Uuid;

use crate::error::{Failure, record_not_found};
use crate::records::defaults::timestamp;
use crate::records::events::{self, Change};
use crate::records::scope::{Scope, Write, distinct_ids};
use crate::records::{activity, get, run, timeline};

/// Soft-deletes the live ones; answers those that were changed.
///
/// # Errors
/// `NOT_FOUND` if one of them does not exist.
pub async fn delete(scope: &Scope<'_>, request: &RecordIds) -> Result<Vec<Uuid>, Failure> {
    mark(scope, request, true).await
}

/// Brings soft-deleted ones back; answers those that were changed.
///
/// # Errors
/// `NOT_FOUND` if one of them does not exist, `CONFLICT` if a unique value has been taken meanwhile.
pub async fn restore(scope: &Scope<'_>, request: &RecordIds) -> Result<Vec<Uuid>, Failure> {
    mark(scope, request, false).await
}

async fn mark(scope: &Scope<'_>, request: &RecordIds, deleted: bool) -> Result<Vec<Uuid>, Failure> {
    let mut tx = scope.engine.db().begin().await?;
    let stored = locked(&mut tx, scope, request, RowLock::NoKeyUpdate).await?;
    mark_stored(tx, scope, stored, deleted).await
}

/// The same with records that the transaction holds already.
pub async fn mark_stored(
    mut tx: PgTransaction<'static>,
    scope: &Scope<'_>,
    stored: Vec<(Uuid, Record)>,
    deleted: bool,
) -> Result<Vec<Uuid>, Failure> {
    let object = &scope.object;
    let changed: Vec<(Uuid, Record)> =
        stored.into_iter().filter(|(_, record)| get::is_deleted(record) != deleted).collect();
    let ids: Vec<Uuid> = changed.iter().map(|(id, _)| *id).collect();
    if ids.is_empty() {
        return Ok(ids);
    }
    let now = Utc::now();
    let planned = icosa_sqlgen::set_deleted(&scope.model, &object.name_singular, &ids, deleted);
    run::ids(&mut tx, planned).await?;

    let action = if deleted { "deleted" } else { "restored" };
    let after = if deleted { json!(timestamp(now)) } else { Value::Null };
    let diff_of = |record: &Record| {
        let before = record.get("deletedAt").cloned().unwrap_or_default();
        Record::from_iter([("deletedAt".to_owned(), json!({"before": before, "after": after}))])
    };
    let activities = changed.iter().filter_map(|(id, record)| {
        let properties = activity::update_properties(&diff_of(record));
        activity::direct(&scope.model, object, action, *id, properties)
    });
    timeline::write(&mut tx, scope, activities.collect(), now).await?;
    let changes =
        changed.iter().map(|(id, record)| Change::marked(*id, action, record, &after, diff_of(record)));
    events::commit(tx, scope, changes.collect()).await?;
    Ok(ids)
}

/// Removes them for good, deleted or not; what the relations say happens to records that point at them.
///
/// # Errors
/// `NOT_FOUND` if one of them does not exist, `CONFLICT` if others still need one.
pub async fn destroy(scope: &Scope<'_>, request: &RecordIds) -> Result<Vec<Uuid>, Failure> {
    let mut tx = scope.engine.db().begin().await?;
    let stored = locked(&mut tx, scope, request, RowLock::Update).await?;
    destroy_stored(tx, scope, stored).await
}

/// The same with records that the transaction holds already.
pub async fn destroy_stored(
    mut tx: PgTransaction<'static>,
    scope: &Scope<'_>,
    stored: Vec<(Uuid, Record)>,
) -> Result<Vec<Uuid>, Failure> {
    let ids: Vec<Uuid> = stored.iter().map(|(id, _)| *id).collect();
    if ids.is_empty() {
        return Ok(ids);
    }
    run::ids(&mut tx, icosa_sqlgen::destroy(&scope.model, &scope.object.name_singular, &ids)).await?;
    let changes = stored.into_iter().map(|(id, record)| Change::destroyed(id, record)).collect();
    events::commit(tx, scope, changes).await?;
    Ok(ids)
}

/// The records named, held until the end of the transaction, in the order named.
async fn locked(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    request: &RecordIds,
    lock: RowLock,
) -> Result<Vec<(Uuid, Record)>, Failure> {
    scope.check_write(Write::Remove, &Record::new())?;
    let ids = distinct_ids(&request.ids)?;
    let mut stored = get::snapshot(tx, scope, &ids, lock).await?;
    if stored.len() < ids.len() {
        return Err(record_not_found().into());
    }
    stored.sort_by_key(|(id, _)| ids.iter().position(|named| named == id));
    Ok(stored)
}

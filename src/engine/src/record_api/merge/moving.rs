//! What points at the records that go: it points at the survivor afterwards.

use std::collections::HashSet;

use chrono::Utc;
use icosa_model::{Object, Record};
use serde_json::{Value, json};
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use super::deletion;
use crate::error::Failure;
use crate::record_api::unique::{self, UniqueKey};
use crate::records::activity::TIMELINE;
use crate::records::defaults::timestamp;
use crate::records::events::Change;
use crate::records::references::uuid_at;
use crate::records::run;
use crate::records::scope::Scope;

/// Moves the records of every object that has a relation to this one.
pub(super) async fn move_all(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    losers: &[Uuid],
    survivor: Uuid,
) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    for other in scope.model.objects() {
        for field in &other.fields {
            let leads_here =
                field.relation.as_ref().is_some_and(|relation| relation.target == scope.object.id);
            let Some(column) = field.join_column().filter(|_| leads_here) else { continue };
            changes.extend(move_by(tx, scope, other, column, losers, survivor).await?);
        }
    }
    Ok(changes)
}

/// By one join column.
async fn move_by(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    other: &Object,
    column: &str,
    losers: &[Uuid],
    survivor: Uuid,
) -> Result<Vec<Change>, Failure> {
    let name = other.name_singular.as_str();
    let keys: Vec<UniqueKey> =
        unique::keys(other).into_iter().filter(|key| key.fields().any(|field| field == column)).collect();
    let mut ids = losers.to_vec();
    if !keys.is_empty() {
        ids.push(survivor);
    }
    let planned = icosa_sqlgen::pointing(&scope.model, name, column, &ids);
    let mut rows = Vec::new();
    for row in run::rows(tx, planned).await? {
        rows.push((row.try_get::<Uuid, _>(0)?, run::json::<Record>(&row, 1)?));
    }
    let (own, rows): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|(_, record)| uuid_at(record, column) == Some(survivor));
    // The merged records themselves keep what they say.
    let is_merged = |id: &Uuid| other.id == scope.object.id && (losers.contains(id) || *id == survivor);
    let rows = rows.into_iter().filter(|(id, _)| !is_merged(id)).collect();
    let (moved, dropped) = sorted_out(&keys, column, survivor, &own, rows);
    let moved_ids: Vec<Uuid> = moved.iter().map(|(id, _)| *id).collect();
    let dropped_ids: Vec<Uuid> = dropped.iter().map(|(id, _)| *id).collect();
    if !dropped_ids.is_empty() {
        run::ids(tx, icosa_sqlgen::set_deleted(&scope.model, name, &dropped_ids, true)).await?;
    }
    if !moved_ids.is_empty() {
        run::ids(tx, icosa_sqlgen::repoint(&scope.model, name, column, &moved_ids, survivor)).await?;
    }
    // Of timelines nothing is told.
    if name == TIMELINE {
        return Ok(Vec::new());
    }
    let at = json!(timestamp(Utc::now()));
    let gone = dropped.iter().filter(|(_, record)| !crate::records::get::is_deleted(record));
    let mut changes: Vec<Change> = gone
        .map(|(id, record)| Change::marked(*id, "deleted", record, &at, deletion(&at)).of(name))
        .collect();
    changes.extend(moved.iter().map(|(id, record)| {
        let values = Record::from_iter([(column.to_owned(), json!(survivor))]);
        let before = record.get(column).cloned().unwrap_or_default();
        let diff = Record::from_iter([(column.to_owned(), json!({"before": before, "after": survivor}))]);
        Change::updated(*id, record.clone(), &values, diff).of(name)
    }));
    Ok(changes)
}

type Rows = Vec<(Uuid, Record)>;

/// Rows that can be moved, and those that would say twice what must be said once.
fn sorted_out(keys: &[UniqueKey], column: &str, survivor: Uuid, own: &Rows, rows: Rows) -> (Rows, Rows) {
    let said = |record: &Record| -> Vec<Option<String>> {
        let mut record = record.clone();
        record.insert(column.to_owned(), json!(survivor));
        keys.iter().map(|key| said_by(key, &record)).collect()
    };
    let mut seen: Vec<HashSet<String>> = vec![HashSet::new(); keys.len()];
    let mut is_new = |record: &Record| {
        let said = said(record);
        let is_new =
            said.iter().zip(&seen).all(|(one, seen)| one.as_ref().is_none_or(|one| !seen.contains(one)));
        if is_new {
            for (one, seen) in said.into_iter().zip(&mut seen) {
                seen.extend(one);
            }
        }
        is_new
    };
    for (_, record) in own {
        is_new(record);
    }
    rows.into_iter().partition(|(_, record)| is_new(record))
}

/// The values of a key as one text; none if one is absent.
fn said_by(key: &UniqueKey, record: &Record) -> Option<String> {
    let values = key.parts.iter().map(|part| {
        let value = record.get(&part.key)?;
        let value = match &part.sub_field {
            Some(sub_field) => value.get(sub_field)?,
            None => value,
        };
        (!value.is_null()).then(|| value.clone())
    });
    values.collect::<Option<Vec<Value>>>().map(|values| Value::Array(values).to_string())
}

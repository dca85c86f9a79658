//! Makes sure that records pointed at are there.

use std::collections::{BTreeMap, HashMap};

use icosa_contract::records::RecordPage;
use icosa_model::query::ListQuery;
use icosa_model::{FieldType, Object, Record};
use serde_json::Value;
use sqlx::postgres::PgRow;
use sqlx::{PgConnection, Row};
use uuid::Uuid;

use crate::error::{Failure, missing_reference};
use crate::records::run;
use crate::records::scope::Scope;
use crate::records::validate::Reference;

/// A record that is pointed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its label as text; may be empty.
    pub label: String,
    /// Soft-deleted.
    pub is_deleted: bool,
}

/// Records found.
pub type Found = HashMap<Uuid, Named>;

/// Refuses references to records that do not exist or are deleted; answers those found. One statement, none without
/// references.
///
/// # Errors
/// `BAD_USER_INPUT` naming the join column.
pub async fn check(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    references: &[Reference],
) -> Result<Found, Failure> {
    let named = references.iter().map(|reference| (reference.object.as_str(), reference.id));
    let found = look_up(tx, scope, named.collect()).await?;
    refuse_missing(scope, references, &found)?;
    Ok(found)
}

/// Refuses references to records that were not found or are deleted.
///
/// # Errors
/// `BAD_USER_INPUT` naming the join column.
pub fn refuse_missing(scope: &Scope<'_>, references: &[Reference], found: &Found) -> Result<(), Failure> {
    let is_live = |id: &Uuid| found.get(id).is_some_and(|named| !named.is_deleted);
    match references.iter().find(|reference| !is_live(&reference.id)) {
        Some(missing) => Err(missing_reference(Some(&scope.object), &missing.column).into()),
        None => Ok(()),
    }
}

/// What those records (object and id) are called, deleted ones too; one statement for all objects.
///
/// # Errors
/// The database's.
pub async fn look_up(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    wanted: Vec<(&str, Uuid)>,
) -> Result<Found, Failure> {
    let mut by_object = BTreeMap::<&str, Vec<Uuid>>::new();
    for (object, id) in wanted {
        by_object.entry(object).or_default().push(id);
    }
    if by_object.is_empty() {
        return Ok(Found::new());
    }
    let wanted: Vec<(&str, Vec<Uuid>)> = by_object.into_iter().collect();
    let rows = run::rows(tx, icosa_sqlgen::labels(&scope.model, &wanted)).await?;
    let named = |row: &PgRow| -> Result<(Uuid, Named), Failure> {
        Ok((row.try_get(0)?, Named { label: row.try_get(1)?, is_deleted: row.try_get(2)? }))
    };
    rows.iter().map(named).collect()
}

/// The records of a list, inside a transaction.
///
/// # Errors
/// The plan's or the database's.
pub async fn list(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    query: &ListQuery,
) -> Result<Vec<Record>, Failure> {
    let rows = run::rows(tx, icosa_sqlgen::list(&scope.model, query)).await?;
    let Some(row) = rows.first() else { return Ok(Vec::new()) };
    Ok(run::json::<RecordPage>(row, 0)?.records)
}

/// A record's id.
#[must_use]
pub fn id_of(record: &Record) -> Option<Uuid> {
    uuid_at(record, "id")
}

/// The id in a join column.
#[must_use]
pub fn uuid_at(record: &Record, key: &str) -> Option<Uuid> {
    record.get(key).and_then(Value::as_str).and_then(|id| id.parse().ok())
}

/// The label of a record as text: parts of a composite joined by a space.
#[must_use]
pub fn label_of(object: &Object, record: &Record) -> String {
    let field = object.label_field();
    label_of_value(field.field_type, record.get(&field.name).unwrap_or(&Value::Null))
}

/// The value of a label field as text.
#[must_use]
pub fn label_of_value(field_type: FieldType, value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(parts) => {
            let parts = field_type.sub_fields().iter().filter_map(|part| parts.get(part.name)?.as_str());
            parts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    }
}

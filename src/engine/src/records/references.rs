//! Makes sure that records pointed at are there.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

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

/// Refuses references to records that do not exist or are deleted; answers those found, which are held as by [`hold`].
/// One statement, none without references.
///
/// # Errors
/// `BAD_USER_INPUT` naming the join column.
pub async fn check(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    references: &[Reference],
) -> Result<Found, Failure> {
    let found = hold(tx, scope, references, Vec::new()).await?;
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

/// What the records referred to are called, and others (object and id) besides, deleted ones too; one statement for all.
///
/// Those referred to are held until the transaction ends (`FOR KEY SHARE`): whoever merges, destroys or takes back one of
/// them is waited for, or waits and finds the new reference. Their foreign keys would be checked after we have looked
/// whether they are deleted. All who hold records of several objects do so in the order of the objects' ids, then of their
/// own, so none waits for another in a circle.
///
/// # Errors
/// The database's.
pub async fn hold(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    references: &[Reference],
    others: Vec<(&str, Uuid)>,
) -> Result<Found, Failure> {
    let held: HashSet<Uuid> = references.iter().map(|reference| reference.id).collect();
    let references = references.iter().map(|reference| (reference.object.as_str(), reference.id));
    let others = others.into_iter().filter(|(_, id)| !held.contains(id));
    let (held, others) = (by_object(scope, references), by_object(scope, others));
    if held.is_empty() && others.is_empty() {
        return Ok(Found::new());
    }
    let rows = run::rows(tx, icosa_sqlgen::labels_held(&scope.model, &held, &others)).await?;
    let named = |row: &PgRow| -> Result<(Uuid, Named), Failure> {
        Ok((row.try_get(0)?, Named { label: row.try_get(1)?, is_deleted: row.try_get(2)? }))
    };
    rows.iter().map(named).collect()
}

/// What those records (object and id) are called, deleted ones too; one statement for all objects. Nothing is held.
///
/// # Errors
/// The database's.
pub async fn look_up(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    wanted: Vec<(&str, Uuid)>,
) -> Result<Found, Failure> {
    hold(tx, scope, &[], wanted).await
}

/// Ids of each object once, in the order of the objects' ids.
fn by_object<'w>(
    scope: &Scope<'_>,
    wanted: impl Iterator<Item = (&'w str, Uuid)>,
) -> Vec<(&'w str, Vec<Uuid>)> {
    let mut by_object = BTreeMap::<_, (&str, BTreeSet<Uuid>)>::new();
    for (object, id) in wanted {
        let place = scope.model.object(object).map(|object| object.id);
        by_object.entry(place).or_insert_with(|| (object, BTreeSet::new())).1.insert(id);
    }
    by_object.into_values().map(|(object, ids)| (object, ids.into_iter().collect())).collect()
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

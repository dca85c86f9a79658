//! Makes sure that records pointed at are there.

use std::collections::{HashMap, HashSet};

use icosa_contract::records::RecordPage;
use icosa_model::query::{DeletedRows, FieldPath, Filter, ListQuery, MAX_PAGE, Op, Select};
use icosa_model::{Object, Record};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::{Failure, missing_reference};
use crate::records::run;
use crate::records::scope::Scope;
use crate::records::validate::Reference;

/// Records found, with the value of their label field.
pub type Found = HashMap<Uuid, Record>;

/// Refuses references to records that do not exist or are deleted; answers those found. One statement for each
/// object pointed at.
///
/// # Errors
/// `BAD_USER_INPUT` naming the join column.
pub async fn check(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    references: &[Reference],
) -> Result<Found, Failure> {
    let mut found = Found::new();
    let objects: HashSet<&str> = references.iter().map(|reference| reference.object.as_str()).collect();
    for name in objects {
        let ids =
            references.iter().filter(|reference| reference.object == name).map(|reference| reference.id);
        if let Some(object) = scope.model.object(name) {
            found.extend(labels(tx, scope, object, ids.collect()).await?);
        }
    }
    match references.iter().find(|reference| !found.contains_key(&reference.id)) {
        Some(missing) => Err(missing_reference(Some(&scope.object), &missing.column).into()),
        None => Ok(found),
    }
}

/// The live records among `ids`, with their label.
///
/// # Errors
/// The database's.
pub async fn labels(
    tx: &mut PgConnection,
    scope: &Scope<'_>,
    object: &Object,
    ids: Vec<Uuid>,
) -> Result<Found, Failure> {
    let query = ListQuery {
        object: object.name_singular.clone(),
        select: vec![Select::Field(object.label_field().name.clone())],
        filter: Some(Filter::Compare { path: FieldPath::field("id"), op: Op::In, value: json!(ids) }),
        order: Vec::new(),
        after: None,
        skip: 0,
        limit: MAX_PAGE,
        with_total: false,
        deleted: DeletedRows::Hidden,
    };
    Ok(by_id(list(tx, scope, &query).await?))
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

fn by_id(records: Vec<Record>) -> Found {
    records.into_iter().filter_map(|record| Some((id_of(&record)?, record))).collect()
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
    match record.get(&field.name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(parts)) => {
            let parts =
                field.field_type.sub_fields().iter().filter_map(|part| parts.get(part.name)?.as_str());
            parts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    }
}

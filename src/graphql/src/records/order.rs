//! Orders: `[{name: AscNullsFirst}, {company: {name: DescNullsLast}}]`.

use icosa_contract::AppError;
use icosa_model::query::FieldPath;
use icosa_model::{Model, Object};
use icosa_sqlgen::connection::{OrderKey, SortDirection};
use serde_json::Value as Json;

use super::error::invalid;

const DIRECTIONS: [(&str, SortDirection); 4] = [
    ("AscNullsFirst", SortDirection { is_ascending: true, nulls_first: true }),
    ("AscNullsLast", SortDirection { is_ascending: true, nulls_first: false }),
    ("DescNullsFirst", SortDirection { is_ascending: false, nulls_first: true }),
    ("DescNullsLast", SortDirection { is_ascending: false, nulls_first: false }),
];

/// Reads the items of an `orderBy`.
///
/// # Errors
/// Unknown fields and directions, composites as a whole, relations to many.
pub fn read(model: &Model, object: &Object, items: &[Json]) -> Result<Vec<OrderKey>, AppError> {
    let mut keys = Vec::new();
    for item in items.iter().filter(|item| !item.is_null()) {
        let entries = item.as_object().ok_or_else(|| refused("Each item of orderBy must be an object"))?;
        for (name, value) in entries.iter().filter(|(_, value)| !value.is_null()) {
            keys.extend(field(model, object, None, name, value)?);
        }
    }
    Ok(keys)
}

/// One of the four directions.
pub fn direction(name: &str, value: &Json) -> Result<SortDirection, AppError> {
    let word = value.as_str().unwrap_or_default();
    let known = DIRECTIONS.iter().find(|(known, _)| *known == word).map(|(_, direction)| *direction);
    known.ok_or_else(|| {
        let allowed = DIRECTIONS.map(|(name, _)| name).join(", ");
        refused(format!("Invalid order direction for field \"{name}\": expected one of {allowed}"))
    })
}

fn field(
    model: &Model,
    object: &Object,
    relation: Option<&str>,
    name: &str,
    value: &Json,
) -> Result<Vec<OrderKey>, AppError> {
    let key = |path, direction| OrderKey { relation: relation.map(str::to_owned), path, direction };
    let unknown = || {
        let shown: String = name.chars().take(64).collect();
        refused(format!("Object {} doesn't have any \"{shown}\" field.", object.name_singular))
    };
    if object.field_by_join_column(name).is_some() && object.field(name).is_none() {
        return Ok(vec![key(FieldPath::field(name), direction(name, value)?)]);
    }
    let own = object.field(name).ok_or_else(unknown)?;
    if let Some(other) = &own.relation {
        let target = model.object_by_id(other.target).filter(|_| own.join_column().is_some());
        let target = target.ok_or_else(|| refused(format!("Cannot order by relation field \"{name}\"")))?;
        if relation.is_some() {
            return Err(refused("Relation order nesting deeper than 1 hop is not supported"));
        }
        return each(name, value, |inner, value| field(model, target, Some(name), inner, value));
    }
    if own.field_type.is_composite() {
        return each(name, value, |part, value| {
            if own.column(Some(part)).is_none() {
                let message =
                    format!("Sub field \"{part}\" not found for composite type: {}", own.field_type);
                return Err(refused(message));
            }
            Ok(vec![key(FieldPath::part(name, part), direction(name, value)?)])
        });
    }
    if own.columns.is_empty() {
        return Err(unknown());
    }
    Ok(vec![key(FieldPath::field(name), direction(name, value)?)])
}

fn each(
    name: &str,
    value: &Json,
    read: impl Fn(&str, &Json) -> Result<Vec<OrderKey>, AppError>,
) -> Result<Vec<OrderKey>, AppError> {
    let entries = value.as_object().filter(|entries| !entries.is_empty());
    let entries =
        entries.ok_or_else(|| refused(format!("Order for field \"{name}\" must name one of its fields")))?;
    let mut keys = Vec::new();
    for (inner, value) in entries.iter().filter(|(_, value)| !value.is_null()) {
        keys.extend(read(inner, value)?);
    }
    Ok(keys)
}

fn refused(message: impl Into<String>) -> AppError {
    invalid("INVALID_QUERY_INPUT", message)
}

//! Orders as clients send them: `[{name: {firstName: AscNullsFirst}}, {company: {name: DescNullsLast}}]`, and by figures
//! of the records behind a relation: `[{people: {totalCount: DescNullsLast}}]`.

use icosa_contract::AppError;
use icosa_model::query::FieldPath;
use icosa_model::{Field, Model, Object};
use icosa_sqlgen::connection::{OrderBy, OrderKey, SortDirection};
use serde_json::Value;

use super::figures::figure;
use super::problem::{refused, shown};

/// The four directions by their names.
pub const DIRECTIONS: [(&str, SortDirection); 4] = [
    ("AscNullsFirst", SortDirection { is_ascending: true, nulls_first: true }),
    ("AscNullsLast", SortDirection { is_ascending: true, nulls_first: false }),
    ("DescNullsFirst", SortDirection { is_ascending: false, nulls_first: true }),
    ("DescNullsLast", SortDirection { is_ascending: false, nulls_first: false }),
];

/// Most criteria of one order.
const MOST_KEYS: usize = 32;
/// Most relations that one criterion follows.
const MOST_HOPS: usize = 6;

/// Reads the items of an order; criteria go through any many-to-one relations, and may be figures of records behind a
/// one-to-many relation.
///
/// # Errors
/// `INVALID_QUERY_INPUT` for unknown fields and directions, composites as a whole, relations to many, too much.
pub fn read_order(model: &Model, object: &Object, items: &[Value]) -> Result<Vec<OrderKey>, AppError> {
    let mut keys = Vec::new();
    for item in items.iter().filter(|item| !item.is_null()) {
        let entries = item.as_object().ok_or_else(|| refused("Each item of orderBy must be an object"))?;
        for (name, value) in entries.iter().filter(|(_, value)| !value.is_null()) {
            field(model, object, &[], name, value, &mut keys)?;
        }
    }
    if keys.len() > MOST_KEYS {
        return Err(refused(format!("An order has at most {MOST_KEYS} criteria")));
    }
    Ok(keys)
}

/// One of the four directions.
pub(super) fn direction(name: &str, value: &Value) -> Result<SortDirection, AppError> {
    let word = value.as_str().unwrap_or_default();
    let known = DIRECTIONS.iter().find(|(known, _)| *known == word).map(|(_, direction)| *direction);
    known.ok_or_else(|| {
        let allowed = DIRECTIONS.map(|(name, _)| name).join(", ");
        let name = shown(name);
        refused(format!("Invalid order direction for field \"{name}\": expected one of {allowed}"))
    })
}

/// The criteria of one entry; `relations` lead to the object.
fn field(
    model: &Model,
    object: &Object,
    relations: &[String],
    name: &str,
    value: &Value,
    keys: &mut Vec<OrderKey>,
) -> Result<(), AppError> {
    let mut add = |path, direction| {
        keys.push(OrderKey { relations: relations.to_vec(), by: OrderBy::Field(path), direction });
    };
    let unknown = || {
        let name = shown(name);
        refused(format!("Object {} doesn't have any \"{name}\" field.", object.name_singular))
    };
    let Some(own) = object.field(name) else {
        object.field_by_join_column(name).ok_or_else(unknown)?;
        add(FieldPath::field(name), direction(name, value)?);
        return Ok(());
    };
    if own.is_to_many() {
        return by_figures(model, own, relations, value, keys);
    }
    if let Some(other) = &own.relation {
        let target = model.object_by_id(other.target).filter(|_| own.join_column().is_some());
        let target = target.ok_or_else(|| refused(format!("Cannot order by relation field \"{name}\"")))?;
        if relations.len() == MOST_HOPS {
            return Err(refused(format!("An order follows at most {MOST_HOPS} relations")));
        }
        let relations = [relations, &[name.to_owned()]].concat();
        for (inner, value) in entries(name, value)? {
            field(model, target, &relations, inner, value, keys)?;
        }
        return Ok(());
    }
    if own.field_type.is_composite() {
        for (part, value) in entries(name, value)? {
            if own.column(Some(part)).is_none() {
                let (part, kind) = (shown(part), own.field_type);
                return Err(refused(format!("Sub field \"{part}\" not found for composite type: {kind}")));
            }
            add(FieldPath::part(name, part), direction(name, value)?);
        }
        return Ok(());
    }
    if own.columns.is_empty() {
        return Err(unknown());
    }
    add(FieldPath::field(name), direction(name, value)?);
    Ok(())
}

/// By figures of the records that a relation leads to.
fn by_figures(
    model: &Model,
    field: &Field,
    relations: &[String],
    value: &Value,
    keys: &mut Vec<OrderKey>,
) -> Result<(), AppError> {
    let name = &field.name;
    let refused = || refused(format!("Cannot order by relation field \"{name}\""));
    let target = field.relation.as_ref().and_then(|relation| model.object_by_id(relation.target));
    let target = target.ok_or_else(refused)?;
    let entries = value.as_object().filter(|entries| !entries.is_empty()).ok_or_else(refused)?;
    for (inner, value) in entries.iter().filter(|(_, value)| !value.is_null()) {
        let figure = figure(target, inner).ok_or_else(refused)?;
        let by = OrderBy::Figure { relation: name.clone(), name: inner.clone(), figure };
        keys.push(OrderKey { relations: relations.to_vec(), by, direction: direction(inner, value)? });
    }
    Ok(())
}

/// What is said of the fields behind a relation, or of the parts of a composite.
fn entries<'v>(
    name: &str,
    value: &'v Value,
) -> Result<impl Iterator<Item = (&'v String, &'v Value)>, AppError> {
    let entries = value.as_object().filter(|entries| !entries.is_empty());
    let entries =
        entries.ok_or_else(|| refused(format!("Order for field \"{name}\" must name one of its fields")))?;
    Ok(entries.iter().filter(|(_, value)| !value.is_null()))
}

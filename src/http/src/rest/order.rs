//! The parameter `order_by`: `name.firstName,createdAt[DescNullsLast]`.

use icosa_model::query::{Direction, FieldPath, Order};
use icosa_model::{Field, Object, RelationKind};

use super::error::RestError;

const DIRECTIONS: [(&str, Direction); 4] = [
    ("AscNullsFirst", Direction::Ascending),
    ("AscNullsLast", Direction::Ascending),
    ("DescNullsFirst", Direction::Descending),
    ("DescNullsLast", Direction::Descending),
];

/// The order asked for, then by id: no two records are equal in it.
///
/// # Errors
/// An unknown field or direction, a composite without a part, a relation to many.
pub fn parse(object: &Object, text: Option<&str>) -> Result<Vec<Order>, RestError> {
    let mut orders = Vec::new();
    for item in text.unwrap_or_default().split(',').map(str::trim).filter(|item| !item.is_empty()) {
        orders.push(one(object, item)?);
    }
    let by_id = FieldPath::field("id");
    if !orders.iter().any(|order| order.path == by_id) {
        orders.push(Order { path: by_id, direction: Direction::Ascending });
    }
    Ok(orders)
}

/// The same from the other end.
#[must_use]
pub fn reversed(orders: Vec<Order>) -> Vec<Order> {
    let other = |direction| match direction {
        Direction::Ascending => Direction::Descending,
        Direction::Descending => Direction::Ascending,
    };
    orders.into_iter().map(|order| Order { direction: other(order.direction), ..order }).collect()
}

fn one(object: &Object, item: &str) -> Result<Order, RestError> {
    let (path, direction) = match item.split_once('[') {
        None => (item, Direction::Ascending),
        Some((path, rest)) => {
            let word = rest.strip_suffix(']').unwrap_or(rest);
            let known = DIRECTIONS.iter().find(|(name, _)| *name == word);
            let allowed = DIRECTIONS.map(|(name, _)| format!("'{name}'")).join(", ");
            let (_, direction) = known.ok_or_else(|| {
                invalid(format!("'order_by' direction '{word}' invalid. Allowed values are {allowed}"))
            })?;
            (path.trim(), *direction)
        }
    };
    Ok(Order { path: field_path(object, path)?, direction })
}

fn field_path(object: &Object, path: &str) -> Result<FieldPath, RestError> {
    let (name, part) = path.split_once('.').map_or((path, None), |(name, part)| (name, Some(part)));
    let Some(field) = object.field(name) else {
        return match (object.field_by_join_column(name), part) {
            (Some(_), None) => Ok(FieldPath::field(name)),
            _ => Err(unknown(object, name)),
        };
    };
    if let Some(relation) = &field.relation {
        return through_relation(object, field, &relation.kind, part);
    }
    match part {
        None if field.field_type.is_composite() => Err(invalid(format!(
            "'order_by' invalid: name a part of '{name}', e.g. {name}.{}",
            first_part(field)
        ))),
        None => Ok(FieldPath::field(name)),
        Some(part) if field.column(Some(part)).is_some() => Ok(FieldPath::part(name, part)),
        Some(part) => {
            let kind = field.field_type;
            Err(invalid(format!("Sub field \"{part}\" not found for composite type: {kind}")))
        }
    }
}

/// Records are ordered by what the records they point at are called.
fn through_relation(
    object: &Object,
    field: &Field,
    kind: &RelationKind,
    part: Option<&str>,
) -> Result<FieldPath, RestError> {
    match (kind, part) {
        (RelationKind::ManyToOne { .. }, Some("name")) => Ok(FieldPath::field(&field.name)),
        (RelationKind::ManyToOne { column, .. }, _) => {
            Err(invalid(format!("'order_by' invalid: use '{}.name' or '{column}'", field.name)))
        }
        (RelationKind::OneToMany { .. }, _) => Err(unknown(object, &field.name)),
    }
}

fn first_part(field: &Field) -> &'static str {
    field.field_type.sub_fields().first().map_or("", |part| part.name)
}

fn unknown(object: &Object, name: &str) -> RestError {
    let shown: String = name.chars().take(64).collect();
    invalid(format!("Object {} doesn't have any \"{shown}\" field.", object.name_singular))
}

fn invalid(message: String) -> RestError {
    RestError::invalid("INVALID_QUERY_INPUT", message)
}

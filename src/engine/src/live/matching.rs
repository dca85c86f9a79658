//! Whether a record passes a filter, without the database: the same as `icosa_sqlgen` says in SQL, over the JSON that
//! events carry. Comparisons with an absent value are neither true nor false, as there.

use std::cmp::Ordering;

use chrono::DateTime;
use icosa_model::query::{FieldPath, Filter, Op};
use icosa_model::{Column, Field, FieldType, Object, Record};
use icosa_sqlgen::search_finds;
use serde_json::Value;

use super::like::Pattern;
use super::texts::{folded, json_text, plain_texts, searched_texts};

/// Whether a filter keeps the record; `None` where SQL knows neither.
pub(super) fn truth(object: &Object, filter: &Filter, record: &Record) -> Option<bool> {
    match filter {
        Filter::And(items) => all(items.iter().map(|item| truth(object, item, record))),
        Filter::Or(items) => any(items.iter().map(|item| truth(object, item, record))),
        Filter::Not(inner) => Some(truth(object, inner, record) != Some(true)),
        Filter::Compare { path, op, value } => compare(object, record, path, *op, value),
        Filter::Search(text) => {
            let texts = searched_texts(object, record);
            Some(search_finds(text, |word| texts.contains(&folded(word))))
        }
        Filter::AnyText(text) => {
            let texts = plain_texts(object, record);
            let has = |word: &str| texts.contains(&word.to_lowercase());
            Some(text.split_whitespace().all(has))
        }
    }
}

/// As in SQL: false beats unknown, unknown beats true.
pub(super) fn all(items: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut whole = Some(true);
    for item in items {
        match item {
            Some(false) => return item,
            None => whole = None,
            Some(true) => {}
        }
    }
    whole
}

/// True beats unknown, unknown beats false.
pub(super) fn any(items: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    all(items.map(|item| item.map(|holds| !holds))).map(|holds| !holds)
}

/// One value of a record with what it is of.
#[derive(Clone, Copy)]
struct Left<'r> {
    field: &'r Field,
    column: &'r Column,
    value: &'r Value,
}

fn compare(object: &Object, record: &Record, path: &FieldPath, op: Op, value: &Value) -> Option<bool> {
    let field = object.field(&path.field).or_else(|| object.field_by_join_column(&path.field))?;
    let key = field.join_column().unwrap_or(&field.name);
    let whole = record.get(key).unwrap_or(&Value::Null);
    let left = |column| Left { field, column, value: part(whole, column) };
    if field.field_type.is_composite() && path.sub_field.is_none() {
        return composite(field, op, value, left);
    }
    compare_one(left(field.column(path.sub_field.as_deref())?), op, value)
}

fn part<'r>(whole: &'r Value, column: &Column) -> &'r Value {
    match column.sub_field {
        Some(part) => whole.get(part).unwrap_or(&Value::Null),
        None => whole,
    }
}

/// A composite is absent when the parts that carry its meaning are; a pattern may match any text of it.
fn composite<'r>(
    field: &'r Field,
    op: Op,
    value: &Value,
    left: impl Fn(&'r Column) -> Left<'r>,
) -> Option<bool> {
    let columns = field.meaning();
    let is_text = |column: &&Column| column.kind == FieldType::Text;
    let each = |column| compare_one(left(column), op, value);
    match op {
        Op::IsNull => all(columns.map(each)),
        Op::IsNotNull => any(columns.map(each)),
        _ => any(columns.filter(is_text).map(each)),
    }
}

fn compare_one(left: Left<'_>, op: Op, value: &Value) -> Option<bool> {
    let is_absent = absent(left.value);
    match op {
        Op::IsNull => return Some(is_absent),
        Op::IsNotNull => return Some(!is_absent),
        Op::Eq if absent(value) => return Some(is_absent),
        Op::Neq if absent(value) => return Some(!is_absent),
        Op::In => return among(left, value),
        Op::ContainsAny if matches!(left.column.kind, FieldType::Select | FieldType::Rating) => {
            return among(left, value);
        }
        _ => {}
    }
    if matches!(op, Op::Like | Op::ILike) && value == "" && is_absent {
        return Some(true);
    }
    if is_absent {
        return None;
    }
    match op {
        Op::ContainsAny => {
            let (own, wanted) = (left.value.as_array()?, value.as_array()?);
            Some(own.iter().any(|item| wanted.contains(item)))
        }
        Op::Like | Op::ILike | Op::StartsWith | Op::EndsWith => matches(left, op, value.as_str()?),
        _ if left.column.kind == FieldType::DateTime => moments(left.value, op, value),
        _ => {
            let ordering = order(left, value)?;
            Some(match op {
                Op::Neq => ordering.is_ne(),
                Op::Gt => ordering.is_gt(),
                Op::Gte => ordering.is_ge(),
                Op::Lt => ordering.is_lt(),
                Op::Lte => ordering.is_le(),
                _ => ordering.is_eq(),
            })
        }
    }
}

fn absent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn among(left: Left<'_>, value: &Value) -> Option<bool> {
    let items = value.as_array()?;
    any(items.iter().map(|item| compare_one(left, Op::Eq, item)))
}

fn matches(left: Left<'_>, op: Op, pattern: &str) -> Option<bool> {
    let pattern = match op {
        Op::StartsWith => Pattern::beginning(pattern),
        Op::EndsWith => Pattern::end(pattern),
        Op::ILike => Pattern::ilike(pattern),
        _ => Pattern::like(pattern),
    };
    Some(match left.value {
        Value::String(text) => pattern.fits(text),
        // Of a list of texts any item, of other JSON its text.
        Value::Array(items) if left.column.kind == FieldType::Array => {
            items.iter().filter_map(Value::as_str).any(|item| pattern.fits(item))
        }
        other => pattern.fits(&json_text(other)),
    })
}

/// Moments are equal within a millisecond: no wire carries more.
fn moments(own: &Value, op: Op, other: &Value) -> Option<bool> {
    let micros = |value: &Value| Some(DateTime::parse_from_rfc3339(value.as_str()?).ok()?.timestamp_micros());
    let (own, other) = (micros(own)?, micros(other)?);
    let start = other - other.rem_euclid(1_000);
    let end = start.saturating_add(1_000);
    Some(match op {
        Op::Neq => !(start..end).contains(&own),
        Op::Gt => own >= end,
        Op::Gte => own >= start,
        Op::Lt => own < start,
        Op::Lte => own < end,
        _ => (start..end).contains(&own),
    })
}

fn order(left: Left<'_>, value: &Value) -> Option<Ordering> {
    match left.column.kind {
        FieldType::Number | FieldType::Numeric | FieldType::Position => numbers(left.value, value),
        FieldType::Select | FieldType::Rating => {
            let place = |value: &Value| {
                let mut options: Vec<_> = left.field.options.iter().collect();
                options.sort_by_key(|option| option.position);
                options.iter().position(|option| Some(option.value.as_str()) == value.as_str())
            };
            match (place(left.value), place(value)) {
                (Some(own), Some(other)) => Some(own.cmp(&other)),
                _ => Some(left.value.as_str()?.cmp(value.as_str()?)),
            }
        }
        FieldType::Boolean => Some(left.value.as_bool()?.cmp(&boolean(value)?)),
        FieldType::Uuid | FieldType::Relation | FieldType::MorphRelation => {
            Some(left.value.as_str()?.to_lowercase().cmp(&value.as_str()?.to_lowercase()))
        }
        _ => Some(left.value.as_str()?.cmp(value.as_str()?)),
    }
}

fn boolean(value: &Value) -> Option<bool> {
    value.as_bool().or_else(|| value.as_str()?.parse().ok())
}

/// Whole numbers exactly, others as doubles hold them.
fn numbers(own: &Value, other: &Value) -> Option<Ordering> {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let (own, other) = (text(own)?, text(other)?);
    match (own.parse::<i128>(), other.parse::<i128>()) {
        (Ok(own), Ok(other)) => Some(own.cmp(&other)),
        _ => own.parse::<f64>().ok()?.partial_cmp(&other.parse::<f64>().ok()?),
    }
}

//! The right sides of comparisons: what clients may write, and what it stands for.

use icosa_contract::AppError;
use icosa_model::field_type::{ACTOR_SOURCES, RATINGS};
use icosa_model::values::{Decimal, moment};
use icosa_model::{Column, Field, FieldType};
use serde_json::{Value, json};
use uuid::Uuid;

use super::filter::invalid;
use crate::hosts;

/// The left side of a comparison.
#[derive(Clone, Copy)]
pub(super) struct Left<'m> {
    pub field: &'m Field,
    pub column: &'m Column,
    /// As the client names it.
    pub name: &'m str,
}

/// Checks one value against the type of the left side; null stays null.
pub(super) fn value(left: Left<'_>, value: &Value) -> Result<Value, AppError> {
    use FieldType as T;
    let name = left.name;
    if value.is_null() {
        return Ok(Value::Null);
    }
    match left.column.kind {
        T::Text => text(left, value),
        T::Boolean => boolean(name, value),
        T::Uuid | T::Relation | T::MorphRelation => uuid(name, value),
        T::Select | T::Rating | T::MultiSelect => option(left, value),
        kind => plain(kind, name, value),
    }
}

/// The same for what is no column: a number or a date; null stays null.
pub(super) fn plain(kind: FieldType, name: &str, value: &Value) -> Result<Value, AppError> {
    use FieldType as T;
    if value.is_null() {
        return Ok(Value::Null);
    }
    match kind {
        T::Number | T::Position => number(name, value, |text| text.parse::<f64>().is_ok_and(f64::is_finite)),
        T::Numeric => number(name, value, |text| Decimal::parse(text).is_some()),
        T::Date => formatted(name, value, "date", "YYYY-MM-DD", |text| moment::parse_date(text).is_some()),
        T::DateTime => formatted(name, value, "date-time", "YYYY-MM-DDTHH:mm:ssZ", |text| {
            moment::parse_instant(text).is_some()
        }),
        _ => pattern(name, value),
    }
}

/// A pattern or a part of a text, taken as it is.
pub(super) fn pattern(name: &str, value: &Value) -> Result<Value, AppError> {
    match value {
        Value::String(_) => Ok(value.clone()),
        other => Err(invalid(name, format!("Invalid string value {other} for text field \"{name}\""))),
    }
}

fn text(left: Left<'_>, value: &Value) -> Result<Value, AppError> {
    let Value::String(text) = value else { return pattern(left.name, value) };
    let is_email =
        left.field.field_type == FieldType::Emails && left.column.sub_field == Some("primaryEmail");
    Ok(if is_email && !text.is_empty() { stored_email(left.field, text) } else { value.clone() })
}

/// The address in the form in which it is stored; one that cannot be stored is only put into lower case.
fn stored_email(field: &Field, text: &str) -> Value {
    let given = json!({"primaryEmail": text});
    let stored = icosa_model::values::normalise(field, &given).ok();
    let stored = stored.and_then(|value| hosts::normalise(field, value).ok());
    let stored = stored.and_then(|value| value.get("primaryEmail").filter(|part| part.is_string()).cloned());
    stored.unwrap_or_else(|| Value::String(text.to_lowercase()))
}

/// A number, or a text that holds one.
fn number(name: &str, value: &Value, is_number: impl Fn(&str) -> bool) -> Result<Value, AppError> {
    let is_right = match value {
        Value::Number(_) => true,
        Value::String(text) => is_number(text.trim()),
        _ => false,
    };
    if is_right {
        Ok(value.clone())
    } else {
        Err(invalid(name, format!("Invalid number value NaN for field \"{name}\"")))
    }
}

fn boolean(name: &str, value: &Value) -> Result<Value, AppError> {
    match value {
        Value::Bool(_) => Ok(value.clone()),
        Value::String(text) if text == "true" || text == "false" => Ok(json!(text == "true")),
        other => Err(invalid(name, format!("Invalid boolean value {other} for field \"{name}\""))),
    }
}

fn uuid(name: &str, value: &Value) -> Result<Value, AppError> {
    let text = shown(value);
    match Uuid::parse_str(&text) {
        Ok(id) if value.is_string() => Ok(json!(id)),
        _ => Err(invalid(name, format!("Invalid UUID value '{text}' for field \"{name}\""))),
    }
}

fn formatted(
    name: &str,
    value: &Value,
    what: &str,
    format: &str,
    is_valid: impl Fn(&str) -> bool,
) -> Result<Value, AppError> {
    if value.as_str().is_some_and(is_valid) {
        return Ok(value.clone());
    }
    let text = shown(value);
    let message = format!("Invalid value '{text}' for {what} field \"{name}\". Expected format: '{format}'");
    Err(invalid(name, message))
}

fn option(left: Left<'_>, value: &Value) -> Result<Value, AppError> {
    let Value::String(text) = value else { return pattern(left.name, value) };
    // The empty text stands for "none".
    if text.is_empty() || options(left).contains(&text.as_str()) {
        return Ok(value.clone());
    }
    Err(invalid(left.name, format!("Invalid value '{text}' for field \"{}\"", left.name)))
}

/// The values that a select column may hold.
pub(super) fn options(left: Left<'_>) -> Vec<&str> {
    match left.field.field_type {
        FieldType::Rating => RATINGS.to_vec(),
        FieldType::Actor => ACTOR_SOURCES.to_vec(),
        _ => left.field.options.iter().map(|option| option.value.as_str()).collect(),
    }
}

fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

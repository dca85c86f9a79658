//! Values held in several columns.

use serde_json::{Map, Value, json};

use super::scalar::{invalid_object, numeric, text, text_or_none};
use super::{ValueError, emails, inspect, links, phones};
use crate::field_type::ACTOR_SOURCES;
use crate::{Field, FieldType};

/// Checks the shape, then each part.
pub(super) fn composite(field: &Field, value: &Value) -> Result<Value, ValueError> {
    let Value::Object(parts) = value else { return Err(invalid_object(&field.name, value)) };
    let known = field.field_type.sub_fields();
    let is_known = |key: &String| known.iter().any(|part| part.name == key && !part.server_only);
    if !parts.keys().all(is_known) {
        return Err(invalid_object(&field.name, value));
    }
    let name = field.name.as_str();
    let parts = match field.field_type {
        FieldType::Emails => emails::emails(name, parts)?,
        FieldType::Phones => phones::phones(name, parts)?,
        FieldType::Links => links::links(field, parts)?,
        FieldType::Currency => currency(name, parts)?,
        FieldType::Actor => actor(name, parts)?,
        FieldType::RichText => rich_text(name, value, parts)?,
        _ => plain_parts(field, parts)?,
    };
    Ok(Value::Object(parts))
}

/// The name of a part in messages.
pub(super) fn part_name(name: &str, part: &str) -> String {
    format!("{name}.{part}")
}

/// FULL_NAME and ADDRESS: texts and numbers that know nothing of each other.
fn plain_parts(field: &Field, parts: &Map<String, Value>) -> Result<Map<String, Value>, ValueError> {
    let is_number = |key: &str| {
        field.field_type.sub_fields().iter().any(|part| part.name == key && part.kind == FieldType::Numeric)
    };
    parts
        .iter()
        .map(|(key, value)| {
            let name = part_name(&field.name, key);
            let value = if is_number(key) { numeric(&name, value)? } else { text(&name, value)? };
            Ok((key.clone(), value))
        })
        .collect()
}

fn currency(name: &str, parts: &Map<String, Value>) -> Result<Map<String, Value>, ValueError> {
    let mut stored = Map::new();
    if let Some(amount) = parts.get("amountMicros") {
        stored.insert("amountMicros".to_owned(), numeric(&part_name(name, "amountMicros"), amount)?);
    }
    if let Some(code) = parts.get("currencyCode") {
        let code = text_or_none(&part_name(name, "currencyCode"), code)?;
        let code = code.map(|code| code.trim().to_ascii_uppercase()).filter(|code| !code.is_empty());
        stored.insert("currencyCode".to_owned(), json!(code));
    }
    Ok(stored)
}

fn actor(name: &str, parts: &Map<String, Value>) -> Result<Map<String, Value>, ValueError> {
    let mut stored = Map::new();
    if let Some(source) = parts.get("source") {
        let is_known =
            source.is_null() || source.as_str().is_some_and(|source| ACTOR_SOURCES.contains(&source));
        if !is_known {
            let (source, name) = (inspect(source), part_name(name, "source"));
            return Err(ValueError::new(format!("Invalid value {source} for field \"{name}\"")));
        }
        stored.insert("source".to_owned(), source.clone());
    }
    if let Some(context) = parts.get("context") {
        let name = part_name(name, "context");
        let context = if context.is_null() { Value::Null } else { super::scalar::raw_json(&name, context)? };
        if context.is_array() {
            return Err(invalid_object(&name, &context));
        }
        stored.insert("context".to_owned(), context);
    }
    Ok(stored)
}

/// Checks the document and makes the half that was left out.
fn rich_text(
    name: &str,
    value: &Value,
    parts: &Map<String, Value>,
) -> Result<Map<String, Value>, ValueError> {
    for (key, half) in parts {
        text_or_none(&part_name(name, key), half)?;
    }
    match crate::rich_text::complete(value) {
        Ok(Value::Object(stored)) => Ok(stored),
        Ok(_) => Err(invalid_object(name, value)),
        Err(error) => Err(ValueError::new(format!("Invalid rich text value for field \"{name}\": {error}"))),
    }
}

/// The list held by a part that is stored as JSON: a list, the JSON text of one, null or empty text.
pub(super) fn json_list(name: &str, value: &Value) -> Result<Vec<Value>, ValueError> {
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Array(items) => Ok(items.clone()),
        Value::String(text) if text.trim().is_empty() => Ok(Vec::new()),
        Value::String(text) => match serde_json::from_str(text) {
            Ok(Value::Array(items)) => Ok(items),
            Ok(Value::Null) => Ok(Vec::new()),
            _ => Err(invalid_object(name, value)),
        },
        other => Err(invalid_object(name, other)),
    }
}

/// A list as it is stored: null when it holds nothing.
pub(super) fn list_or_null(items: Vec<Value>) -> Value {
    if items.is_empty() { Value::Null } else { Value::Array(items) }
}

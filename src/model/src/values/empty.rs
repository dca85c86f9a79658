//! What the interface calls empty.

use serde_json::{Map, Value};

use crate::FieldType;
use crate::rich_text::Document;

/// Nothing to show: null, blank text, no items, or a composite none of whose telling parts says anything. A currency
/// without an amount and a phone without a number are empty, whatever codes they carry. False and zero are values.
#[must_use]
pub fn is_empty(field_type: FieldType, value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(_) | Value::Number(_) => false,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(parts) => match field_type {
            FieldType::Currency => lacks(parts, &["amountMicros"]),
            FieldType::Phones => lacks(parts, &["primaryPhoneNumber", "additionalPhones"]),
            FieldType::Actor => lacks(parts, &["name", "source"]),
            FieldType::RichText => Document::of_value(value).is_blank(),
            kind if kind.is_composite() => parts.values().all(says_nothing),
            _ => parts.is_empty(),
        },
    }
}

fn lacks(parts: &Map<String, Value>, keys: &[&str]) -> bool {
    keys.iter().all(|key| parts.get(*key).is_none_or(says_nothing))
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty() || text.trim() == "[]",
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

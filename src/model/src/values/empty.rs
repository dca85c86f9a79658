//! What the interface calls empty.

use serde_json::{Map, Value};

use crate::FieldType;

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
            FieldType::RichText => is_blank_document(parts),
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

/// An editor that was opened and left stores one empty paragraph.
fn is_blank_document(parts: &Map<String, Value>) -> bool {
    if !parts.get("markdown").is_none_or(says_nothing) {
        return false;
    }
    let Some(blocks) = parts.get("blocknote").and_then(Value::as_str) else { return true };
    match serde_json::from_str::<Value>(blocks) {
        Ok(blocks) => !shows_something(&blocks),
        Err(_) => blocks.trim().is_empty(),
    }
}

fn shows_something(value: &Value) -> bool {
    const VISIBLE: [&str; 8] = ["image", "video", "audio", "file", "table", "mention", "divider", "embed"];
    match value {
        Value::Array(items) => items.iter().any(shows_something),
        Value::Object(map) => {
            let text = map.get("text").and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty());
            let kind = map.get("type").and_then(Value::as_str).is_some_and(|kind| VISIBLE.contains(&kind));
            text || kind
                || map.get("content").is_some_and(shows_something)
                || map.get("children").is_some_and(shows_something)
        }
        Value::String(text) => !text.trim().is_empty(),
        _ => false,
    }
}

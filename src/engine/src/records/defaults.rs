//! Default values, from the metadata syntax to the values they stand for.

use chrono::{DateTime, SecondsFormat, Utc};
use icosa_model::{Field, Record};
use serde_json::Value;
use uuid::Uuid;

/// The value a new record takes where none was given, or `None` if the field has no default.
#[must_use]
pub fn default_value(field: &Field, now: DateTime<Utc>) -> Option<Value> {
    let value = evaluate(&field.default_value, now);
    let is_blank = match &value {
        Value::Null => true,
        Value::Object(parts) => parts.values().all(Value::is_null),
        _ => false,
    };
    (!is_blank).then_some(value)
}

/// An instant as records carry it: ISO 8601, UTC, milliseconds.
#[must_use]
pub fn timestamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn evaluate(default: &Value, now: DateTime<Utc>) -> Value {
    match default {
        Value::String(text) => match text.as_str() {
            "now" => Value::String(timestamp(now)),
            "uuid" => Value::String(Uuid::new_v4().to_string()),
            quoted => literal(quoted),
        },
        Value::Array(items) => Value::Array(items.iter().map(|item| evaluate(item, now)).collect()),
        Value::Object(parts) => {
            Value::Object(parts.iter().map(|(k, v)| (k.clone(), evaluate(v, now))).collect::<Record>())
        }
        other => other.clone(),
    }
}

/// The text between single quotes; an empty text is no value.
fn literal(quoted: &str) -> Value {
    let text = quoted.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(quoted);
    if text.is_empty() { Value::Null } else { Value::String(text.replace("''", "'")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn quoted_texts_and_computed_words_are_told_apart() {
        let now = DateTime::from_timestamp_millis(1_767_225_600_123).unwrap();
        assert_eq!(evaluate(&json!("'now'"), now), json!("now"));
        assert_eq!(evaluate(&json!("now"), now), json!("2026-01-01T00:00:00.123Z"));
        assert_eq!(evaluate(&json!("'O''Neill'"), now), json!("O'Neill"));
        assert_eq!(evaluate(&json!("''"), now), Value::Null);
        assert_eq!(evaluate(&json!(["'A'", "'B'"]), now), json!(["A", "B"]));
        assert_eq!(
            evaluate(&json!({"source": "'MANUAL'", "x": null}), now),
            json!({"source": "MANUAL", "x": null})
        );
        assert!(evaluate(&json!("uuid"), now).as_str().unwrap().parse::<Uuid>().is_ok());
    }
}

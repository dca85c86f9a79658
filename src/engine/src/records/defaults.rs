//! What a new record holds where nothing is given.

use chrono::{DateTime, SecondsFormat, Utc};
use icosa_model::format::Zone;
use icosa_model::{Field, FieldType, values};
use serde_json::Value;
use uuid::Uuid;

/// The value a new record takes where none was given, or `None` if the field has no default. Days are those of UTC.
#[must_use]
pub fn default_value(field: &Field, now: DateTime<Utc>) -> Option<Value> {
    if field.field_type == FieldType::Uuid && field.default_value == "uuid" {
        return Some(Value::String(Uuid::new_v4().to_string()));
    }
    let value = values::default_value(field, now.timestamp_millis(), &Zone::default());
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

#[cfg(test)]
mod tests {
    use icosa_model::definition::FieldRow;
    use icosa_model::{FieldId, ObjectId};
    use serde_json::json;

    use super::*;

    fn default(kind: FieldType, given: Value) -> Option<Value> {
        let row = FieldRow::new(FieldId::random(), ObjectId::random(), "field", kind);
        let field =
            Field { row: FieldRow { default_value: given, ..row }, columns: Vec::new(), relation: None };
        default_value(&field, DateTime::from_timestamp_millis(1_767_225_600_123)?)
    }

    #[test]
    fn words_are_computed_and_nothing_is_no_value() {
        use FieldType as T;
        let id = default(T::Uuid, json!("uuid")).unwrap();
        assert_ne!(default(T::Uuid, json!("uuid")), Some(id));
        assert_eq!(default(T::DateTime, json!("now")), Some(json!("2026-01-01T00:00:00.123Z")));
        assert_eq!(default(T::Date, json!("now")), Some(json!("2026-01-01")));
        assert_eq!(default(T::RawJson, json!("'{\"a\":1}'")), Some(json!({"a": 1})));
        assert_eq!(default(T::Text, json!("''")), None);
        assert_eq!(default(T::Currency, json!({"amountMicros": null, "currencyCode": "''"})), None);
    }
}

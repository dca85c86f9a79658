//! Default values, from the metadata syntax to what a record, a form or an editor begins with.

use chrono::DateTime;
use serde_json::{Value, json};

use super::moment;
use crate::FieldType;
use crate::definition::FieldRow;
use crate::format::{Zone, zone};

/// The value a new record of this field begins with, as records carry it: null where there is no default, and where
/// it is made anew for every record (ids). `now` is milliseconds since 1970 UTC; a DATE takes the day in `zone`.
#[must_use]
pub fn default_value(field: &FieldRow, now: i64, zone: &Zone) -> Value {
    match (&field.default_value, field.field_type) {
        (Value::String(word), FieldType::Date) if word == "now" => {
            json!(zone::day_at(now.div_euclid(1000), zone).to_string())
        }
        (Value::String(word), FieldType::DateTime) if word == "now" => {
            json!(moment::instant_text(DateTime::from_timestamp_millis(now).unwrap_or_default()))
        }
        (Value::String(word), FieldType::Uuid) if word == "uuid" => Value::Null,
        (Value::String(text), FieldType::RawJson) => serde_json::from_str(literal(text)).unwrap_or_default(),
        (default, _) => plain(default),
    }
}

/// A text part of a composite's default: the currency of an amount, the country of a phone number.
#[must_use]
pub fn text_part(field: &FieldRow, part: &str) -> Option<String> {
    match plain(field.default_value.get(part)?) {
        Value::String(text) => Some(text),
        _ => None,
    }
}

fn plain(default: &Value) -> Value {
    match default {
        Value::String(text) => match literal(text).replace("''", "'") {
            empty if empty.is_empty() => Value::Null,
            text => Value::String(text),
        },
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(parts) => parts.iter().map(|(key, part)| (key.clone(), plain(part))).collect(),
        other => other.clone(),
    }
}

/// The text between single quotes.
fn literal(quoted: &str) -> &str {
    quoted.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(quoted)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::field;
    use super::*;
    use FieldType as T;

    /// 20 November 2026, 23:30 UTC.
    const NOW: i64 = 1_795_217_400_000;

    fn default(kind: T, given: Value) -> Value {
        let mut field = field(kind);
        field.row.default_value = given;
        let zone = Zone { name: "Test".to_owned(), offsets: vec![(i64::MIN, 3600)] };
        default_value(&field, NOW, &zone)
    }

    #[test]
    fn quotes_go_and_words_are_computed() {
        for (kind, given, value) in [
            (T::Text, json!("'O''Neill'"), json!("O'Neill")),
            (T::Text, json!("'now'"), json!("now")),
            (T::Text, json!("''"), Value::Null),
            (T::Select, json!("'NEW'"), json!("NEW")),
            (T::MultiSelect, json!(["'A'", "'B'"]), json!(["A", "B"])),
            (T::Boolean, json!(true), json!(true)),
            (T::Number, json!(3), json!(3)),
            (T::Date, json!("now"), json!("2026-11-21")),
            (T::DateTime, json!("now"), json!("2026-11-20T23:30:00.000Z")),
            (T::Date, json!("'2026-01-31'"), json!("2026-01-31")),
            (T::Uuid, json!("uuid"), Value::Null),
            (T::RawJson, json!("'{\"a\":1}'"), json!({ "a": 1 })),
            (T::RawJson, json!({ "a": 1 }), json!({ "a": 1 })),
            (
                T::Currency,
                json!({ "amountMicros": null, "currencyCode": "'EUR'" }),
                json!({ "amountMicros": null, "currencyCode": "EUR" }),
            ),
            (T::Text, Value::Null, Value::Null),
        ] {
            assert_eq!(default(kind, given.clone()), value, "{kind} {given}");
        }
    }

    #[test]
    fn parts_are_told_one_by_one() {
        let mut field = field(T::Currency);
        assert_eq!(text_part(&field, "currencyCode"), None);
        field.row.default_value = json!({ "amountMicros": 5, "currencyCode": "'EUR'" });
        assert_eq!(text_part(&field, "currencyCode").as_deref(), Some("EUR"));
        assert_eq!(text_part(&field, "amountMicros"), None);
    }
}

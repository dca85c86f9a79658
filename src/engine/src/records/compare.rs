//! Whether two values of a field mean the same, and what an update really changes.

use chrono::DateTime;
use icosa_model::{Field, FieldType, Object, Record};
use serde_json::{Value, json};

/// What differs between the stored record and the new values: `{field: {before, after}}`, join columns by their own
/// name. Values that mean the same (another spelling of a number or an instant, empty text and null) are no change.
#[must_use]
pub fn changes(object: &Object, before: &Record, values: &Record) -> Record {
    let mut diff = Record::new();
    for (key, after) in values {
        let stored = before.get(key).unwrap_or(&Value::Null);
        let same = match object.field(key) {
            Some(field) => same_value(field, stored, after),
            None => same_part(FieldType::Uuid, stored, after),
        };
        if !same {
            diff.insert(key.clone(), json!({"before": stored, "after": after}));
        }
    }
    diff
}

/// Whether two values of the field mean the same.
#[must_use]
pub fn same_value(field: &Field, left: &Value, right: &Value) -> bool {
    let parts = field.field_type.sub_fields();
    if parts.is_empty() {
        return same_part(field.field_type, left, right);
    }
    parts.iter().all(|part| {
        let of = |value: &Value| value.get(part.name).cloned().unwrap_or(Value::Null);
        same_part(part.kind, &of(left), &of(right))
    })
}

fn same_part(kind: FieldType, left: &Value, right: &Value) -> bool {
    if is_empty(left) || is_empty(right) {
        return is_empty(left) && is_empty(right);
    }
    match kind {
        FieldType::DateTime => match (instant(left), instant(right)) {
            (Some(left), Some(right)) => left == right,
            _ => left == right,
        },
        FieldType::Number | FieldType::Numeric | FieldType::Position => match (decimal(left), decimal(right))
        {
            (Some(left), Some(right)) => left == right,
            _ => left == right,
        },
        FieldType::Uuid => match (left.as_str(), right.as_str()) {
            (Some(left), Some(right)) => left.eq_ignore_ascii_case(right),
            _ => left == right,
        },
        _ => left == right,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

/// Milliseconds since 1970, the precision on the wire.
fn instant(value: &Value) -> Option<i64> {
    DateTime::parse_from_rfc3339(value.as_str()?).ok().map(|at| at.timestamp_millis())
}

/// Plain decimal text without needless zeros, so that `1`, `1.0` and `"1.00"` are one.
fn decimal(value: &Value) -> Option<String> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    if text.contains(['e', 'E']) {
        return text.parse::<f64>().ok().map(|number| trimmed(&format!("{number}")));
    }
    let is_plain = text.trim_start_matches(['-', '+']).chars().all(|c| c.is_ascii_digit() || c == '.');
    is_plain.then(|| trimmed(text.trim_start_matches('+')))
}

fn trimmed(text: &str) -> String {
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let digits = digits.trim_start_matches('0');
    match digits {
        "" => "0".to_owned(),
        digits if digits.starts_with('.') => format!("{sign}0{digits}"),
        digits => format!("{sign}{digits}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_value_are_equal() {
        for (kind, left, right) in [
            (FieldType::DateTime, json!("2026-01-31T16:25:00Z"), json!("2026-01-31T17:25:00.000+01:00")),
            (FieldType::Numeric, json!("60000000000"), json!(60_000_000_000_i64)),
            (FieldType::Numeric, json!("1.50"), json!(1.5)),
            (FieldType::Number, json!(2.0), json!(2)),
            (FieldType::Number, json!(-0.5), json!("-.50")),
            (FieldType::Text, json!(""), Value::Null),
            (FieldType::Array, json!([]), Value::Null),
        ] {
            assert!(same_part(kind, &left, &right), "{left} {right}");
        }
    }

    #[test]
    fn different_values_are_not() {
        for (kind, left, right) in [
            (FieldType::DateTime, json!("2026-01-31T16:25:00Z"), json!("2026-01-31T16:25:01Z")),
            (FieldType::Numeric, json!("9007199254740993"), json!("9007199254740992")),
            (FieldType::Number, json!(0), Value::Null),
            (FieldType::Boolean, json!(false), Value::Null),
            (FieldType::Text, json!("a"), json!("A")),
        ] {
            assert!(!same_part(kind, &left, &right), "{left} {right}");
        }
    }
}

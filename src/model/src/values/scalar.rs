//! Values held in one column.

use serde_json::{Number, Value, json};
use uuid::Uuid;

use super::{Decimal, ValueError, inspect, moment};
use crate::field_type::RATINGS;
use crate::{Field, FieldType};

/// The largest whole number a double holds exactly.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// Text; empty becomes null.
pub(super) fn text(name: &str, value: &Value) -> Result<Value, ValueError> {
    Ok(text_or_none(name, value)?.map_or(Value::Null, Value::String))
}

/// The text without NUL characters; none when null or empty.
pub(super) fn text_or_none(name: &str, value: &Value) -> Result<Option<String>, ValueError> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(without_nul(text)).filter(|text| !text.is_empty())),
        other => {
            Err(ValueError::new(format!("Invalid string value {} for text field \"{name}\"", inspect(other))))
        }
    }
}

fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

fn invalid_number(name: &str, value: &str) -> ValueError {
    ValueError::new(format!("Invalid number value {value} for field \"{name}\""))
}

/// A JSON number; whole ones lose their fraction point, so that `3.0` is stored as `3`.
pub(super) fn number(field: &Field, value: &Value) -> Result<Value, ValueError> {
    let refused = || invalid_number(&field.name, &inspect(value));
    let number = match value {
        Value::Number(number) => number.as_f64().filter(|number| number.is_finite()).ok_or_else(refused)?,
        _ => return Err(refused()),
    };
    let bound = match field.settings.data_type.as_deref() {
        Some("int") => Some(f64::from(i32::MAX)),
        Some("bigint") => Some(MAX_SAFE_INTEGER),
        _ => None,
    };
    if bound.is_some_and(|bound| number.fract() != 0.0 || number.abs() > bound) {
        return Err(refused());
    }
    Ok(Value::Number(compact(number).ok_or_else(refused)?))
}

/// As a whole JSON number where it is one.
fn compact(number: f64) -> Option<Number> {
    if number.fract() == 0.0 && number.abs() <= MAX_SAFE_INTEGER {
        #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within range")]
        let whole = number as i64;
        return Some(Number::from(whole));
    }
    Number::from_f64(number)
}

/// A number or a text that holds one; stored as canonical decimal text. Empty text becomes null.
pub(super) fn numeric(name: &str, value: &Value) -> Result<Value, ValueError> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::String(text) if text.trim().is_empty() => Ok(Value::Null),
        Value::String(_) | Value::Number(_) => {
            let decimal = Decimal::of(value).ok_or_else(|| invalid_number(name, "NaN"))?;
            Ok(Value::String(decimal.to_string()))
        }
        other => Err(invalid_number(name, &inspect(other))),
    }
}

/// True or false.
pub(super) fn boolean(name: &str, value: &Value) -> Result<Value, ValueError> {
    match value {
        Value::Bool(_) => Ok(value.clone()),
        other => {
            Err(ValueError::new(format!("Invalid boolean value {} for field \"{name}\"", inspect(other))))
        }
    }
}

/// A hyphenated UUID, stored in lower case.
pub(super) fn uuid(name: &str, value: &Value) -> Result<Value, ValueError> {
    let id = value.as_str().filter(|text| text.len() == 36).and_then(|text| Uuid::try_parse(text).ok());
    id.map(|id| Value::String(id.to_string()))
        .ok_or_else(|| ValueError::new(format!("Invalid UUID value {} for field \"{name}\"", inspect(value))))
}

/// A day that exists.
pub(super) fn date(name: &str, value: &Value) -> Result<Value, ValueError> {
    let day = value.as_str().and_then(moment::parse_date);
    day.map(|day| Value::String(day.to_string())).ok_or_else(|| {
        let value = inspect(value);
        ValueError::new(format!(
            "Invalid value {value} for date field \"{name}\". Expected format: 'YYYY-MM-DD'"
        ))
    })
}

/// An instant, stored in UTC.
pub(super) fn date_time(name: &str, value: &Value) -> Result<Value, ValueError> {
    let instant = value.as_str().and_then(moment::parse_instant);
    instant.map(|instant| Value::String(moment::instant_text(instant))).ok_or_else(|| {
        let value = inspect(value);
        ValueError::new(format!(
            "Invalid value {value} for date-time field \"{name}\". Expected format: 'YYYY-MM-DDTHH:mm:ssZ'"
        ))
    })
}

/// Whether a choice of that value exists.
pub(super) fn has_option(field: &Field, value: &str) -> bool {
    if field.field_type == FieldType::Rating && field.options.is_empty() {
        return RATINGS.contains(&value);
    }
    field.options.iter().any(|option| option.value == value)
}

/// One of the field's choices.
pub(super) fn select(field: &Field, value: &Value) -> Result<Value, ValueError> {
    let name = &field.name;
    match value {
        Value::String(choice) if has_option(field, choice) => Ok(value.clone()),
        Value::String(choice) => {
            let choice = inspect(&json!(choice));
            Err(ValueError::new(format!("Invalid value {choice} for field \"{name}\"")))
        }
        other => {
            Err(ValueError::new(format!("Invalid string value {} for text field \"{name}\"", inspect(other))))
        }
    }
}

/// Several of the field's choices, each once; none becomes null.
pub(super) fn multi_select(field: &Field, value: &Value) -> Result<Value, ValueError> {
    let mut chosen: Vec<String> = Vec::new();
    for item in texts(&field.name, value)? {
        if !has_option(field, &item) {
            let (item, name) = (inspect(&json!(item)), &field.name);
            return Err(ValueError::new(format!("Invalid value {item} for multi select field \"{name}\"")));
        }
        if !chosen.contains(&item) {
            chosen.push(item);
        }
    }
    Ok(if chosen.is_empty() { Value::Null } else { json!(chosen) })
}

/// Texts in order; none becomes null.
pub(super) fn array(name: &str, value: &Value) -> Result<Value, ValueError> {
    let items = texts(name, value)?;
    Ok(if items.is_empty() { Value::Null } else { json!(items) })
}

/// The items of a list of texts; a lone text is one item, a lone empty text none.
fn texts(name: &str, value: &Value) -> Result<Vec<String>, ValueError> {
    let refused = |item: &Value| {
        let item = inspect(item);
        ValueError::new(format!("Invalid value {item} for field \"{name} - Array values need to be string\""))
    };
    match value {
        Value::String(text) if text.is_empty() => Ok(Vec::new()),
        Value::String(text) => Ok(vec![without_nul(text)]),
        Value::Array(items) => {
            items.iter().map(|item| item.as_str().map(without_nul).ok_or_else(|| refused(item))).collect()
        }
        other => Err(refused(other)),
    }
}

/// An object or a list, or the JSON text of one; an empty object becomes null.
pub(super) fn raw_json(name: &str, value: &Value) -> Result<Value, ValueError> {
    let refused = || invalid_object(name, value);
    let parsed = match value {
        Value::String(text) => serde_json::from_str(text).map_err(|_| refused())?,
        other => other.clone(),
    };
    match parsed {
        Value::Null => Ok(Value::Null),
        Value::Object(map) if map.is_empty() => Ok(Value::Null),
        Value::Object(_) | Value::Array(_) => Ok(json_without_nul(parsed)),
        _ => Err(refused()),
    }
}

fn json_without_nul(value: Value) -> Value {
    match value {
        Value::String(text) if text.contains('\0') => Value::String(without_nul(&text)),
        Value::Array(items) => items.into_iter().map(json_without_nul).collect(),
        Value::Object(map) => {
            map.into_iter().map(|(key, value)| (without_nul(&key), json_without_nul(value))).collect()
        }
        other => other,
    }
}

/// The refusal of anything that should have been an object of a known shape.
pub(super) fn invalid_object(name: &str, value: &Value) -> ValueError {
    ValueError::new(format!("Invalid object value {} for field \"{name}\"", inspect(value)))
}

/// A number, `"first"` or `"last"`.
pub(super) fn position(name: &str, value: &Value) -> Result<Value, ValueError> {
    match value {
        Value::Number(number) if number.as_f64().is_some_and(f64::is_finite) => Ok(value.clone()),
        Value::String(word) if word == "first" || word == "last" => Ok(value.clone()),
        other => {
            Err(ValueError::new(format!("Invalid position value {} for field \"{name}\"", inspect(other))))
        }
    }
}

/// The id of the record pointed at, or `{"disconnect": true}`.
pub(super) fn relation(field: &Field, value: &Value) -> Result<Value, ValueError> {
    let name = &field.name;
    let Some(column) = field.join_column() else {
        return Err(ValueError::new(format!(
            "One-to-many relation {name} field does not support write operations."
        )));
    };
    match value {
        Value::Object(map) if map.len() == 1 && map.get("disconnect") == Some(&Value::Bool(true)) => {
            Ok(Value::Null)
        }
        Value::Object(_) | Value::Array(_) => {
            Err(ValueError::new(format!("Relation \"{name}\" requires connect or disconnect operation")))
        }
        other => uuid(column, other),
    }
}

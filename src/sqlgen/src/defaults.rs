//! Column defaults out of the metadata.

use icosa_model::definition::FieldRow;
use icosa_model::{Column, FieldType};
use serde_json::Value;

/// A column's default out of the metadata syntax.
pub(crate) enum ColumnDefault {
    NewId,
    Now,
    /// A wire value.
    Value(Value),
}

/// Reads `uuid`, `now`, `'text'` in quotes, numbers, arrays of quoted texts, and objects of these for composites.
pub(crate) fn default_value(row: &FieldRow, column: &Column) -> Option<ColumnDefault> {
    let value = match column.sub_field {
        Some(part) => row.default_value.get(part)?,
        None => &row.default_value,
    };
    match (value, column.kind) {
        (Value::Null, _) => None,
        (Value::String(text), FieldType::Uuid) if text == "uuid" => Some(ColumnDefault::NewId),
        (Value::String(text), FieldType::Date | FieldType::DateTime) if text == "now" => {
            Some(ColumnDefault::Now)
        }
        (Value::String(text), FieldType::RawJson | FieldType::Files) => {
            let text = unquoted(text);
            Some(ColumnDefault::Value(serde_json::from_str(&text).unwrap_or(Value::String(text))))
        }
        (Value::String(text), _) => Some(ColumnDefault::Value(Value::String(unquoted(text)))),
        (Value::Array(items), FieldType::Array | FieldType::MultiSelect) => {
            let text =
                |item: &Value| item.as_str().map_or_else(|| item.clone(), |text| unquoted(text).into());
            Some(ColumnDefault::Value(Value::Array(items.iter().map(text).collect())))
        }
        _ => Some(ColumnDefault::Value(value.clone())),
    }
}

/// The text inside single quotes, where two of them stand for one.
fn unquoted(text: &str) -> String {
    let inside = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    inside.unwrap_or(text).replace("''", "'")
}

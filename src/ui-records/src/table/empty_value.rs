//! What a cell holds after it was emptied by a key.

use icosa_model::{Field, FieldType, Record};
use serde_json::{Value, json};

/// The values to write and to show so that a field of a record is empty; `None` if it cannot be.
#[must_use]
pub fn emptied(field: &Field) -> Option<(Record, Record)> {
    use FieldType as T;
    if field.field_type.is_relation() {
        let column = field.join_column()?;
        let values = Record::from_iter([(column.to_owned(), Value::Null)]);
        let mut shown = values.clone();
        shown.insert(field.name.clone(), Value::Null);
        return Some((values, shown));
    }
    let value = match field.field_type {
        T::Text => json!(""),
        T::Actor | T::Boolean | T::Position | T::TsVector | T::Uuid | T::RichText => return None,
        T::Array | T::MultiSelect | T::Files if !field.is_nullable => json!([]),
        composite if composite.is_composite() => Value::Object(
            composite
                .sub_fields()
                .iter()
                .filter(|part| !part.server_only)
                .map(|part| {
                    let value = if part.kind == T::Text { json!("") } else { Value::Null };
                    (part.name.to_owned(), value)
                })
                .collect(),
        ),
        _ if field.is_nullable => Value::Null,
        _ => return None,
    };
    let values = Record::from_iter([(field.name.clone(), value)]);
    Some((values.clone(), values))
}

/// The values to write so that a boolean turns over.
#[must_use]
pub fn toggled(field: &str, record: &Record) -> Record {
    let is_set = record.get(field).and_then(Value::as_bool).unwrap_or(false);
    Record::from_iter([(field.to_owned(), Value::Bool(!is_set))])
}

//! Default values in the metadata syntax (data model, section 1.3).

use std::collections::HashSet;

use icosa_model::definition::FieldRow;
use icosa_model::field_type::ACTOR_SOURCES;
use icosa_model::format::Zone;
use icosa_model::{Field, FieldType, values};
use serde_json::Value;

use super::code::INVALID;
use crate::data_model::draft::Draft;
use crate::data_model::report::{Kind, Problem};

/// Checks the default of a row, and that a field that must have a value has one.
pub fn check(draft: &mut Draft<'_>, row: &FieldRow, kind: Kind) {
    let mut found = Vec::new();
    if !row.is_nullable && row.default_value.is_null() && !row.field_type.is_relation() {
        let message = format!("{} must have a value, so it needs a default.", row.label);
        found.push(Problem::new(INVALID, message));
    }
    if let Err(message) = fits(row).and_then(|()| holds(row)) {
        found.push(Problem::new(INVALID, message).with_value(row.default_value.clone()));
    }
    let subject = draft.field_subject(row, kind);
    for problem in found {
        draft.problem(&subject, problem);
    }
}

fn fits(row: &FieldRow) -> Result<(), String> {
    let value = &row.default_value;
    if value.is_null() {
        return Ok(());
    }
    use FieldType as T;
    match row.field_type {
        T::Relation | T::MorphRelation | T::Files | T::TsVector => {
            Err(format!("Fields of type {} have no default.", row.field_type))
        }
        T::Select | T::Rating => option(row, value),
        T::MultiSelect => options(row, value),
        kind if kind.is_composite() => composite(kind, value),
        kind => plain(kind, value),
    }
}

fn plain(kind: FieldType, value: &Value) -> Result<(), String> {
    use FieldType as T;
    let fits = match (kind, value) {
        (T::Uuid, Value::String(text)) => text == "uuid" || literal(text).is_some(),
        (T::Date | T::DateTime, Value::String(text)) => text == "now" || literal(text).is_some(),
        (T::Text | T::Numeric, Value::String(text)) => {
            return literal(text).map(|_| ()).ok_or_else(|| unquoted(text));
        }
        (T::Boolean, Value::Bool(_)) | (T::Number | T::Position | T::Numeric, Value::Number(_)) => true,
        (T::RawJson, Value::Object(_) | Value::Array(_)) => true,
        (T::RawJson, Value::String(text)) => {
            literal(text).is_some_and(|text| serde_json::from_str::<Value>(text).is_ok())
        }
        (T::Array, Value::Array(items)) => {
            items.iter().all(|item| item.as_str().is_some_and(|text| literal(text).is_some()))
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err(format!("This is no default for a field of type {kind}.")) }
}

fn composite(kind: FieldType, value: &Value) -> Result<(), String> {
    let Value::Object(parts) = value else {
        return Err(format!("The default of a field of type {kind} is an object of its parts."));
    };
    for (name, value) in parts {
        let Some(part) = kind.sub_fields().iter().find(|part| part.name == name) else {
            return Err(format!("{kind} has no part called {name:?}."));
        };
        let fits = match value {
            Value::Null => true,
            Value::String(text) if matches!(part.kind, FieldType::RawJson) => {
                literal(text).is_some_and(|text| serde_json::from_str::<Value>(text).is_ok())
            }
            Value::String(_) if part.kind == FieldType::Numeric => true,
            Value::String(text) if part.kind == FieldType::Uuid => literal(text).is_some_and(is_uuid),
            Value::String(text) if part.kind == FieldType::Select => {
                literal(text).is_some_and(|source| ACTOR_SOURCES.contains(&source))
            }
            Value::String(text) => literal(text).is_some(),
            Value::Number(_) => part.kind == FieldType::Numeric,
            Value::Array(_) | Value::Object(_) => part.kind == FieldType::RawJson,
            Value::Bool(_) => false,
        };
        if !fits {
            return Err(format!(
                "This is no default for the part {name}: literal texts stand in single quotes."
            ));
        }
    }
    Ok(())
}

fn option(row: &FieldRow, value: &Value) -> Result<(), String> {
    let Value::String(text) = value else {
        return Err("The default is one of the options, as text.".to_owned());
    };
    let value = literal(text).ok_or_else(|| unquoted(text))?;
    if row.options.iter().any(|option| option.value == value) {
        return Ok(());
    }
    Err(format!("The default {value:?} is none of the options."))
}

fn options(row: &FieldRow, value: &Value) -> Result<(), String> {
    let Value::Array(items) = value else { return Err("The default is a list of options.".to_owned()) };
    if items.is_empty() {
        return Err("The default is a list with at least one option, or none at all.".to_owned());
    }
    let mut seen = HashSet::new();
    for item in items {
        option(row, item)?;
        if !seen.insert(item.as_str().unwrap_or_default()) {
            return Err(format!("{item} stands in the default twice."));
        }
    }
    Ok(())
}

/// The text inside single quotes.
pub fn literal(text: &str) -> Option<&str> {
    text.strip_prefix('\'')?.strip_suffix('\'')
}

fn unquoted(text: &str) -> String {
    format!("A literal text stands in single quotes: '{text}'.")
}

fn is_uuid(text: &str) -> bool {
    uuid::Uuid::parse_str(text).is_ok()
}

/// Whether a record could hold it: the same rules as for values that are written.
fn holds(row: &FieldRow) -> Result<(), String> {
    if has_nul(&row.default_value) {
        return Err("The default holds a character that cannot be stored.".to_owned());
    }
    // Who made a record is not written by clients; its parts have been looked at.
    if row.field_type == FieldType::Actor {
        return Ok(());
    }
    let field = Field { row: row.clone(), columns: Vec::new(), relation: None };
    let value = values::default_value(row, 0, &Zone::default());
    values::normalise(&field, &value).map(drop).map_err(|error| error.message)
}

/// Whether a text in it has a character that Postgres cannot store.
pub fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(members) => members.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

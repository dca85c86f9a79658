//! The values that mutations write: what is said about relations and choices; the engine judges the rest.

use icosa_contract::AppError;
use icosa_model::field_type::RATINGS;
use icosa_model::{Field, FieldType, Object, Record};
use serde_json::Value as Json;

use crate::records::error::invalid;
use crate::records::names::enum_type;

/// The records of a list.
pub(super) fn records(object: &Object, items: Vec<Json>) -> Result<Vec<Record>, AppError> {
    items.into_iter().map(|item| record(object, item)).collect()
}

/// One record.
pub(super) fn record(object: &Object, value: Json) -> Result<Record, AppError> {
    let Json::Object(values) = value else {
        return Err(invalid("INVALID_ARGS_DATA", "Data must be an object"));
    };
    for (key, value) in &values {
        if let Some(field) = object.field(key) {
            relation(field, value)?;
            choices(object, field, value)?;
        }
    }
    Ok(values)
}

fn relation(field: &Field, value: &Json) -> Result<(), AppError> {
    if field.join_column().is_none() || value.is_null() {
        return Ok(());
    }
    let says = |entries: &Record| {
        entries.len() == 1
            && (entries.contains_key("connect") || entries.get("disconnect") == Some(&Json::Bool(true)))
    };
    if value.as_object().is_some_and(says) {
        return Ok(());
    }
    let message = format!("Relation \"{}\" requires connect or disconnect operation", field.name);
    Err(invalid("INVALID_ARGS_DATA", message).with_field(&field.name))
}

/// Texts that are none of the field's options; other values are judged by the engine.
fn choices(object: &Object, field: &Field, value: &Json) -> Result<(), AppError> {
    let known = |text: &str| match field.field_type {
        FieldType::Rating => RATINGS.contains(&text),
        FieldType::Select | FieldType::MultiSelect => field.options.iter().any(|option| option.value == text),
        _ => true,
    };
    let items = match value {
        Json::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut texts = items.iter().filter_map(Json::as_str).filter(|text| !text.is_empty());
    match texts.find(|text| !known(text)) {
        Some(text) => {
            let shown: String = text.chars().take(64).collect();
            let name = enum_type(object, field);
            let message = format!("Value \"{shown}\" does not exist in \"{name}\" enum.");
            Err(invalid("INVALID_ARGS_DATA", message).with_field(&field.name))
        }
        None => Ok(()),
    }
}

//! Lists of stored files.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{ValueError, inspect};
use crate::Field;

/// Items of exactly `fileId` and `label`, at most as many as the field allows; none becomes null.
pub(super) fn files(field: &Field, value: &Value) -> Result<Value, ValueError> {
    let refused = |detail: &str| {
        let (value, name) = (inspect(value), &field.name);
        ValueError::new(format!("Invalid value \"{value}\" for FILES field \"{name}\" - {detail}"))
    };
    let Value::Array(items) = value else { return Err(refused("Expected array")) };
    if let Some(most) = field.settings.max_number_of_values.filter(|most| items.len() > *most as usize) {
        return Err(refused(&format!("Array must contain at most {most} element(s)")));
    }
    let stored = items
        .iter()
        .enumerate()
        .map(|(at, item)| file(item).map_err(|detail| refused(&format!("{at}: {detail}"))));
    let stored = stored.collect::<Result<Vec<Value>, ValueError>>()?;
    Ok(if stored.is_empty() { Value::Null } else { Value::Array(stored) })
}

fn file(item: &Value) -> Result<Value, String> {
    let Value::Object(map) = item else { return Err("Expected object".to_owned()) };
    if let Some(key) = map.keys().find(|key| *key != "fileId" && *key != "label") {
        return Err(format!("Unrecognized key(s) in object: '{key}'"));
    }
    let id = match map.get("fileId") {
        None => return Err("fileId is required".to_owned()),
        Some(id) => {
            id.as_str().and_then(|id| Uuid::try_parse(id).ok()).ok_or("fileId is not a valid uuid")?
        }
    };
    let label = match map.get("label") {
        None => return Err("label is required".to_owned()),
        Some(label) => label.as_str().ok_or("label is not a string")?,
    };
    Ok(json!({ "fileId": id.to_string(), "label": label.replace('\0', "") }))
}

//! Texts of a filter as values of the type of their field.

use icosa_model::{FieldType, Object};
use serde_json::{Value, json};

use super::scan::Given;

/// The value; of an unknown field a text, so that the rules of filters refuse the field.
pub(super) fn value(object: &Object, path: &[String], operator: &str, given: &Given) -> Value {
    let kind = kind(object, path);
    match (operator, given) {
        ("is" | "like" | "ilike" | "startsWith" | "endsWith" | "containsIlike" | "search", _) => {
            json!(given.text())
        }
        ("isEmptyArray", _) => json!(given.text() == "true"),
        (_, Given::Text(text)) => one(kind, text),
        (_, Given::List(items)) => items.iter().map(|item| one(kind, item)).collect(),
    }
}

fn one(kind: Option<FieldType>, text: &str) -> Value {
    match kind {
        Some(FieldType::Number | FieldType::Position) => {
            text.parse::<f64>().map_or_else(|_| json!(text), |number| json!(number))
        }
        Some(FieldType::Boolean) => json!(text == "true"),
        // Digits of a NUMERIC are kept as they are.
        _ => json!(text),
    }
}

fn kind(object: &Object, path: &[String]) -> Option<FieldType> {
    let (name, part) = match path {
        [name] => (name, None),
        [name, part] => (name, Some(part.as_str())),
        _ => return None,
    };
    Some(object.field(name)?.column(part)?.kind)
}

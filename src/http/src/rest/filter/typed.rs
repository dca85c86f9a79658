//! Texts of a filter as values of the type of their field.

use icosa_engine::record_api::{QUANTIFIERS, figure};
use icosa_model::{FieldType, Model, Object};
use serde_json::{Value, json};

use super::scan::Given;

/// The value; of an unknown field a text, so that the rules of filters refuse the field.
pub(super) fn value(model: &Model, object: &Object, path: &[String], operator: &str, given: &Given) -> Value {
    let kind = kind(model, object, path);
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
            let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
            number.map_or_else(|| json!(text), |number| json!(number))
        }
        Some(FieldType::Boolean) => json!(text == "true"),
        // Digits of a NUMERIC are kept as they are.
        _ => json!(text),
    }
}

/// The type of what a path names, through relations: `company.name`, `people.some.jobTitle`, `people.totalCount`.
fn kind<'m>(model: &'m Model, mut object: &'m Object, mut path: &[String]) -> Option<FieldType> {
    loop {
        let (name, rest) = path.split_first()?;
        let Some(field) = object.field(name) else {
            return object.field_by_join_column(name).filter(|_| rest.is_empty()).map(|_| FieldType::Uuid);
        };
        match &field.relation {
            Some(relation) if field.is_to_many() => {
                let target = model.object_by_id(relation.target)?;
                let (word, rest) = rest.split_first()?;
                if !QUANTIFIERS.iter().any(|(known, _)| known == word) {
                    return figure(target, word)
                        .filter(|_| rest.is_empty())
                        .map(|figure| figure.kind(target));
                }
                (object, path) = (target, rest);
            }
            Some(relation) => (object, path) = (model.object_by_id(relation.target)?, rest),
            None if rest.len() > 1 => return None,
            None => return Some(field.column(rest.first().map(String::as_str))?.kind),
        }
    }
}

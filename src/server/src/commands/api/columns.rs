//! Which columns a table of records has, and what stands in a cell.

use icosa_sdk::metadata::{Field, Object};
use icosa_sdk::{FieldType, Record};
use serde_json::{Map, Value};

/// Columns of a table for which none were named.
const DEFAULT: usize = 6;

/// Paths of fields, the id first.
pub fn of_paths(fields: &[String]) -> Vec<String> {
    let mut columns = vec!["id".to_owned()];
    columns.extend(fields.iter().filter(|field| *field != "id").cloned());
    columns
}

/// What a reader wants to see first: what the record is called, then what the object is about.
pub fn usual(object: &Object) -> Vec<String> {
    let label = object.label();
    let others =
        object.fields.iter().filter(|field| !field.is_system && Some(field.id) != object.label_field);
    let shown = label.into_iter().chain(others).filter(|field| is_brief(field));
    of_paths(&shown.filter_map(first_path).take(DEFAULT - 1).collect::<Vec<_>>())
}

/// Everything that a record holds itself.
pub fn all(object: &Object) -> Vec<String> {
    of_paths(&object.fields.iter().flat_map(Field::paths).collect::<Vec<_>>())
}

/// Values that can be told in a cell.
fn is_brief(field: &Field) -> bool {
    use FieldType as T;
    !matches!(
        field.kind,
        None | Some(
            T::RichText
                | T::RawJson
                | T::Files
                | T::Actor
                | T::TsVector
                | T::Position
                | T::Relation
                | T::MorphRelation
        )
    )
}

/// Of a composite what it is known by: names are shown whole.
fn first_path(field: &Field) -> Option<String> {
    match field.kind? {
        FieldType::FullName => Some(field.name.clone()),
        FieldType::Links => Some(format!("{}.primaryLinkUrl", field.name)),
        FieldType::Address => Some(format!("{}.addressCity", field.name)),
        _ => field.paths().into_iter().next(),
    }
}

/// The value at a path; null where there is none.
pub fn value<'r>(record: &'r Record, path: &str) -> &'r Value {
    let mut names = path.split('.');
    let first = names.next().and_then(|name| record.get(name));
    first.and_then(|first| names.try_fold(first, |value, name| value.get(name))).unwrap_or(&Value::Null)
}

/// Only what stands at these paths.
pub fn picked(record: &Record, paths: &[String]) -> Record {
    let mut picked = Map::new();
    for path in paths {
        let names: Vec<&str> = path.split('.').collect();
        put(&mut picked, &names, value(record, path).clone());
    }
    picked
}

fn put(place: &mut Record, names: &[&str], value: Value) {
    let [first, rest @ ..] = names else { return };
    if rest.is_empty() {
        place.insert((*first).to_owned(), value);
        return;
    }
    let inner = place.entry((*first).to_owned()).or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(inner) = inner {
        put(inner, rest, value);
    }
}

/// A value as text: the parts of a name side by side, lists and other objects as JSON.
pub fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Object(parts) if parts.len() == 2 && parts.contains_key("firstName") => {
            let parts = ["firstName", "lastName"].map(|part| parts.get(part).map(text).unwrap_or_default());
            parts.join(" ").trim().to_owned()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn record(value: Value) -> Record {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn cells_are_found_by_path() {
        let record = record(
            json!({"id": "1", "name": {"firstName": "Ann", "lastName": null}, "company": null, "n": 0}),
        );
        assert_eq!(value(&record, "name.firstName"), "Ann");
        for absent in ["name.middleName", "company.name", "nothing", "id.x"] {
            assert_eq!(value(&record, absent), &Value::Null, "{absent}");
        }
        let paths = ["id", "name.firstName", "company.name", "n"].map(str::to_owned);
        assert_eq!(
            Value::Object(picked(&record, &paths)),
            json!({"id": "1", "name": {"firstName": "Ann"}, "company": {"name": null}, "n": 0})
        );
    }

    #[test]
    fn values_become_texts() {
        assert_eq!(text(&json!({"firstName": "Ann", "lastName": "Lee"})), "Ann Lee");
        assert_eq!(text(&json!({"firstName": null, "lastName": "Lee"})), "Lee");
        assert_eq!(text(&json!(null)), "");
        assert_eq!(text(&json!(true)), "true");
        assert_eq!(text(&json!(["a"])), r#"["a"]"#);
    }
}

//! Checks of generated records against a model, for tests.

use std::collections::HashSet;

use icosa_model::{Field, FieldType, Model, Object, Record, RelationKind};
use serde_json::Value;
use uuid::Uuid;

/// Every key is a field or a join column, every value is in stored form, every relation points at a member
/// or at a record before it.
pub(crate) fn fits(model: &Model, records: &[(&'static str, Vec<Record>)], members: &HashSet<Uuid>) {
    let mut known: HashSet<(String, Uuid)> =
        members.iter().map(|member| ("workspaceMember".to_owned(), *member)).collect();
    for (name, records) in records {
        let object = model.object(name).unwrap();
        for record in records {
            let id = record["id"].as_str().unwrap().parse().unwrap();
            for (key, value) in record {
                fits_field(object, key, value, &known);
            }
            assert!(known.insert(((*name).to_owned(), id)), "{name} {id} comes twice");
        }
    }
}

fn fits_field(object: &Object, key: &str, value: &Value, known: &HashSet<(String, Uuid)>) {
    let place = format!("{}.{key} = {value}", object.name_singular);
    if let Some(field) = object.field_by_join_column(key) {
        let Some(relation) = &field.relation else { panic!("{place}") };
        assert!(matches!(relation.kind, RelationKind::ManyToOne { .. }), "{place}");
        if let Some(id) = value.as_str() {
            assert!(known.contains(&(relation.target_name.clone(), id.parse().unwrap())), "{place}");
        }
        return;
    }
    let field = object.field(key).unwrap_or_else(|| panic!("{place}: no such field"));
    if value.is_null() {
        assert!(field.is_nullable, "{place}");
        return;
    }
    fits_type(field, value, &place);
    if field.field_type != FieldType::Actor && !field.is_system {
        assert_eq!(
            icosa_model::values::normalise(field, value).as_ref(),
            Ok(value),
            "stored form of {place}"
        );
    }
}

fn fits_type(field: &Field, value: &Value, place: &str) {
    let is_option = |value: &Value| field.options.iter().any(|option| *value == *option.value);
    let ok = match field.field_type {
        FieldType::Text => value.is_string(),
        FieldType::Uuid => value.as_str().is_some_and(|text| text.parse::<Uuid>().is_ok()),
        FieldType::DateTime => {
            value.as_str().is_some_and(|text| chrono::DateTime::parse_from_rfc3339(text).is_ok())
        }
        FieldType::Position => value.is_number(),
        FieldType::Select => is_option(value),
        FieldType::Actor => is_option(&value["source"]) && value["name"].is_string(),
        kind if kind.is_composite() => true,
        _ => false,
    };
    assert!(ok, "{place}");
    if field.field_type.is_composite() {
        let parts = field.field_type.sub_fields();
        for (name, part) in value.as_object().unwrap() {
            let known =
                parts.iter().find(|known| known.name == name).unwrap_or_else(|| panic!("{place}: {name}"));
            let is_numeric = part.as_str().is_some_and(|text| text.parse::<f64>().is_ok());
            assert!(part.is_null() || known.kind != FieldType::Numeric || is_numeric, "{place}: {name}");
        }
    }
}

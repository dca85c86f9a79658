//! The texts of a record that filters look into.

use icosa_model::{Column, Field, FieldType, Object, Record};
use serde_json::Value;

/// JSON as Postgres writes it: a blank after colons and commas.
pub(super) fn json_text(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(json_text).collect::<Vec<_>>().join(", ")),
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            // `jsonb` keeps short names first.
            members.sort_by_key(|(name, _)| (name.len(), name.as_str()));
            let member = |(name, value): &(&String, &Value)| {
                format!("{}: {}", Value::String((*name).clone()), json_text(value))
            };
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// All texts of a record in small letters, a blank between them.
pub(super) fn plain_texts(object: &Object, record: &Record) -> String {
    let mut texts = Vec::new();
    for field in &object.fields {
        let Some(whole) = record.get(&field.name) else { continue };
        for column in field.columns.iter().filter(|column| is_searched(field, column)) {
            let value = column.sub_field.map_or(Some(whole), |part| whole.get(part));
            match value {
                None | Some(Value::Null) => {}
                Some(Value::String(text)) => texts.push(text.clone()),
                Some(other) => texts.push(json_text(other)),
            }
        }
    }
    texts.join(" ").to_lowercase()
}

/// The texts that the search looks at, without case and accents.
pub(super) fn searched_texts(object: &Object, record: &Record) -> String {
    let label = object.label_field();
    let searched = object.search_field_ids.iter().filter_map(|id| object.field_by_id(*id));
    let mut texts = Vec::new();
    for field in [label].into_iter().chain(searched) {
        match (field.field_type, record.get(&field.name)) {
            (_, None | Some(Value::Null)) => {}
            (FieldType::Phones, Some(value)) => add_phones(value, &mut texts),
            (_, Some(value)) => add_texts(value, &mut texts),
        }
    }
    folded(&texts.join(" "))
}

fn add_texts(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| add_texts(item, texts)),
        Value::Object(members) => members.values().for_each(|member| add_texts(member, texts)),
        _ => {}
    }
}

/// The ways people write a number.
fn add_phones(value: &Value, texts: &mut Vec<String>) {
    let part = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
    let number = part("primaryPhoneNumber");
    if !number.is_empty() {
        texts.push(format!("{}{number} 0{number}", part("primaryPhoneCallingCode")));
    }
    value.get("additionalPhones").iter().for_each(|more| add_texts(more, texts));
}

/// Small letters without accents.
pub(super) fn folded(text: &str) -> String {
    deunicode::deunicode(text).to_lowercase()
}

fn is_searched(field: &Field, column: &Column) -> bool {
    use FieldType as T;
    match field.field_type {
        T::Text | T::FullName | T::Emails | T::Links => true,
        T::Address => column.kind == T::Text,
        T::Phones => matches!(column.sub_field, Some("primaryPhoneNumber" | "additionalPhones")),
        T::RichText => column.sub_field == Some("markdown"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_is_written_as_postgres_does() {
        let value = json!({"label": "a", "url": "b", "n": [1, {"x": null}]});
        assert_eq!(json_text(&value), r#"{"n": [1, {"x": null}], "url": "b", "label": "a"}"#);
    }
}

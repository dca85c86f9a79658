//! Values as the cells of a file: readable, and read back as the same values.

use icosa_model::format::phone;
use icosa_model::values::Decimal;
use icosa_model::{Field, FieldType, Object, Record};
use serde_json::Value;

use super::columns::{Column, Shows};
use crate::records::references::label_of_value;
use crate::transfer::file::csv_rows::JOINER;

/// The text of a column of a record.
pub(super) fn text(object: &Object, column: &Column, record: &Record) -> String {
    let Some(field) = object.field(&column.field) else { return String::new() };
    let value = |key: &str| record.get(key).unwrap_or(&Value::Null);
    match &column.shows {
        Shows::Whole => whole(field, value(&field.name)),
        Shows::Part(name) => part(field, name, value(&field.name)),
        Shows::Key(key) => plain(value(key)),
        Shows::Name(label, kind) => {
            let related = value(&field.name).get(label).unwrap_or(&Value::Null);
            guarded(label_of_value(*kind, related))
        }
    }
}

/// A cell that a spreadsheet would take for a formula, made harmless; an import takes the mark off again.
pub(crate) fn guarded(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("{JOINER}{text}") } else { text }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn whole(field: &Field, value: &Value) -> String {
    if value.is_null() {
        return String::new();
    }
    match field.field_type {
        // Nothing but digits, sign and point: no formula.
        FieldType::Number => number(field, value),
        FieldType::Numeric
        | FieldType::Position
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::DateTime => plain(value),
        FieldType::Select | FieldType::Rating => guarded(option(field, &plain(value))),
        FieldType::MultiSelect => guarded(list(value, |item| option(field, item))),
        FieldType::Files => files_as_written(value).to_string(),
        FieldType::Array => guarded(list(value, str::to_owned)),
        _ => guarded(plain(value)),
    }
}

/// A list of files as a write takes it: what is made of their names is not in it.
pub(super) fn files_as_written(value: &Value) -> Value {
    let items = value.as_array().into_iter().flatten();
    let item = |item: &Value| serde_json::json!({"fileId": item.get("fileId"), "label": item.get("label")});
    items.map(item).collect()
}

/// Fractions are shown, and read, as percentages.
fn number(field: &Field, value: &Value) -> String {
    let is_percentage = field.settings.kind.as_deref() == Some("percentage");
    match Decimal::of(value) {
        Some(number) if is_percentage => number.shifted(2).to_string(),
        Some(number) => number.to_string(),
        None => plain(value),
    }
}

/// What a choice is called, if that says which one it is; else its value.
fn option(field: &Field, value: &str) -> String {
    let Some(option) = field.options.iter().find(|option| option.value == value) else {
        return value.to_owned();
    };
    let is_same = |text: &str| text.to_lowercase() == option.label.to_lowercase();
    let others = field.options.iter().filter(|other| other.value != value);
    let is_clear = !option.label.trim().is_empty()
        && !others.into_iter().any(|other| is_same(&other.label) || is_same(&other.value));
    if is_clear { option.label.clone() } else { value.to_owned() }
}

/// Items apart by semicolons; as JSON where they could not be told apart again.
fn list(value: &Value, show: impl Fn(&str) -> String) -> String {
    let items: Vec<String> =
        value.as_array().into_iter().flatten().filter_map(Value::as_str).map(show).collect();
    let is_clear = |item: &String| {
        !item.is_empty() && item.trim() == item && !item.contains([',', ';', '\n', '\r', '"', '['])
    };
    if items.iter().all(is_clear) {
        items.join("; ")
    } else {
        serde_json::to_string(&items).unwrap_or_default()
    }
}

fn part(field: &Field, name: &str, value: &Value) -> String {
    let of = |key: &str| value.get(key).unwrap_or(&Value::Null);
    match (field.field_type, name) {
        (FieldType::Currency, "amount") => {
            Decimal::of(of("amountMicros")).map_or_else(String::new, |micros| micros.shifted(-6).to_string())
        }
        (FieldType::Address, "addressLat" | "addressLng") => plain(of(name)),
        (_, "additionalEmails") => guarded(list(of(name), str::to_owned)),
        (_, "additionalPhones") => {
            let phones = of(name).as_array().into_iter().flatten().map(phone::of_entry);
            guarded(phones.collect::<Vec<_>>().join("; "))
        }
        (_, "secondaryLinks") => guarded(plain(of(name))),
        _ => guarded(plain(of(name))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_spreadsheet_would_run_is_guarded() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(guarded(text.to_owned()), format!("\u{200D}{text}"));
        }
        for text in ["", "1-1", " =1", "name@example.com"] {
            assert_eq!(guarded(text.to_owned()), text);
        }
    }

    #[test]
    fn lists_can_be_read_back() {
        assert_eq!(list(&json!(["a", "b c"]), str::to_owned), "a; b c");
        assert_eq!(list(&json!(["a, b", "c"]), str::to_owned), r#"["a, b","c"]"#);
        assert_eq!(list(&Value::Null, str::to_owned), "");
    }
}

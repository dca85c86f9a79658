//! From a cell to a value in the form of the record API.

use icosa_model::format::Preferences;
use icosa_model::values::{Decimal, INVALID_ARGS_DATA, ValueError, parse_text_with, text_part};
use icosa_model::{Field, FieldType, Record};
use serde_json::{Value, json};

use crate::transfer::file::Cell;

/// The value of a whole field; texts are read as people type them.
pub(super) fn whole(field: &Field, cell: &Cell, preferences: &Preferences) -> Result<Value, ValueError> {
    let is_kept = matches!(field.field_type, FieldType::Text | FieldType::RawJson | FieldType::Position);
    match cell {
        // JSON says exactly what it means.
        Cell::Json(value @ Value::String(_)) if field.field_type == FieldType::Text => Ok(value.clone()),
        Cell::Json(Value::String(text)) | Cell::Text(text) if !is_kept => typed(field, text, preferences),
        Cell::Text(text) if field.field_type == FieldType::Text => Ok(json!(text.trim())),
        Cell::Json(Value::String(text)) | Cell::Text(text) if field.field_type == FieldType::Position => {
            Ok(text.trim().parse::<f64>().map_or_else(|_| json!(text.trim()), |number| json!(number)))
        }
        Cell::Text(text) => Ok(json!(text.trim())),
        Cell::Json(value) => Ok(value.clone()),
    }
}

/// Relations take ids; files their list as JSON.
fn typed(field: &Field, text: &str, preferences: &Preferences) -> Result<Value, ValueError> {
    let text = text.trim();
    match field.field_type {
        FieldType::Files => Ok(serde_json::from_str(text).unwrap_or_else(|_| json!(text))),
        FieldType::Relation | FieldType::MorphRelation | FieldType::Uuid => Ok(json!(text)),
        _ => parse_text_with(field, text, preferences),
    }
}

/// Puts the value of a part into a composite.
pub(super) fn part(
    field: &Field,
    part: &str,
    cell: &Cell,
    preferences: &Preferences,
    into: &mut Record,
) -> Result<(), ValueError> {
    let text = match cell {
        Cell::Text(text) | Cell::Json(Value::String(text)) => text.trim(),
        Cell::Json(value) => {
            let (key, value) = exact_part(part, value);
            into.insert(key.to_owned(), value);
            return Ok(());
        }
    };
    let value = match (field.field_type, part) {
        (FieldType::Currency, "amount") => return amount(field, text, preferences, into),
        (FieldType::Currency, "currencyCode") => json!(text.to_uppercase()),
        (_, "additionalEmails") => list(text, |item| json!(item)),
        (_, "additionalPhones") => list(text, |item| additional_phone(field, item)),
        (_, "secondaryLinks") => list(text, link),
        (FieldType::Address, "addressLat" | "addressLng") => json!(text.replace(',', ".")),
        _ => json!(text),
    };
    into.insert(part.to_owned(), value);
    Ok(())
}

/// JSON values go in as they are; an amount is a number of whole units.
fn exact_part<'p>(part: &'p str, value: &Value) -> (&'p str, Value) {
    match (part, Decimal::of(value)) {
        ("amount", Some(amount)) => ("amountMicros", json!(amount.shifted(6).rounded(0).to_string())),
        ("amount", None) => ("amountMicros", value.clone()),
        _ => (part, value.clone()),
    }
}

/// `1,200.50`, `€ 1200`; a currency of its own column wins over the one in the text.
fn amount(field: &Field, text: &str, preferences: &Preferences, into: &mut Record) -> Result<(), ValueError> {
    let Value::Object(parts) = parse_text_with(field, text, preferences)? else { return Ok(()) };
    for (key, value) in parts {
        if key == "currencyCode" && (value.is_null() || into.contains_key(&key)) {
            continue;
        }
        into.insert(key, value);
    }
    Ok(())
}

/// A JSON list, or items apart by semicolons, commas or lines.
fn list(text: &str, item: impl Fn(&str) -> Value) -> Value {
    if text.starts_with('[')
        && let Ok(Value::Array(items)) = serde_json::from_str(text)
    {
        return items.into_iter().map(|value| value.as_str().map(&item).unwrap_or(value)).collect();
    }
    let items = text.split([';', ',', '\n', '\r']).map(str::trim).filter(|text| !text.is_empty());
    items.map(item).collect()
}

/// `https://acme.com About us`
fn link(text: &str) -> Value {
    let (url, label) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    json!({ "url": url, "label": label.trim() })
}

fn additional_phone(field: &Field, number: &str) -> Value {
    let country = national_country(field, number);
    json!({ "number": number, "countryCode": country, "callingCode": null })
}

/// The country of a number that does not name one itself.
fn national_country(field: &Field, number: &str) -> Option<String> {
    let is_international = ["+", "＋", "00", "tel:"].iter().any(|mark| number.starts_with(mark));
    if is_international { None } else { text_part(field, "primaryPhoneCountryCode") }
}

/// What parts that came together need of each other.
pub(super) fn complete(field: &Field, parts: &mut Record) {
    let text =
        |parts: &Record, key: &str| parts.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    if field.field_type == FieldType::Phones {
        let number = text(parts, "primaryPhoneNumber");
        let is_bare = text(parts, "primaryPhoneCountryCode").is_empty()
            && text(parts, "primaryPhoneCallingCode").is_empty();
        if !number.is_empty()
            && is_bare
            && let Some(country) = national_country(field, &number)
        {
            parts.insert("primaryPhoneCountryCode".to_owned(), json!(country));
        }
        if let Some(international) = number.strip_prefix("00") {
            parts.insert("primaryPhoneNumber".to_owned(), json!(format!("+{international}")));
        }
    }
}

/// Refuses a part that is no column, for paths that were checked before this can not happen.
pub(super) fn unknown(name: &str) -> ValueError {
    ValueError { sub_code: INVALID_ARGS_DATA, message: format!("There is no field \"{name}\".") }
}

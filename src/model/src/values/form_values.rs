//! What stands in the inputs of a plain HTML form, and back from what was submitted.

use serde_json::{Map, Value, json};

use super::form::{FormInput, InputKind, form_inputs, is_percentage};
use super::{Decimal, ValueError, inspect, moment, normalise, text_part, typed_parts};
use crate::format::{Zone, phone, zone};
use crate::{Field, FieldType, Record};

/// What stands in each input of [`form_inputs`] for this record: its name and its texts (several for a multi-select).
#[must_use]
pub fn form_values(field: &Field, record: &Record, zone: &Zone) -> Vec<(String, Vec<String>)> {
    let shown = |input: FormInput| {
        let part = input.name.strip_prefix(field.name.as_str()).and_then(|rest| rest.strip_prefix('.'));
        let value = match part {
            Some(_) => record.get(&field.name).unwrap_or(&Value::Null),
            None => record.get(&input.name).unwrap_or(&Value::Null),
        };
        let texts = match (part, value) {
            (_, Value::Null) => Vec::new(),
            (Some(part), value) => vec![part_text(field, part, value)],
            (None, Value::Array(items)) if matches!(input.kind, InputKind::MultiSelect { .. }) => {
                items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
            }
            (None, value) => vec![whole_text(field, value, zone)],
        };
        (input.name, texts)
    };
    form_inputs(field).into_iter().map(shown).collect()
}

fn text_of(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn whole_text(field: &Field, value: &Value, zone: &Zone) -> String {
    match (field.field_type, value) {
        (FieldType::Number, value) if is_percentage(field) => {
            Decimal::of(value).map_or_else(String::new, |number| number.shifted(2).to_string())
        }
        (FieldType::DateTime, Value::String(text)) => zone::to_local(text, zone).unwrap_or_default(),
        (FieldType::Array, Value::Array(items)) => {
            items.iter().map(|item| text_of(Some(item))).collect::<Vec<_>>().join("\n")
        }
        (FieldType::RawJson, value) => serde_json::to_string_pretty(value).unwrap_or_default(),
        (_, value) => text_of(Some(value)),
    }
}

fn part_text(field: &Field, part: &str, value: &Value) -> String {
    let lines = |key: &str, line: &dyn Fn(&Value) -> String| {
        let items = value.get(key).and_then(Value::as_array);
        items.map(|items| items.iter().map(line).collect::<Vec<_>>().join("\n")).unwrap_or_default()
    };
    match (field.field_type, part) {
        (FieldType::Currency, "amount") => value
            .get("amountMicros")
            .and_then(Decimal::of)
            .map_or_else(String::new, |micros| micros.shifted(-6).to_string()),
        (_, "additionalEmails") => lines(part, &|item| text_of(Some(item))),
        (_, "additionalPhones") => lines(part, &phone::of_entry),
        (_, "primaryPhoneNumber") => phone::of_primary(value),
        (_, "secondaryLinks") => lines(part, &line_of_link),
        _ => text_of(value.get(part)),
    }
}

/// The value a submitted form holds for a field, with local times in UTC; see [`from_form_in`].
#[must_use]
pub fn from_form(field: &Field, get: &dyn Fn(&str) -> Vec<String>) -> Option<Result<Value, ValueError>> {
    from_form_in(field, &Zone::default(), get)
}

/// The value a submitted form holds for a field: none if none of its inputs was there. `get` answers all values
/// submitted under a name, in order. Of a composite only the parts whose inputs were there come back.
#[must_use]
pub fn from_form_in(
    field: &Field,
    zone: &Zone,
    get: &dyn Fn(&str) -> Vec<String>,
) -> Option<Result<Value, ValueError>> {
    let given: Vec<(String, Vec<String>)> = form_inputs(field)
        .into_iter()
        .map(|input| {
            let values = get(&input.name);
            (input.name, values)
        })
        .filter(|(_, values)| !values.is_empty())
        .collect();
    let (_, values) = given.first()?;
    let wire = if field.field_type.is_composite() {
        composite_value(field, &given)
    } else {
        whole_value(field, zone, values)
    };
    Some(wire.and_then(|wire| normalise(field, &wire)))
}

fn whole_value(field: &Field, zone: &Zone, values: &[String]) -> Result<Value, ValueError> {
    // The last one counts: a hidden input of the same name may stand before it.
    let last = values.last().map(String::as_str).unwrap_or_default();
    let text = last.trim();
    match field.field_type {
        FieldType::Boolean => return Ok(Value::Bool(matches!(text, "true" | "on" | "1"))),
        FieldType::MultiSelect => {
            return Ok(values.iter().filter(|value| !value.is_empty()).cloned().collect());
        }
        _ if text.is_empty() => return Ok(Value::Null),
        _ => {}
    }
    Ok(match field.field_type {
        FieldType::Number => match Decimal::parse(text) {
            Some(number) if is_percentage(field) => json!(number.shifted(-2).to_f64()),
            Some(number) => json!(number.to_f64()),
            None => json!(text),
        },
        FieldType::DateTime => match moment::parse_local(text) {
            Some(local) => json!(zone::instant_of(local, zone)),
            None => json!(text),
        },
        FieldType::Array => json!(lines(last).collect::<Vec<_>>()),
        FieldType::Text => json!(unix_lines(last)),
        _ => json!(text),
    })
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Browsers submit text areas with carriage returns.
fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn composite_value(field: &Field, given: &[(String, Vec<String>)]) -> Result<Value, ValueError> {
    let mut parts = Map::new();
    let country = text_part(field, "primaryPhoneCountryCode");
    for (name, values) in given {
        let part = name.rsplit_once('.').map_or(name.as_str(), |(_, part)| part);
        let text = unix_lines(values.last().map(String::as_str).unwrap_or_default());
        match part {
            "amount" => {
                parts.insert("amountMicros".to_owned(), micros(field, text.trim())?);
            }
            "additionalEmails" => {
                parts.insert(part.to_owned(), json!(lines(&text).collect::<Vec<_>>()));
            }
            "secondaryLinks" => {
                parts.insert(part.to_owned(), lines(&text).map(link_line).collect());
            }
            "primaryPhoneNumber" => parts.extend(typed_parts::primary_phone(&text, country.as_deref())?),
            "additionalPhones" => {
                let phones = lines(&text).map(|line| typed_parts::additional_phone(line, country.as_deref()));
                parts.insert(part.to_owned(), phones.collect::<Result<Value, ValueError>>()?);
            }
            "markdown" => {
                parts.insert(part.to_owned(), json!(text));
            }
            _ => {
                parts.insert(part.to_owned(), json!(text.trim()));
            }
        }
    }
    if field.field_type == FieldType::Currency && parts.get("amountMicros").is_some_and(Value::is_null) {
        return Ok(Value::Object(parts));
    }
    if field.field_type == FieldType::Currency && parts.get("currencyCode").is_some_and(|code| code == "") {
        parts.insert("currencyCode".to_owned(), json!(text_part(field, "currencyCode")));
    }
    Ok(Value::Object(parts))
}

fn micros(field: &Field, text: &str) -> Result<Value, ValueError> {
    if text.is_empty() {
        return Ok(Value::Null);
    }
    let amount = Decimal::parse(text).ok_or_else(|| {
        let (text, name) = (inspect(&json!(text)), &field.name);
        ValueError::new(format!("Invalid number value {text} for field \"{name}.amountMicros\""))
    })?;
    Ok(json!(amount.shifted(6).rounded(0).to_string()))
}

/// `https://acme.com/about About us`; `- About us` for a link that has a label only.
pub(super) fn line_of_link(link: &Value) -> String {
    let (url, label) = (text_of(link.get("url")), text_of(link.get("label")));
    let url = if url.is_empty() { "-".to_owned() } else { url.replace(char::is_whitespace, "%20") };
    format!("{url} {label}").trim().to_owned()
}

/// Back from [`line_of_link`].
pub(super) fn link_line(line: &str) -> Value {
    let (url, label) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let url = if url == "-" { "" } else { url };
    json!({ "url": url, "label": label.trim() })
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;

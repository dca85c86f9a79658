//! Filters over what is looked for as text, in one part or in several.

use icosa_model::field_type::ACTOR_SOURCES;
use icosa_model::{Field, FieldType};
use serde_json::{Value, json};

use super::{chosen, compared, compared_part, list, not, number};

/// Parts of an address that are texts.
const ADDRESS: [&str; 6] =
    ["addressStreet1", "addressStreet2", "addressCity", "addressState", "addressPostcode", "addressCountry"];

pub(super) fn filter(field: &Field, part: Option<&str>, operand: &str, text: &str) -> Option<Value> {
    let name = field.name.as_str();
    let is = match part {
        Some(part) => of_part(field, part, operand, text)?,
        None => whole(field, operand, text)?,
    };
    match operand {
        "CONTAINS" | "IS" | "GREATER_THAN_OR_EQUAL" | "LESS_THAN_OR_EQUAL" => Some(is),
        "DOES_NOT_CONTAIN" | "IS_NOT" => Some(not(is)),
        "VECTOR_SEARCH" => Some(compared(name, "search", text)),
        _ => None,
    }
}

/// The positive form; the operand only says which comparison of numbers is meant.
fn of_part(field: &Field, part: &str, operand: &str, text: &str) -> Option<Value> {
    let name = field.name.as_str();
    let column = field.column(Some(part))?;
    match (column.kind, part) {
        (FieldType::Text, "addressCountry" | "currencyCode") => {
            Some(compared_part(name, part, "in", list(text)))
        }
        (FieldType::Text, _) => Some(compared_part(name, part, "ilike", pattern(text))),
        (FieldType::Select | FieldType::Uuid, _) => {
            let inner = chosen(part, "IS", list(text))?;
            Some(under(name, inner))
        }
        (FieldType::Numeric, "amountMicros") => Some(json!({ name: amount(operand, text)? })),
        (FieldType::Numeric, _) => Some(json!({ name: positive_number(part, operand, text)? })),
        (FieldType::RawJson, _) => Some(compared_part(name, part, "like", pattern(text))),
        _ => None,
    }
}

fn whole(field: &Field, operand: &str, text: &str) -> Option<Value> {
    let name = field.name.as_str();
    let any = |parts: &[(&str, &str)], text: &str| {
        let all = parts.iter().map(|(part, operator)| compared_part(name, part, operator, pattern(text)));
        json!({ "or": all.collect::<Vec<_>>() })
    };
    Some(match field.field_type {
        FieldType::Text => compared(name, "ilike", pattern(text)),
        FieldType::Array => compared(name, "containsIlike", pattern(text)),
        FieldType::RawJson | FieldType::Files => compared(name, "like", pattern(text)),
        FieldType::FullName => {
            let words = text.split_whitespace();
            let each = words.map(|word| any(&[("firstName", "ilike"), ("lastName", "ilike")], word));
            json!({ "and": each.collect::<Vec<_>>() })
        }
        FieldType::Emails => any(&[("primaryEmail", "ilike"), ("additionalEmails", "like")], text),
        FieldType::Links => any(
            &[("primaryLinkUrl", "ilike"), ("primaryLinkLabel", "ilike"), ("secondaryLinks", "like")],
            text,
        ),
        FieldType::Phones => {
            let digits: String = text
                .char_indices()
                .filter(|(at, c)| c.is_ascii_digit() || (*at == 0 && *c == '+'))
                .map(|(_, c)| c)
                .collect();
            digits.chars().any(|c| c.is_ascii_digit()).then(|| {
                any(
                    &[
                        ("primaryPhoneNumber", "ilike"),
                        ("primaryPhoneCallingCode", "ilike"),
                        ("additionalPhones", "like"),
                    ],
                    &digits,
                )
            })?
        }
        FieldType::Address => any(&ADDRESS.map(|part| (part, "ilike")), text),
        FieldType::RichText => compared_part(name, "markdown", "ilike", pattern(text)),
        FieldType::Currency => json!({ name: amount(operand, text)? }),
        FieldType::Actor => actor(name, text),
        FieldType::TsVector => compared(name, "search", text),
        _ => return None,
    })
}

/// By the name, or by a source whose name contains the text.
fn actor(name: &str, text: &str) -> Value {
    let wanted = text.to_uppercase();
    let sources: Vec<&str> =
        ACTOR_SOURCES.iter().copied().filter(|source| source.contains(wanted.as_str())).collect();
    let by_name = compared_part(name, "name", "ilike", pattern(text));
    if sources.is_empty() {
        return by_name;
    }
    json!({ "or": [by_name, compared_part(name, "source", "in", sources)] })
}

/// Views hold units, records millionths.
fn amount(operand: &str, text: &str) -> Option<Value> {
    let units: f64 = text.parse().ok()?;
    let micros = (units * 1_000_000.0).round();
    if !micros.is_finite() {
        return None;
    }
    positive_number("amountMicros", operand, &format!("{micros:.0}"))
}

fn positive_number(part: &str, operand: &str, text: &str) -> Option<Value> {
    number(part, if operand == "IS_NOT" { "IS" } else { operand }, text)
}

/// Each comparison of a part inside groups, put under its field.
fn under(name: &str, filter: Value) -> Value {
    match filter {
        Value::Object(entries) => entries
            .into_iter()
            .map(|(key, value)| match (key.as_str(), value) {
                ("and" | "or", Value::Array(items)) => {
                    (key, Value::Array(items.into_iter().map(|item| under(name, item)).collect()))
                }
                ("not", inner) => (key, under(name, inner)),
                (_, value) => (name.to_owned(), json!({ key: value })),
            })
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other,
    }
}

/// The text anywhere, its own wildcards meaning themselves.
fn pattern(text: &str) -> String {
    let escaped: String = text
        .chars()
        .flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain(std::iter::once(c)))
        .collect();
    format!("%{escaped}%")
}

//! From typed text to a value.

use serde_json::{Value, json};

use super::{ValueError, inspect, moment, normalise, text_part, typed_date, typed_number, typed_parts};
use crate::format::Preferences;
use crate::{Field, FieldType};

/// What a person typed into a plain text input, as it will be stored, with the default preferences (a point before
/// decimals, month before day, UTC). Empty text is null.
///
/// # Errors
/// The text cannot be read as a value of the field, or the value is refused by [`normalise`].
pub fn parse_text(field: &Field, text: &str) -> Result<Value, ValueError> {
    parse_text_with(field, text, &Preferences::default())
}

/// The same with the person's own separators, order of day and month, and time zone.
///
/// # Errors
/// As [`parse_text`].
pub fn parse_text_with(field: &Field, text: &str, preferences: &Preferences) -> Result<Value, ValueError> {
    let typed = text.trim();
    if typed.is_empty() {
        return Ok(Value::Null);
    }
    normalise(field, &wire_value(field, typed, preferences)?)
}

/// The value meant; what cannot be read goes on as text, so that [`normalise`] refuses it in its own words.
fn wire_value(field: &Field, text: &str, preferences: &Preferences) -> Result<Value, ValueError> {
    let unread = || json!(text);
    Ok(match field.field_type {
        FieldType::Number => typed_number(field, text, preferences).unwrap_or_else(unread),
        FieldType::Numeric => {
            let number = typed_number::number(text, preferences.number_format);
            number.map_or_else(unread, |number| json!(number.to_string()))
        }
        FieldType::Boolean => truth(text).map_or_else(unread, Value::Bool),
        FieldType::Date => {
            typed_date::day(text, preferences.date_format).map_or_else(unread, |day| json!(day.to_string()))
        }
        FieldType::DateTime => match typed_date::instant(text, preferences) {
            Some(instant) => json!(moment::instant_text(instant)),
            None => json!(text),
        },
        FieldType::Select => json!(option_value(field, text).unwrap_or(text)),
        FieldType::Rating => json!(rating(field, text)),
        FieldType::MultiSelect => Value::Array(
            items(text, true).iter().map(|item| json!(option_value(field, item).unwrap_or(item))).collect(),
        ),
        FieldType::Array => json!(items(text, false)),
        FieldType::FullName => typed_parts::full_name(text),
        FieldType::Emails => typed_parts::emails(text),
        FieldType::Links => typed_parts::links(text),
        FieldType::Phones => {
            typed_parts::phones(text, text_part(field, "primaryPhoneCountryCode").as_deref())?
        }
        FieldType::Address => typed_parts::address(text),
        FieldType::Currency => currency(field, text, preferences)?,
        FieldType::RichText => json!({ "markdown": text }),
        FieldType::Position => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => json!(number),
            _ => json!(text),
        },
        FieldType::Files | FieldType::Actor | FieldType::TsVector => {
            return Err(ValueError::new(format!("Field \"{}\" cannot be typed", field.name)));
        }
        FieldType::Text
        | FieldType::RawJson
        | FieldType::Uuid
        | FieldType::Relation
        | FieldType::MorphRelation => json!(text),
    })
}

/// A JSON number; percentages are typed as people read them and stored as fractions.
fn typed_number(field: &Field, text: &str, preferences: &Preferences) -> Option<Value> {
    let bare = text.strip_suffix('%').map_or(text, str::trim_end);
    let is_percentage = field.settings.kind.as_deref() == Some("percentage");
    if bare.len() != text.len() && !is_percentage {
        return None;
    }
    let number = typed_number::number(bare, preferences.number_format)?;
    let number = if is_percentage { number.shifted(-2) } else { number };
    Some(json!(number.to_f64()))
}

/// Yes or no in the words and marks people use.
fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "1" | "on" | "x" | "✓" | "✓ true" => Some(true),
        "false" | "no" | "n" | "0" | "off" | "✗" | "✗ false" => Some(false),
        _ => None,
    }
}

/// The value of the choice that is called so, by value or by label.
fn option_value<'f>(field: &'f Field, text: &str) -> Option<&'f str> {
    let wanted = text.trim();
    let is_label = |label: &str| label.to_lowercase() == wanted.to_lowercase();
    let exact = field.options.iter().find(|option| option.value == wanted);
    let named = || field.options.iter().find(|option| is_label(&option.label));
    let loose = || field.options.iter().find(|option| option.value.eq_ignore_ascii_case(wanted));
    exact.or_else(named).or_else(loose).map(|option| option.value.as_str())
}

/// `4`, `★★★★☆` and `RATING_4` are the same.
fn rating(field: &Field, text: &str) -> String {
    if let Some(value) = option_value(field, text) {
        return value.to_owned();
    }
    let is_stars = text.chars().all(|c| matches!(c, '★' | '☆' | '*'));
    let stars =
        if is_stars { text.chars().filter(|c| *c != '☆').count().to_string() } else { text.to_owned() };
    match stars.parse::<u8>() {
        Ok(stars) => format!("RATING_{stars}"),
        Err(_) => text.to_owned(),
    }
}

/// A JSON list of texts, or one item a line, or (always when `by_comma`, else only on one line) apart by commas.
fn items(text: &str, by_comma: bool) -> Vec<String> {
    if let Ok(items) = serde_json::from_str::<Vec<String>>(text) {
        return items;
    }
    let has_lines = text.contains('\n');
    let is_separator = |c: char| match c {
        '\n' | '\r' => true,
        ',' | ';' => by_comma || !has_lines,
        _ => false,
    };
    text.split(is_separator).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// An amount in micros with its code, or the code the field has by default.
fn currency(field: &Field, text: &str, preferences: &Preferences) -> Result<Value, ValueError> {
    let Some((amount, code)) = typed_number::money(text, preferences.number_format) else {
        let (text, name) = (inspect(&json!(text)), &field.name);
        return Err(ValueError::new(format!(
            "Invalid number value {text} for field \"{name}.amountMicros\""
        )));
    };
    let code = code.map(str::to_owned).or_else(|| text_part(field, "currencyCode"));
    Ok(json!({ "amountMicros": amount.shifted(6).rounded(0).to_string(), "currencyCode": code }))
}

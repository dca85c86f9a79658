//! One line of text for any value, and what names and pictures a record.

use serde_json::Value;

use super::number::MoneyStyle;
use super::{Preferences, address, calendar, number, own_address, pattern, text, zone};
use crate::field_type::TAG_COLORS;
use crate::rich_text::Document;
use crate::values::{is_empty, moment};
use crate::{Field, FieldType, Object, Record};

/// Shown for a record without a name.
pub const UNTITLED: &str = "Untitled";
/// Longest preview of rich text and JSON, in characters.
const PREVIEW: usize = 200;

/// Any value as a cell shows it, on one line; empty for an empty value. Follows the field's settings: relative
/// dates (`now` is milliseconds since 1970 UTC), short amounts, decimals. Of a relation, `value` is the related record or
/// the list of them.
#[must_use]
pub fn plain(field: &Field, value: &Value, preferences: &Preferences, now: i64) -> String {
    line(field, value, preferences, Some(now.div_euclid(1000)))
}

/// The same without anything left out: no relative dates, no rounding, no short amounts. For tooltips and copying;
/// [`crate::values::parse_text_with`] reads numbers, dates and amounts back (instants to the minute).
#[must_use]
pub fn exact(field: &Field, value: &Value, preferences: &Preferences) -> String {
    line(field, value, preferences, None)
}

/// `now` in seconds; without it nothing is left out.
fn line(field: &Field, value: &Value, preferences: &Preferences, now: Option<i64>) -> String {
    if is_empty(field.field_type, value) {
        return String::new();
    }
    let clip = |line: String| if now.is_some() { text::clipped(&line, PREVIEW) } else { line };
    match field.field_type {
        FieldType::Text | FieldType::Uuid | FieldType::TsVector => {
            text::one_line(value.as_str().unwrap_or_default())
        }
        FieldType::Number | FieldType::Numeric | FieldType::Position => {
            numeric(field, value, preferences, now)
        }
        FieldType::Boolean => (if value == &Value::Bool(true) { "True" } else { "False" }).to_owned(),
        FieldType::Date => date(field, value, preferences, now),
        FieldType::DateTime => date_time(field, value, preferences, now),
        FieldType::Select => option_label(field, value),
        FieldType::Rating => stars(value),
        FieldType::MultiSelect => list(value, |item| option_label(field, item)),
        FieldType::Array => list(value, |item| text::one_line(item.as_str().unwrap_or_default())),
        FieldType::RawJson => clip(text::json_line(value)),
        FieldType::Files => {
            list(value, |file| file.get("label").and_then(Value::as_str).unwrap_or_default().to_owned())
        }
        FieldType::Relation | FieldType::MorphRelation => related(value),
        FieldType::FullName => text::full_name(value),
        FieldType::Emails => text::emails(value).join(", "),
        FieldType::Phones => text::phones(value).join(", "),
        FieldType::Links => {
            text::links(value).into_iter().map(|link| link.text).collect::<Vec<_>>().join(", ")
        }
        FieldType::Currency => number::currency(value, money_style(field, now), preferences.number_format),
        FieldType::Address => address::line(value, &field.settings),
        FieldType::Actor => text::actor(value),
        FieldType::RichText => rich_text(value, now),
    }
}

fn numeric(field: &Field, value: &Value, preferences: &Preferences, now: Option<i64>) -> String {
    let decimals = field.settings.decimals.filter(|_| now.is_some());
    match field.settings.kind.as_deref() {
        Some("percentage") => number::percentage(value, decimals, preferences.number_format),
        Some("shortNumber") if now.is_some() => crate::values::Decimal::of(value)
            .map_or_else(String::new, |short| number::short(&short, decimals, preferences.number_format)),
        _ => number::number(value, decimals, preferences.number_format),
    }
}

/// Short unless the field asks for full amounts.
fn money_style(field: &Field, now: Option<i64>) -> MoneyStyle {
    match (now, field.settings.format.as_deref()) {
        (None, _) => MoneyStyle::Full(None),
        (Some(_), Some("full")) => MoneyStyle::Full(field.settings.decimals),
        (Some(_), _) => MoneyStyle::Short(field.settings.decimals.filter(|decimals| *decimals > 0)),
    }
}

fn is_relative(field: &Field) -> bool {
    field.settings.display_format.as_deref() == Some("RELATIVE")
}

/// The pattern of a field whose dates are written in a way of its own.
fn custom(field: &Field) -> Option<&str> {
    let is_custom = field.settings.display_format.as_deref() == Some("CUSTOM");
    let pattern = field.settings.custom_unicode_date_format.as_deref().map(str::trim);
    pattern.filter(|pattern| is_custom && !pattern.is_empty())
}

fn date(field: &Field, value: &Value, preferences: &Preferences, now: Option<i64>) -> String {
    let iso = value.as_str().unwrap_or_default();
    match (now, moment::parse_date(iso)) {
        (Some(now), Some(day)) if is_relative(field) => {
            calendar::relative_day(day, zone::day_at(now, &preferences.zone))
        }
        (Some(_), Some(day)) => match custom(field) {
            Some(wanted) => pattern::written(wanted, day.and_time(chrono::NaiveTime::MIN)),
            None => calendar::date(iso, preferences),
        },
        _ => calendar::date(iso, preferences),
    }
}

fn date_time(field: &Field, value: &Value, preferences: &Preferences, now: Option<i64>) -> String {
    let iso = value.as_str().unwrap_or_default();
    match (now, moment::parse_seconds(iso)) {
        (Some(now), Some(instant)) if is_relative(field) => calendar::distance(instant, now),
        (Some(_), Some(instant)) => match custom(field) {
            Some(wanted) => pattern::written(wanted, zone::local_at(instant, &preferences.zone)),
            None => calendar::date_time(iso, preferences),
        },
        _ => calendar::date_time(iso, preferences),
    }
}

fn rich_text(value: &Value, now: Option<i64>) -> String {
    let document = Document::of_value(value);
    if now.is_some() { document.preview(PREVIEW) } else { text::one_line(&document.plain_text()) }
}

/// The label of a choice; its value if the choice is gone.
fn option_label(field: &Field, value: &Value) -> String {
    let value = value.as_str().unwrap_or_default();
    let option = field.options.iter().find(|option| option.value == value);
    option.map_or(value, |option| option.label.as_str()).to_owned()
}

fn stars(value: &Value) -> String {
    let count =
        value.as_str().and_then(|value| value.strip_prefix("RATING_")).and_then(|count| count.parse().ok());
    let count: usize = count.unwrap_or(0).min(5);
    format!("{}{}", "★".repeat(count), "☆".repeat(5 - count))
}

fn list(value: &Value, text: impl Fn(&Value) -> String) -> String {
    let items: &[Value] = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
    items.iter().map(text).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The names of related records, found without knowing their object: `name`, `title` or `label`, else the id.
fn related(value: &Value) -> String {
    let name = |record: &Value| {
        let shown = ["name", "title", "label"].iter().find_map(|key| match record.get(*key) {
            Some(Value::String(name)) if !name.trim().is_empty() => Some(text::one_line(name)),
            Some(parts @ Value::Object(_)) => Some(text::full_name(parts)).filter(|name| !name.is_empty()),
            _ => None,
        });
        let id = || record.as_str().or_else(|| record.get("id")?.as_str()).unwrap_or_default().to_owned();
        shown.unwrap_or_else(id)
    };
    match value.get("edges").and_then(Value::as_array) {
        Some(edges) => {
            edges.iter().filter_map(|edge| edge.get("node")).map(name).collect::<Vec<_>>().join(", ")
        }
        None => list(value, name),
    }
}

/// What names a record: the text of its label identifier, [`UNTITLED`] when that is empty.
#[must_use]
pub fn label(object: &Object, record: &Record) -> String {
    let field = object.label_field();
    let value = record.get(&field.name).unwrap_or(&Value::Null);
    match exact(field, value, &Preferences::default()) {
        empty if empty.is_empty() => UNTITLED.to_owned(),
        label => label,
    }
}

/// What stands on an avatar without picture: the first letters of the first and the last word of the label, in upper
/// case; empty if it has no letter or digit. Small avatars show the first one only.
#[must_use]
pub fn initials(label: &str) -> String {
    let first_letter = |word: &str| word.chars().find(|c| c.is_alphanumeric());
    let mut letters = label.split_whitespace().filter_map(first_letter);
    let ends = [letters.next(), letters.next_back()];
    ends.into_iter().flatten().flat_map(char::to_uppercase).collect()
}

/// The tag colour of an avatar: always the same for the same id or name.
#[must_use]
pub fn hue(seed: &str) -> &'static str {
    // FNV-1a, so that server and browser, 32 and 64 bits, agree.
    let hash =
        seed.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let at = usize::try_from(hash).unwrap_or(0) % TAG_COLORS.len();
    TAG_COLORS.get(at).copied().unwrap_or("gray")
}

/// The address of a record's picture: a file's, or the text of an address field such as `avatarUrl`. Links are not
/// turned into pictures, as that would tell a foreign service which companies are looked at.
#[must_use]
pub fn image(object: &Object, record: &Record) -> Option<String> {
    let field = object.image_field()?;
    let value = record.get(&field.name)?;
    let url = match field.field_type {
        FieldType::Text => value.as_str()?,
        FieldType::Files => own_address(value.as_array()?.first()?.get("url")?.as_str()?),
        _ => return None,
    };
    let url = url.trim();
    let is_ours = url.starts_with('/') && !url.starts_with("//");
    (is_ours || url.starts_with("https://") || url.starts_with("http://")).then(|| url.to_owned())
}

#[cfg(test)]
#[path = "record_tests.rs"]
mod tests;

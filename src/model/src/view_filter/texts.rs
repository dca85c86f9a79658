//! Filters over what is looked for as text, in one part or in several.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{compare, not, number, one_of, usable};
use crate::field_type::ACTOR_SOURCES;
use crate::query::{FieldPath, Filter, Op};
use crate::{Field, FieldType};

/// Amounts are stored in millionths.
const MICROS: f64 = 1e6;

/// Parts of an address that are texts.
const ADDRESS: [&str; 6] =
    ["addressStreet1", "addressStreet2", "addressCity", "addressState", "addressPostcode", "addressCountry"];

pub(super) fn filter(field: &Field, part: Option<&str>, operand: &str, text: &str) -> Option<Filter> {
    let is = match (part, field.field_type) {
        (None, FieldType::Currency) => return amount(field, operand, text),
        (None, FieldType::TsVector) if operand == "VECTOR_SEARCH" => return whole(field, text),
        (None, _) => whole(field, text)?,
        (Some(part), _) => match (field.column(Some(part))?.kind, part) {
            (FieldType::Numeric, "amountMicros") => return amount(field, operand, text),
            (FieldType::Numeric, _) => return number(&FieldPath::part(&field.name, part), operand, text),
            (kind, part) => of_part(field, part, kind, text)?,
        },
    };
    match operand {
        "CONTAINS" | "IS" => Some(is),
        "DOES_NOT_CONTAIN" | "IS_NOT" => Some(not(is)),
        _ => None,
    }
}

fn of_part(field: &Field, part: &str, kind: FieldType, text: &str) -> Option<Filter> {
    let path = FieldPath::part(&field.name, part);
    match (kind, part) {
        // Chosen from a list, never typed.
        (FieldType::Text, "addressCountry" | "currencyCode") => {
            one_of(&path, "IS", usable(text, None, |_| true)?)
        }
        (FieldType::Text, _) => Some(compare(&path, Op::ILike, pattern(text))),
        (FieldType::Select, _) => {
            one_of(&path, "IS", usable(text, None, |value| ACTOR_SOURCES.contains(&value))?)
        }
        (FieldType::Uuid, _) => {
            one_of(&path, "IS", usable(text, None, |value| Uuid::parse_str(value).is_ok())?)
        }
        (FieldType::RawJson, _) => Some(compare(&path, Op::Like, pattern(text))),
        _ => None,
    }
}

fn whole(field: &Field, text: &str) -> Option<Filter> {
    let path = FieldPath::field(&field.name);
    let any = |parts: &[(&str, Op)], text: &str| {
        let one = |(part, op): &(&str, Op)| compare(&FieldPath::part(&field.name, *part), *op, pattern(text));
        Filter::Or(parts.iter().map(one).collect())
    };
    Some(match field.field_type {
        FieldType::Text | FieldType::Array => compare(&path, Op::ILike, pattern(text)),
        FieldType::RawJson | FieldType::Files => compare(&path, Op::Like, pattern(text)),
        FieldType::FullName => {
            let parts = [("firstName", Op::ILike), ("lastName", Op::ILike)];
            Filter::And(text.split_whitespace().map(|word| any(&parts, word)).collect())
        }
        FieldType::Emails => any(&[("primaryEmail", Op::ILike), ("additionalEmails", Op::Like)], text),
        FieldType::Links => {
            let parts = ["primaryLinkUrl", "primaryLinkLabel"].map(|part| (part, Op::ILike));
            any(&[parts.as_slice(), &[("secondaryLinks", Op::Like)]].concat(), text)
        }
        FieldType::Phones => {
            let parts = ["primaryPhoneNumber", "primaryPhoneCallingCode"].map(|part| (part, Op::ILike));
            any(&[parts.as_slice(), &[("additionalPhones", Op::Like)]].concat(), &dialled(text)?)
        }
        FieldType::Address => any(&ADDRESS.map(|part| (part, Op::ILike)), text),
        FieldType::RichText => compare(&FieldPath::part(&field.name, "markdown"), Op::ILike, pattern(text)),
        FieldType::Actor => actor(field, text),
        FieldType::TsVector => Filter::Search(text.to_owned()),
        _ => return None,
    })
}

/// Phone numbers are stored without what people write between the digits.
fn dialled(text: &str) -> Option<String> {
    let is_kept = |(at, c): &(usize, char)| c.is_ascii_digit() || (*at == 0 && *c == '+');
    let kept: String = text.char_indices().filter(is_kept).map(|(_, c)| c).collect();
    kept.bytes().any(|byte| byte.is_ascii_digit()).then_some(kept)
}

/// By the name, or by a source whose name contains the text.
fn actor(field: &Field, text: &str) -> Filter {
    let wanted = text.to_uppercase();
    let sources: Vec<&str> =
        ACTOR_SOURCES.iter().copied().filter(|source| source.contains(wanted.as_str())).collect();
    let by_name = compare(&FieldPath::part(&field.name, "name"), Op::ILike, pattern(text));
    if sources.is_empty() {
        return by_name;
    }
    Filter::Or(vec![by_name, compare(&FieldPath::part(&field.name, "source"), Op::In, sources)])
}

/// Views hold units, records millionths.
fn amount(field: &Field, operand: &str, text: &str) -> Option<Filter> {
    let micros = (text.parse::<f64>().ok()? * MICROS).round();
    let path = FieldPath::part(&field.name, "amountMicros");
    micros.is_finite().then(|| number(&path, operand, &format!("{micros:.0}")))?
}

/// The text anywhere, its own wildcards meaning themselves.
fn pattern(text: &str) -> Value {
    let is_wild = |c| matches!(c, '%' | '_' | '\\');
    let escaped: String =
        text.chars().flat_map(|c| is_wild(c).then_some('\\').into_iter().chain([c])).collect();
    json!(format!("%{escaped}%"))
}

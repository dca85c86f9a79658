//! What the filters of views and of addresses mean: one reading for tables, exports and groups.
//!
//! A filter without a usable value, or of a kind that does not suit its field, keeps every record. So does an address
//! that has become old, as far as nothing is left of it; of several values those that the field cannot hold any more
//! are left out.

mod texts;

use chrono::{Datelike, NaiveTime};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::definition::ViewFilterRow;
use crate::field_type::RATINGS;
use crate::query::{FieldPath, Filter, Op};
use crate::values::{Decimal, moment};
use crate::{Field, FieldType};

/// A filter that compares with a value, as a filter of a read; `member` stands for "Me". `None` keeps every record.
///
/// Whether there is a value at all (`IS_EMPTY`), relative dates, days of a zone and fields of related records are left
/// to the caller.
#[must_use]
pub fn view_filter(field: &Field, row: &ViewFilterRow, member: Option<Uuid>) -> Option<Filter> {
    let (operand, text) = (row.operand.as_str(), row.text());
    let text = text.trim();
    // No text that is stored holds a zero byte.
    if text.is_empty() || text == "[]" || text.contains('\0') {
        return None;
    }
    let path = FieldPath::field(field.join_column().unwrap_or(&field.name));
    match field.field_type {
        FieldType::Relation | FieldType::MorphRelation if field.join_column().is_none() => None,
        FieldType::Relation | FieldType::MorphRelation | FieldType::Uuid | FieldType::Select => {
            one_of(&path, operand, chosen(field, text, member)?)
        }
        FieldType::Rating => rating(field, &path, operand, text),
        FieldType::MultiSelect => several(&path, operand, chosen(field, text, None)?),
        FieldType::Boolean if operand == "IS" => {
            Some(compare(&path, Op::Eq, json!(text.parse::<bool>().ok()?)))
        }
        FieldType::Number => {
            text.parse::<f64>().ok().filter(|number| number.is_finite())?;
            number(&path, operand, text)
        }
        FieldType::Numeric => number(&path, operand, text),
        FieldType::Date | FieldType::DateTime => at(field, &path, operand, text),
        FieldType::Boolean => None,
        _ => texts::filter(field, row.sub_field_name.as_deref(), operand, text),
    }
}

/// The values that a filter names: a JSON list, the object that filters on relations store, or one value alone. Those
/// that the field cannot hold are left out, which may leave none; the empty text stands for "no value". `None` if it
/// names nothing.
#[must_use]
pub fn chosen(field: &Field, text: &str, member: Option<Uuid>) -> Option<Vec<Value>> {
    usable(text, member, |value| match field.field_type {
        FieldType::Select | FieldType::MultiSelect => field.options.iter().any(|one| one.value == value),
        FieldType::Rating => RATINGS.contains(&value),
        FieldType::Relation | FieldType::MorphRelation | FieldType::Uuid => Uuid::parse_str(value).is_ok(),
        _ => false,
    })
}

/// The values that a filter names, whether its field can hold them or not; none where it has no value. "Me" is none of
/// them: see [`names_me`].
#[must_use]
pub fn named(text: &str) -> Vec<String> {
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    listed(text, None).0.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// "Me" is among the records that a filter on a relation names.
#[must_use]
pub fn names_me(text: &str) -> bool {
    serde_json::from_str(text).is_ok_and(|choice| is_me(&choice))
}

fn is_me(choice: &crate::Record) -> bool {
    choice.get("isCurrentWorkspaceMemberSelected").and_then(Value::as_bool) == Some(true)
}

/// What a filter names, and whether it names it without a list.
fn listed(text: &str, member: Option<Uuid>) -> (Vec<Value>, bool) {
    match serde_json::from_str(text) {
        Ok(Value::Array(items)) => (items, false),
        Ok(Value::Object(choice)) => (related(&choice, member), false),
        Ok(Value::String(one)) => (vec![json!(one)], true),
        _ => (vec![json!(text)], true),
    }
}

fn usable(text: &str, member: Option<Uuid>, is_usable: impl Fn(&str) -> bool) -> Option<Vec<Value>> {
    let (values, is_alone) = listed(text, member);
    if values.is_empty() {
        return None;
    }
    let is_kept = |value: &Value| value.as_str().is_some_and(|text| text.is_empty() || is_usable(text));
    let kept: Vec<Value> = values.into_iter().filter(is_kept).collect();
    (!is_alone || !kept.is_empty()).then_some(kept)
}

/// The records that a filter on a relation names, "Me" among them.
fn related(choice: &crate::Record, member: Option<Uuid>) -> Vec<Value> {
    let ids = choice.get("selectedRecordIds").and_then(Value::as_array).cloned().unwrap_or_default();
    ids.into_iter().chain(member.filter(|_| is_me(choice)).map(|member| json!(member))).collect()
}

fn compare(path: &FieldPath, op: Op, value: impl Into<Value>) -> Filter {
    Filter::Compare { path: path.clone(), op, value: value.into() }
}

fn not(filter: Filter) -> Filter {
    Filter::Not(Box::new(filter))
}

/// Is one of these, or is none of them.
fn one_of(path: &FieldPath, operand: &str, values: Vec<Value>) -> Option<Filter> {
    let absent = || compare(path, Op::IsNull, Value::Null);
    let (none, some): (Vec<Value>, Vec<Value>) = values.into_iter().partition(|value| value == &json!(""));
    let takes_absent = !none.is_empty();
    let mut any = Vec::new();
    // Where nothing is left, nothing is one of these.
    if !some.is_empty() || !takes_absent {
        any.push(compare(path, Op::In, some));
    }
    if takes_absent {
        any.push(absent());
    }
    let is = Filter::Or(any);
    match operand {
        "IS" => Some(is),
        "IS_NOT" if takes_absent => Some(not(is)),
        // Records without a value are not the chosen one either.
        "IS_NOT" => Some(Filter::Or(vec![not(is), absent()])),
        _ => None,
    }
}

fn several(path: &FieldPath, operand: &str, values: Vec<Value>) -> Option<Filter> {
    let absent = || compare(path, Op::IsNull, Value::Null);
    let (none, some): (Vec<Value>, Vec<Value>) = values.into_iter().partition(|value| value == &json!(""));
    let mut contains = compare(path, Op::ContainsAny, some);
    if !none.is_empty() {
        contains = Filter::Or(vec![contains, absent()]);
    }
    match operand {
        "CONTAINS" => Some(contains),
        "DOES_NOT_CONTAIN" if !none.is_empty() => Some(not(contains)),
        "DOES_NOT_CONTAIN" => Some(Filter::Or(vec![not(contains), absent()])),
        _ => None,
    }
}

/// Ratings are named by their value or by their number.
fn rating(field: &Field, path: &FieldPath, operand: &str, text: &str) -> Option<Filter> {
    let numbered = text.parse::<usize>().ok().and_then(|number| RATINGS.get(number.checked_sub(1)?));
    let values = chosen(field, numbered.copied().unwrap_or(text), None)?;
    let place = || RATINGS.iter().position(|rating| values.first().is_some_and(|value| value == rating));
    match operand {
        "GREATER_THAN_OR_EQUAL" => Some(compare(path, Op::In, RATINGS.get(place()?..)?.to_vec())),
        "LESS_THAN_OR_EQUAL" => Some(compare(path, Op::In, RATINGS.get(..=place()?)?.to_vec())),
        _ => one_of(path, operand, values),
    }
}

/// The digits as they were written: amounts go beyond what a double can hold.
fn number(path: &FieldPath, operand: &str, text: &str) -> Option<Filter> {
    Decimal::parse(text)?;
    match operand {
        "IS" => Some(compare(path, Op::Eq, text)),
        "IS_NOT" => Some(not(compare(path, Op::Eq, text))),
        "GREATER_THAN_OR_EQUAL" => Some(compare(path, Op::Gte, text)),
        "LESS_THAN_OR_EQUAL" => Some(compare(path, Op::Lte, text)),
        _ => None,
    }
}

/// A day or an instant; an instant is on a day by UTC, unless the caller reads days itself.
fn at(field: &Field, path: &FieldPath, operand: &str, text: &str) -> Option<Filter> {
    let instant = moment::parse_instant(text)?;
    let (day, is_day) = (instant.date_naive(), field.field_type == FieldType::Date);
    let bound = if is_day { day.to_string() } else { moment::instant_text(instant) };
    match operand {
        "IS" if is_day => Some(compare(path, Op::Eq, bound)),
        "IS" => {
            let next = day.succ_opt().filter(|next| next.year() <= 9999)?;
            let start = |day: chrono::NaiveDate| moment::instant_text(day.and_time(NaiveTime::MIN).and_utc());
            Some(Filter::And(vec![compare(path, Op::Gte, start(day)), compare(path, Op::Lt, start(next))]))
        }
        "IS_BEFORE" => Some(compare(path, Op::Lt, bound)),
        "IS_AFTER" => Some(compare(path, Op::Gte, bound)),
        _ => None,
    }
}

#[cfg(test)]
mod tests;

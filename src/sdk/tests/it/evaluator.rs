//! What the specification says about filters, done in memory the simplest way: the words of record-api.md 3, one
//! after the other.

use std::cmp::Ordering;

use icosa_sdk::metadata::{Field, Object};
use icosa_sdk::{FieldType, Filter, Operator, Record};
use serde_json::Value;

use crate::specimens::Specimens;

/// What a value is compared as.
#[derive(Debug, Clone)]
pub enum Kind {
    Text,
    Email,
    Number,
    Boolean,
    Uuid,
    Date,
    DateTime,
    /// With the choices in order.
    Select(Vec<String>),
    MultiSelect(Vec<String>),
    Array,
    Json,
}

impl Kind {
    /// What a field, or a part of it, is compared as; `None` for what has no filter here.
    pub fn of(field: &Field, part: Option<&str>) -> Option<Self> {
        use FieldType as T;
        let kind = field.kind?;
        let kind = match part {
            None => kind,
            Some(part) => kind.sub_fields().iter().find(|known| known.name == part)?.kind,
        };
        Some(match kind {
            T::Text if part == Some("primaryEmail") => Self::Email,
            T::Text => Self::Text,
            T::Number | T::Numeric | T::Position => Self::Number,
            T::Boolean => Self::Boolean,
            T::Uuid | T::Relation | T::MorphRelation => Self::Uuid,
            T::Date => Self::Date,
            T::DateTime => Self::DateTime,
            T::Select | T::Rating => Self::Select(choices(field)),
            T::MultiSelect => Self::MultiSelect(choices(field)),
            T::Array => Self::Array,
            T::RawJson => Self::Json,
            _ => return None,
        })
    }
}

fn choices(field: &Field) -> Vec<String> {
    if field.kind == Some(FieldType::Actor) {
        return icosa_model::field_type::ACTOR_SOURCES.map(str::to_owned).to_vec();
    }
    field.choices.iter().map(|choice| choice.value.clone()).collect()
}

/// The kind of a path of an object; of a join column that of an id.
pub fn kind(object: &Object, path: &str) -> Kind {
    let (name, part) = path.split_once('.').map_or((path, None), |(name, part)| (name, Some(part)));
    let known = object.field(name).and_then(|field| Kind::of(field, part));
    known.unwrap_or_else(|| {
        assert!(name.ends_with("Id"), "{path} is no field");
        Kind::Uuid
    })
}

/// The rows that a list answers.
pub fn passing<'s>(specimens: &'s Specimens, filter: &Filter) -> Vec<&'s Record> {
    seen(specimens, filter).filter(|row| passes(specimens, row, filter).unwrap_or(true)).collect()
}

/// The rows that a filter is held against.
pub fn seen<'s>(specimens: &'s Specimens, filter: &Filter) -> impl Iterator<Item = &'s Record> {
    let shows_deleted = mentions_deleted(filter);
    specimens.rows.iter().filter(move |row| shows_deleted || row["deletedAt"].is_null())
}

/// Soft-deleted rows are hidden unless the filter speaks of them anywhere.
fn mentions_deleted(filter: &Filter) -> bool {
    match filter {
        Filter::And(all) | Filter::Or(all) => all.iter().any(mentions_deleted),
        Filter::Not(inner) => mentions_deleted(inner),
        Filter::Compare { path, .. } => path == "deletedAt",
        Filter::Json(_) => false,
        other => panic!("{other:?} is not made here"),
    }
}

/// `None` says nothing: a group without conditions restricts nothing, wherever it stands.
fn passes(specimens: &Specimens, row: &Record, filter: &Filter) -> Option<bool> {
    let each = |filters: &[Filter]| -> Option<Vec<bool>> {
        let said: Vec<bool> = filters.iter().filter_map(|one| passes(specimens, row, one)).collect();
        (!said.is_empty()).then_some(said)
    };
    match filter {
        Filter::And(all) => each(all).map(|all| all.into_iter().all(|passes| passes)),
        Filter::Or(any) => each(any).map(|any| any.into_iter().any(|passes| passes)),
        Filter::Not(inner) => passes(specimens, row, inner).map(|passes| !passes),
        Filter::Compare { path, operator, value } => {
            Some(compares_at(specimens, row, path, *operator, value))
        }
        // Several operators of one field: all hold.
        Filter::Json(entries) => {
            let (path, operators) = comparisons(entries);
            let holds = |(word, value): (&String, &Value)| {
                compares_at(specimens, row, &path, known_operator(word).expect("an operator"), value)
            };
            Some(operators.iter().all(holds))
        }
        other => panic!("{other:?} is not made here"),
    }
}

fn compares_at(specimens: &Specimens, row: &Record, path: &str, operator: Operator, value: &Value) -> bool {
    match path.strip_prefix("maker.") {
        None => compares(&specimens.object, row, path, operator, value),
        // Through a relation: there is such a record, and it passes.
        Some(path) => specimens
            .maker(row)
            .is_some_and(|maker| compares(&specimens.makers, maker, path, operator, value)),
    }
}

/// The path that objects inside one another name, and the operators at its end.
fn comparisons(entries: &Record) -> (String, &Record) {
    let (mut names, mut entries) = (Vec::new(), entries);
    while let Some((name, Value::Object(inner))) = entries.iter().next()
        && known_operator(name).is_none()
    {
        names.push(name.as_str());
        entries = inner;
    }
    (names.join("."), entries)
}

fn known_operator(word: &str) -> Option<Operator> {
    use Operator as O;
    let all = [
        O::Eq,
        O::Neq,
        O::Gt,
        O::Gte,
        O::Lt,
        O::Lte,
        O::In,
        O::Is,
        O::Like,
        O::Ilike,
        O::StartsWith,
        O::EndsWith,
        O::ContainsAny,
        O::ContainsExactly,
        O::ContainsIlike,
        O::IsEmptyArray,
    ];
    all.into_iter().find(|operator| operator.as_str() == word)
}

fn compares(object: &Object, row: &Record, path: &str, operator: Operator, operand: &Value) -> bool {
    let value = at(row, path);
    holds(&kind(object, path), value, operator, operand)
}

/// The value at a path; null where there is none.
pub fn at<'r>(row: &'r Record, path: &str) -> &'r Value {
    let mut names = path.split('.');
    let first = names.next().and_then(|name| row.get(name)).unwrap_or(&Value::Null);
    names.fold(first, |value, name| value.get(name).unwrap_or(&Value::Null))
}

/// Empty values are no values.
pub fn is_absent(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

fn holds(kind: &Kind, value: &Value, operator: Operator, operand: &Value) -> bool {
    use Operator as O;
    let list = || operand.as_array().expect("a list");
    match operator {
        O::Is => is_absent(value) == (operand == "NULL"),
        O::IsEmptyArray => is_absent(value),
        O::Eq if is_absent(operand) => is_absent(value),
        O::Neq if is_absent(operand) => !is_absent(value),
        O::In => list().iter().any(|operand| holds(kind, value, O::Eq, operand)),
        O::ContainsAny if matches!(kind, Kind::Select(_)) => holds(kind, value, O::In, operand),
        O::ContainsAny => {
            let any = list().iter().any(|one| items(value).contains(one));
            any || (is_absent(value) && list().iter().any(is_absent))
        }
        O::ContainsExactly => {
            let (items, list) = (items(value), list());
            items.iter().all(|item| list.contains(item)) && list.iter().all(|one| items.contains(one))
        }
        O::Like | O::Ilike | O::ContainsIlike if is_absent(operand) => is_absent(value),
        // Of JSON the text counts, even that of an empty list.
        O::Like | O::Ilike => {
            !value.is_null() && fits(&printed(kind, value), text(operand), operator == O::Ilike)
        }
        _ if is_absent(value) => false,
        O::ContainsIlike => items(value).iter().any(|item| fits(text(item), text(operand), true)),
        O::StartsWith => text(value).starts_with(text(operand)),
        O::EndsWith => text(value).ends_with(text(operand)),
        _ => {
            let order = order(kind, value, operand);
            match operator {
                O::Eq => order == Ordering::Equal,
                O::Neq => order != Ordering::Equal,
                O::Gt => order == Ordering::Greater,
                O::Gte => order != Ordering::Less,
                O::Lt => order == Ordering::Less,
                O::Lte => order != Ordering::Greater,
                other => panic!("{other:?} is not judged here"),
            }
        }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

fn items(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// Which of two values is larger.
pub fn order(kind: &Kind, one: &Value, other: &Value) -> Ordering {
    match kind {
        Kind::Text | Kind::Date | Kind::Uuid => text(one).cmp(text(other)),
        Kind::Email => text(one).cmp(text(other).to_lowercase().as_str()),
        Kind::Number => number(one, other),
        Kind::Boolean => boolean(one).cmp(&boolean(other)),
        Kind::DateTime => millisecond(one).cmp(&millisecond(other)),
        Kind::Select(choices) => place(choices, one).cmp(&place(choices, other)),
        Kind::MultiSelect(_) | Kind::Array | Kind::Json => panic!("{kind:?} has no order here"),
    }
}

fn place(choices: &[String], value: &Value) -> usize {
    choices.iter().position(|choice| choice == text(value)).unwrap_or_else(|| panic!("{value} is no choice"))
}

fn boolean(value: &Value) -> bool {
    value.as_bool().unwrap_or_else(|| text(value) == "true")
}

/// Whole numbers are compared to the last digit.
fn number(one: &Value, other: &Value) -> Ordering {
    let digits = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (one, other) = (digits(one), digits(other));
    match (one.parse::<i128>(), other.parse::<i128>()) {
        (Ok(one), Ok(other)) => one.cmp(&other),
        _ => one.parse::<f64>().unwrap().total_cmp(&other.parse::<f64>().unwrap()),
    }
}

/// Moments are compared by the millisecond.
fn millisecond(value: &Value) -> i64 {
    chrono::DateTime::parse_from_rfc3339(text(value)).unwrap().timestamp_millis()
}

/// SQL's LIKE: `%` is any text, `_` one letter, a backslash takes what follows as it is.
pub fn fits(text: &str, pattern: &str, any_case: bool) -> bool {
    let letters = |text: &str| {
        let text = if any_case { text.to_lowercase() } else { text.to_owned() };
        text.chars().collect::<Vec<_>>()
    };
    fits_from(&letters(text), &letters(pattern))
}

fn fits_from(text: &[char], pattern: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['%', rest @ ..] => (0..=text.len()).any(|start| fits_from(&text[start..], rest)),
        ['_', rest @ ..] => !text.is_empty() && fits_from(&text[1..], rest),
        ['\\', letter, rest @ ..] | [letter, rest @ ..] => {
            text.first() == Some(letter) && fits_from(&text[1..], rest)
        }
    }
}

/// What a pattern is held against: a text itself, other JSON as Postgres prints it.
fn printed(kind: &Kind, value: &Value) -> String {
    match kind {
        Kind::Json => jsonb(value),
        _ => text(value).to_owned(),
    }
}

/// Shorter keys first, a blank after each comma and colon.
fn jsonb(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(jsonb).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) => {
            let mut keys: Vec<&String> = entries.keys().collect();
            keys.sort_by_key(|key| (key.len(), key.as_bytes().to_vec()));
            let entry = |key: &&String| format!("{}: {}", Value::from(key.as_str()), jsonb(&entries[*key]));
            format!("{{{}}}", keys.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

#[test]
fn patterns_are_those_of_sql() {
    for (text, pattern, fit) in [
        ("abc", "a%", true),
        ("abc", "_b_", true),
        ("abc", "a_", false),
        ("100%", r"100\%", true),
        ("1000", r"100\%", false),
        ("a\\b", r"a\\b", true),
        ("", "%", true),
        ("a\\", "a\\", true),
    ] {
        assert_eq!(fits(text, pattern, false), fit, "{text} {pattern}");
    }
    assert!(fits("Äb", "äB", true) && !fits("Äb", "äB", false));
    let value = serde_json::json!({"aa": [1, null], "b": {"c": "x"}});
    assert_eq!(jsonb(&value), r#"{"b": {"c": "x"}, "aa": [1, null]}"#);
}

//! Stored filters of a view as filters of a read.
//!
//! A filter without a usable value, or of a kind this version does not know, keeps every row, as the view bar has it.

use icosa_model::definition::ViewFilterRow;
use icosa_model::field_type::SubField;
use icosa_model::query::{FieldPath, Filter, Op};
use icosa_model::{Field, FieldType, Object};
use serde_json::{Value, json};
use uuid::Uuid;

/// Amounts are stored in millionths.
const MICROS: f64 = 1e6;

/// Those of stored filters that can be applied; `member` stands for "Me".
#[must_use]
pub fn view_filters(object: &Object, rows: &[ViewFilterRow], member: Uuid) -> Vec<Filter> {
    let filter = |row: &ViewFilterRow| view_filter(object.field_by_id(row.field_id)?, row, member);
    rows.iter().filter_map(filter).collect()
}

fn view_filter(field: &Field, row: &ViewFilterRow, member: Uuid) -> Option<Filter> {
    let path = || match (&row.sub_field_name, field.join_column()) {
        (Some(part), _) => FieldPath::part(&field.name, part),
        (None, Some(column)) => FieldPath::field(column),
        (None, None) => FieldPath::field(&field.name),
    };
    let compare = |op: Op, value: Value| Filter::Compare { path: path(), op, value };
    let not = |filter: Filter| Filter::Not(Box::new(filter));
    let is_empty = || {
        let absent = compare(Op::IsNull, Value::Null);
        match field.field_type {
            FieldType::Text => Filter::Or(vec![absent, compare(Op::Eq, json!(""))]),
            _ => absent,
        }
    };
    match row.operand.as_str() {
        "IS_EMPTY" => return Some(is_empty()),
        "IS_NOT_EMPTY" => return Some(not(is_empty())),
        _ => {}
    }
    let text = row.text();
    let text = text.as_str();
    if text.is_empty() || text == "[]" {
        return None;
    }
    match (field.field_type, row.operand.as_str()) {
        (
            FieldType::Relation
            | FieldType::MorphRelation
            | FieldType::Select
            | FieldType::Uuid
            | FieldType::Rating,
            "IS" | "IS_NOT",
        ) => {
            let chosen = chosen(text, member)?;
            let some: Vec<_> = chosen.iter().filter(|value| *value != &json!("")).cloned().collect();
            let mut any = vec![compare(Op::In, Value::Array(some.clone()))];
            if some.len() < chosen.len() {
                any.push(compare(Op::IsNull, Value::Null));
            }
            let is = Filter::Or(any);
            if row.operand == "IS" {
                return Some(is);
            }
            // Rows without a value are not the chosen one either, unless "no value" was chosen.
            let other = not(is);
            Some(if some.len() < chosen.len() {
                other
            } else {
                Filter::Or(vec![other, compare(Op::IsNull, Value::Null)])
            })
        }
        (FieldType::MultiSelect, "CONTAINS") => {
            Some(compare(Op::ContainsAny, serde_json::from_str(text).ok()?))
        }
        (FieldType::MultiSelect, "DOES_NOT_CONTAIN") => {
            let any = compare(Op::ContainsAny, serde_json::from_str(text).ok()?);
            Some(Filter::Or(vec![not(any), compare(Op::IsNull, Value::Null)]))
        }
        (FieldType::Boolean, "IS") => Some(compare(Op::Eq, json!(text == "true"))),
        (FieldType::Text, "CONTAINS") => Some(compare(Op::ILike, json!(contains_pattern(text)))),
        (FieldType::Text, "DOES_NOT_CONTAIN") => Some(not(compare(Op::ILike, json!(contains_pattern(text))))),
        (kind, "CONTAINS") if kind.is_composite() => Some(in_parts(field, text)),
        (kind, "DOES_NOT_CONTAIN") if kind.is_composite() => Some(not(in_parts(field, text))),
        (FieldType::Currency, operand) => {
            let micros = text.parse::<f64>().ok()? * MICROS;
            let path = FieldPath::part(&field.name, "amountMicros");
            Some(Filter::Compare { path, op: number_op(operand)?, value: json!(micros.round()) })
        }
        (FieldType::Number | FieldType::Numeric, operand) => {
            Some(compare(number_op(operand)?, json!(text.parse::<f64>().ok()?)))
        }
        (FieldType::Date | FieldType::DateTime, "IS_BEFORE") => Some(compare(Op::Lt, json!(text))),
        (FieldType::Date | FieldType::DateTime, "IS_AFTER") => Some(compare(Op::Gte, json!(text))),
        (FieldType::Date, "IS") => Some(compare(Op::Eq, json!(text))),
        _ => None,
    }
}

/// A text in any text part of a composite.
fn in_parts(field: &Field, text: &str) -> Filter {
    let parts = field.field_type.sub_fields().iter().filter(|part| part.kind == FieldType::Text);
    let one = |part: &SubField| Filter::Compare {
        path: FieldPath::part(&field.name, part.name),
        op: Op::ILike,
        value: json!(contains_pattern(text)),
    };
    Filter::Or(parts.map(one).collect())
}

fn number_op(operand: &str) -> Option<Op> {
    Some(match operand {
        "IS" => Op::Eq,
        "IS_NOT" => Op::Neq,
        "GREATER_THAN_OR_EQUAL" => Op::Gte,
        "LESS_THAN_OR_EQUAL" => Op::Lte,
        _ => return None,
    })
}

/// The chosen values: a JSON list, or the object a relation filter stores.
fn chosen(text: &str, member: Uuid) -> Option<Vec<Value>> {
    match serde_json::from_str(text).ok()? {
        Value::Array(values) => Some(values),
        Value::Object(choice) => {
            let mut ids =
                choice.get("selectedRecordIds").and_then(Value::as_array).cloned().unwrap_or_default();
            if choice.get("isCurrentWorkspaceMemberSelected").and_then(Value::as_bool) == Some(true) {
                ids.push(json!(member));
            }
            (!ids.is_empty()).then_some(ids)
        }
        _ => None,
    }
}

fn contains_pattern(text: &str) -> String {
    let escaped: String = text
        .chars()
        .flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain(std::iter::once(c)))
        .collect();
    format!("%{escaped}%")
}

/// What a new record must hold so that it appears in the view: values that a filter leaves no choice about.
#[must_use]
pub fn implied_values(object: &Object, rows: &[ViewFilterRow], member: Uuid) -> icosa_model::Record {
    let mut values = icosa_model::Record::new();
    for row in rows.iter().filter(|row| row.operand == "IS") {
        let Some(field) = object.field_by_id(row.field_id) else { continue };
        let key = field.join_column().unwrap_or(&field.name);
        match field.field_type {
            FieldType::Relation | FieldType::Select | FieldType::Rating => {
                if let Some([value]) = chosen(&row.text(), member).as_deref()
                    && value != &json!("")
                {
                    values.insert(key.to_owned(), value.clone());
                }
            }
            FieldType::Boolean => {
                values.insert(key.to_owned(), json!(row.text() == "true"));
            }
            _ => {}
        }
    }
    values
}

#[cfg(test)]
mod tests;

//! What each operator means for each type.

use icosa_model::query::Op;
use icosa_model::{FieldType, Object};
use serde_json::Value;

use crate::error::PlanError;
use crate::planner::Slot;
use crate::sql_type::SqlType;
use crate::statement::Bind;
use crate::tree::{Alias, Expr};
use crate::values::{bad_value_of, instant, instant_text};

pub(super) fn any_text_columns(object: &Object, alias: Alias) -> Vec<Expr> {
    use FieldType as T;
    let mut texts = Vec::new();
    for field in &object.fields {
        for column in &field.columns {
            let used = match field.field_type {
                T::Text | T::FullName | T::Emails | T::Links => true,
                T::Address => column.kind == T::Text,
                T::Phones => matches!(column.sub_field, Some("primaryPhoneNumber" | "additionalPhones")),
                T::RichText => column.sub_field == Some("markdown"),
                _ => false,
            };
            if used {
                let text = Expr::column(alias, &column.name);
                texts.push(if column.kind == T::RawJson { text.cast(SqlType::Text) } else { text });
            }
        }
    }
    texts
}

pub(super) fn allowed(kind: FieldType, op: Op) -> bool {
    use FieldType as T;
    let ordered = matches!(op, Op::Eq | Op::Neq | Op::In | Op::Gt | Op::Gte | Op::Lt | Op::Lte);
    let pattern = matches!(op, Op::Like | Op::ILike);
    matches!(op, Op::IsNull | Op::IsNotNull) && kind != T::TsVector
        || match kind {
            T::Text => ordered || pattern || matches!(op, Op::StartsWith | Op::EndsWith),
            T::Number
            | T::Numeric
            | T::Position
            | T::Uuid
            | T::Relation
            | T::MorphRelation
            | T::Date
            | T::DateTime => ordered,
            T::Boolean => matches!(op, Op::Eq | Op::Neq | Op::In),
            T::Select | T::Rating => ordered || op == Op::ContainsAny,
            T::MultiSelect => op == Op::ContainsAny,
            T::Array => op == Op::ContainsAny || pattern,
            T::RawJson | T::Files => pattern,
            _ => false,
        }
}

pub(super) fn comparison(op: Op) -> &'static str {
    match op {
        Op::Neq => " <> ",
        Op::Gt => " > ",
        Op::Gte => " >= ",
        Op::Lt => " < ",
        Op::Lte => " <= ",
        _ => " = ",
    }
}

/// Empty text, empty array and empty object stand for "no value", as stored values do.
pub(super) fn is_absent(value: &Value, kind: FieldType) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => {
            text.is_empty() && matches!(kind, FieldType::Text | FieldType::Select | FieldType::Rating)
        }
        _ => false,
    }
}

pub(super) fn empty_value(kind: FieldType) -> Option<&'static str> {
    match kind {
        FieldType::Text => Some(" = ''"),
        FieldType::Array | FieldType::MultiSelect => Some(" = '{}'"),
        FieldType::RawJson | FieldType::Files => Some(" IN ('{}', '[]', 'null')"),
        _ => None,
    }
}

pub(super) fn absent(column: Expr, kind: FieldType) -> Expr {
    let mut conditions = vec![column.clone().null()];
    conditions.extend(empty_value(kind).map(|empty| Expr::Postfix(Box::new(column), empty)));
    Expr::any_of(conditions)
}

pub(super) fn present(column: Expr, kind: FieldType) -> Expr {
    let filled = match kind {
        FieldType::Text => " <> ''",
        FieldType::Array | FieldType::MultiSelect => " <> '{}'",
        FieldType::RawJson | FieldType::Files => " NOT IN ('{}', '[]', 'null')",
        _ => " IS NOT NULL",
    };
    Expr::Postfix(Box::new(column), filled)
}

/// Most values of a list that stand in the statement one by one.
const MOST_WRITTEN_OUT: usize = 32;

/// The column holds one of these values.
///
/// Postgres makes the values of an array out of its text anew for each row, and cannot tell how many rows have them,
/// where that depends on settings or on what is stored: as it is for options and days. So these are written out.
pub(super) fn among(column: Expr, ty: SqlType, mut texts: Vec<String>) -> Expr {
    if matches!(ty, SqlType::Enum(_) | SqlType::Date) {
        texts.sort_unstable();
        texts.dedup();
        if (1..=MOST_WRITTEN_OUT).contains(&texts.len()) {
            let mut values: Vec<Expr> =
                texts.into_iter().map(|text| Expr::text_bind(text, ty.clone())).collect();
            return match values.len() {
                1 => column.infix(" = ", values.swap_remove(0)),
                _ => Expr::Any(Box::new(column), Box::new(Expr::ArrayOf(values))),
            };
        }
    }
    let texts = texts.into_iter().map(Some).collect();
    Expr::Any(Box::new(column), Box::new(Expr::Bind(Bind::TextArray(texts), ty.array())))
}

pub(super) fn text_match(slot: &Slot<'_>, column: Expr, op: Op, value: &Value) -> Result<Expr, PlanError> {
    let Some(text) = value.as_str().filter(|text| !text.contains('\0')) else {
        return Err(bad_value_of(&slot.object.name_singular, slot.name(), value, "a text"));
    };
    let kind = slot.column.kind;
    match op {
        Op::StartsWith => {
            return Ok(Expr::call("starts_with", [column, Expr::text_bind(text, SqlType::Text)]));
        }
        Op::EndsWith => {
            let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX).min(i64::from(i32::MAX));
            let end = Expr::call("right", [column, Expr::Int(length)]);
            return Ok(end.infix(" = ", Expr::text_bind(text, SqlType::Text)));
        }
        _ if text.is_empty() => return Ok(absent(column, kind)),
        _ => {}
    }
    let operator = if op == Op::Like { " LIKE " } else { " ILIKE " };
    let pattern = Expr::text_bind(whole_pattern(text), SqlType::Text);
    if kind == FieldType::Array {
        // Elements side by side would match across their border, so each is compared alone.
        return Ok(Expr::AnyElement(Box::new(column), operator, Box::new(pattern)));
    }
    let column = if kind == FieldType::Text { column } else { column.cast(SqlType::Text) };
    Ok(column.infix(operator, pattern))
}

/// A pattern may not end in its escape character; a lone one is meant literally.
pub(super) fn whole_pattern(pattern: &str) -> String {
    let trailing = pattern.chars().rev().take_while(|&c| c == '\\').count();
    if trailing % 2 == 1 { format!("{pattern}\\") } else { pattern.to_owned() }
}

/// What readers see has milliseconds, what is stored has microseconds: a value stands for its whole millisecond.
pub(super) fn instant_match(column: &Expr, op: Op, value: &Value) -> Option<Expr> {
    let at = value.as_str().and_then(instant)?;
    let start = at - chrono::TimeDelta::microseconds(i64::from(at.timestamp_subsec_micros() % 1000));
    let end = start + chrono::TimeDelta::milliseconds(1);
    let side = |operator, at: &chrono::DateTime<chrono::Utc>| {
        column.clone().infix(operator, Expr::text_bind(instant_text(at), SqlType::Timestamp))
    };
    Some(match op {
        Op::Eq => Expr::all(vec![side(" >= ", &start), side(" < ", &end)]),
        Op::Neq => Expr::any_of(vec![side(" < ", &start), side(" >= ", &end)]),
        Op::Gt => side(" >= ", &end),
        Op::Gte => side(" >= ", &start),
        Op::Lt => side(" < ", &start),
        _ => side(" < ", &end),
    })
}

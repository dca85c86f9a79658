//! Filters of a read in the form clients send them in.

use icosa_model::query::{FieldPath, Filter, Op};
use icosa_model::{Field, FieldType};
use serde_json::{Value, json};

/// A filter over one field.
pub(super) fn sent(field: &Field, filter: &Filter) -> Value {
    let each = |items: &[Filter]| items.iter().map(|item| sent(field, item)).collect::<Vec<_>>();
    match filter {
        Filter::And(items) => json!({ "and": each(items) }),
        Filter::Or(items) => json!({ "or": each(items) }),
        Filter::Not(inner) => json!({ "not": sent(field, inner) }),
        Filter::Compare { path, op, value } => under(path, comparison(field, *op, value)),
        Filter::AnyText(text) | Filter::Search(text) => json!({ field.name.as_str(): { "search": text } }),
    }
}

fn under(path: &FieldPath, comparison: Value) -> Value {
    match &path.sub_field {
        Some(part) => json!({ path.field.as_str(): { part.as_str(): comparison } }),
        None => json!({ path.field.as_str(): comparison }),
    }
}

fn comparison(field: &Field, op: Op, value: &Value) -> Value {
    let operator = match op {
        Op::IsNull => return json!({ "is": "NULL" }),
        Op::IsNotNull => return json!({ "is": "NOT_NULL" }),
        Op::ILike if field.field_type == FieldType::Array => "containsIlike",
        Op::Eq => "eq",
        Op::Neq => "neq",
        Op::In => "in",
        Op::Gt => "gt",
        Op::Gte => "gte",
        Op::Lt => "lt",
        Op::Lte => "lte",
        Op::Like => "like",
        Op::ILike => "ilike",
        Op::StartsWith => "startsWith",
        Op::EndsWith => "endsWith",
        Op::ContainsAny => "containsAny",
    };
    json!({ operator: value })
}

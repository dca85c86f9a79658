//! Filters as the text of REST: `and(name[ilike]:"%a%",employees[gt]:10)`.

use serde_json::Value;

use super::{Filter, Operator};

/// The text; `None` for what has no text.
pub(super) fn print(filter: &Filter) -> Option<String> {
    let all =
        |filters: &[Filter]| filters.iter().map(print).collect::<Option<Vec<_>>>().map(|all| all.join(","));
    Some(match filter {
        Filter::And(filters) => format!("and({})", all(filters)?),
        Filter::Or(filters) => format!("or({})", all(filters)?),
        Filter::Not(filter) => format!("not({})", print(filter)?),
        Filter::Compare { path, operator, value } => {
            format!("{path}[{}]:{}", operator.as_str(), right_side(*operator, value)?)
        }
        Filter::Json(_) => return None,
    })
}

fn right_side(operator: Operator, value: &Value) -> Option<String> {
    match value {
        Value::String(word) if operator == Operator::Is => Some(word.clone()),
        Value::Array(items) => {
            let items = items.iter().map(one).collect::<Option<Vec<_>>>()?;
            Some(format!("[{}]", items.join(",")))
        }
        other => one(other),
    }
}

fn one(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        // Texts cannot tell them from the words.
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

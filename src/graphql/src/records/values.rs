//! Values of documents as JSON.

use apollo_compiler::ast::Value;
use icosa_contract::AppError;
use serde_json::{Map, Value as Json};

use super::error::invalid;

/// Deepest value.
const MOST_DEPTH: usize = 64;

/// A value with its variables put in; `None` for a variable that has no value.
///
/// # Errors
/// A number that cannot be kept, or too much nesting.
pub fn json(value: &Value, variables: &Map<String, Json>) -> Result<Option<Json>, AppError> {
    at_depth(value, variables, 0)
}

fn at_depth(value: &Value, variables: &Map<String, Json>, depth: usize) -> Result<Option<Json>, AppError> {
    if depth > MOST_DEPTH {
        return Err(invalid("TOO_COMPLEX_QUERY", "A value is nested too deeply."));
    }
    Ok(Some(match value {
        Value::Null => Json::Null,
        Value::Enum(name) => Json::String(name.to_string()),
        Value::Variable(name) => return Ok(variables.get(name.as_str()).cloned()),
        Value::String(text) => Json::String(text.clone()),
        Value::Boolean(value) => Json::Bool(*value),
        Value::Int(number) => self::number(number.as_str())?,
        Value::Float(number) => self::number(number.as_str())?,
        Value::List(items) => {
            let mut list = Vec::with_capacity(items.len());
            for item in items {
                list.push(at_depth(item, variables, depth + 1)?.unwrap_or(Json::Null));
            }
            Json::Array(list)
        }
        Value::Object(entries) => {
            let mut object = Map::new();
            for (name, value) in entries {
                if let Some(value) = at_depth(value, variables, depth + 1)? {
                    object.insert(name.to_string(), value);
                }
            }
            Json::Object(object)
        }
    }))
}

/// Whole numbers that JSON numbers of ours cannot hold travel as text, which number fields accept.
fn number(text: &str) -> Result<Json, AppError> {
    let parsed: Json =
        serde_json::from_str(text).map_err(|_| invalid("INVALID_ARGS_DATA", "A number is too large."))?;
    let is_whole = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    Ok(if is_whole && parsed.is_f64() { Json::String(text.to_owned()) } else { parsed })
}

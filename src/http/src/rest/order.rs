//! The parameter `order_by`: `name.firstName,company.name,createdAt[DescNullsLast]`, or the same as JSON in the form
//! of the GraphQL API. Either way the outcome has that form, and one set of rules judges it.

use icosa_engine::record_api::DIRECTIONS;
use serde_json::{Value, json};

use super::error::RestError;

/// Most segments of one path: relations, a field, a part.
const MOST_SEGMENTS: usize = 12;

/// The order in the form of the GraphQL API; an absent text is none.
///
/// # Errors
/// A direction that is none, a text that cannot be read.
pub fn parse(name: &str, text: Option<&str>) -> Result<Vec<Value>, RestError> {
    let text = text.unwrap_or_default().trim();
    if text.starts_with(['[', '{']) {
        return json(name, text);
    }
    text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(|item| one(name, item)).collect()
}

/// An order given as JSON: a list, or one item of it.
///
/// # Errors
/// What is no JSON.
pub fn json(name: &str, text: &str) -> Result<Vec<Value>, RestError> {
    match serde_json::from_str(text) {
        Ok(Value::Array(items)) => Ok(items),
        Ok(item @ Value::Object(_)) => Ok(vec![item]),
        _ => Err(invalid(format!("'{name}' invalid: it is not a JSON array"))),
    }
}

fn one(name: &str, item: &str) -> Result<Value, RestError> {
    let (path, direction) = match item.split_once('[') {
        None => (item, "AscNullsFirst"),
        Some((path, rest)) => {
            let word = rest.strip_suffix(']').unwrap_or(rest).trim();
            if !DIRECTIONS.iter().any(|(known, _)| *known == word) {
                let allowed = DIRECTIONS.map(|(known, _)| format!("'{known}'")).join(", ");
                let shown: String = word.chars().take(64).collect();
                return Err(invalid(format!(
                    "'{name}' direction '{shown}' invalid. Allowed values are {allowed}"
                )));
            }
            (path.trim(), word)
        }
    };
    let segments: Vec<&str> = path.split('.').collect();
    if segments.len() > MOST_SEGMENTS {
        return Err(invalid(format!("'{name}' invalid: a path has at most {MOST_SEGMENTS} parts")));
    }
    Ok(segments.into_iter().rev().fold(json!(direction), |inner, segment| json!({ segment: inner })))
}

fn invalid(message: String) -> RestError {
    RestError::invalid("INVALID_QUERY_INPUT", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_json_mean_the_same() {
        let expected = [
            json!({"name": {"firstName": "AscNullsFirst"}}),
            json!({"company": {"accountOwner": {"userEmail": "DescNullsLast"}}}),
        ];
        let text = " name.firstName , company.accountOwner.userEmail[DescNullsLast],";
        assert_eq!(parse("order_by", Some(text)).unwrap(), expected);
        let text = json!(expected).to_string();
        assert_eq!(parse("order_by", Some(&text)).unwrap(), expected);
        assert_eq!(
            parse("order_by", Some(r#"{"id":"AscNullsLast"}"#)).unwrap(),
            [json!({"id": "AscNullsLast"})]
        );
        assert!(parse("order_by", None).unwrap().is_empty());
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for text in ["name[Up]", "name[", "[", "{]", "a.b.c.d.e.f.g.h.i.j.k.l.m"] {
            assert!(parse("order_by", Some(text)).is_err(), "{text}");
        }
    }
}

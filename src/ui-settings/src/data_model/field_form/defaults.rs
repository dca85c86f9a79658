//! Default values in the metadata syntax, where texts stand in single quotes.

use serde_json::{Map, Value, json};

/// A text as a default; an empty one is none.
#[must_use]
pub fn quoted(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() { Value::Null } else { json!(format!("'{}'", text.replace('\'', "''"))) }
}

/// The text of a default; empty where there is none.
#[must_use]
pub fn text(default: &Value) -> String {
    let Some(quoted) = default.as_str() else { return String::new() };
    let inner = quoted.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(quoted);
    inner.replace("''", "'")
}

/// A part of a composite default.
#[must_use]
pub fn part(default: &Value, name: &str) -> String {
    default.get(name).map(text).unwrap_or_default()
}

/// A composite default with only these text parts, all others of the type absent; none if all are empty.
#[must_use]
pub fn with_parts(all: &[&str], parts: &[(&str, &str)]) -> Value {
    if parts.iter().all(|(_, text)| text.is_empty()) {
        return Value::Null;
    }
    let mut default: Map<String, Value> = all.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    for (name, text) in parts {
        default.insert((*name).to_owned(), quoted(text));
    }
    Value::Object(default)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_and_back() {
        assert_eq!(quoted("O'Neill"), json!("'O''Neill'"));
        assert_eq!(text(&json!("'O''Neill'")), "O'Neill");
        assert_eq!(quoted("  "), Value::Null);
        assert_eq!(text(&Value::Null), "");
    }

    #[test]
    fn composites_have_all_their_parts() {
        let default = with_parts(&["amountMicros", "currencyCode"], &[("currencyCode", "EUR")]);
        assert_eq!(default, json!({ "amountMicros": null, "currencyCode": "'EUR'" }));
        assert_eq!(part(&default, "currencyCode"), "EUR");
        assert_eq!(with_parts(&["currencyCode"], &[("currencyCode", "")]), Value::Null);
    }
}

//! How a refused value is quoted in a message.

use serde_json::Value;

/// A JSON value the way the record API quotes it: texts in single quotes, objects and lists with inner blanks.
///
/// ```
/// use icosa_model::values::inspect;
/// assert_eq!(inspect(&serde_json::json!({"a": ["x", 1]})), "{ a: [ 'x', 1 ] }");
/// ```
#[must_use]
pub fn inspect(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Array(items) => format!("[ {} ]", items.iter().map(inspect).collect::<Vec<_>>().join(", ")),
        Value::Object(map) if map.is_empty() => "{}".to_owned(),
        Value::Object(map) => {
            let entry = |(key, value): (&String, &Value)| format!("{}: {}", key_text(key), inspect(value));
            format!("{{ {} }}", map.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// Single quotes unless the text holds some and no double ones.
fn quoted(text: &str) -> String {
    if !text.contains('\'') {
        format!("'{text}'")
    } else if !text.contains('"') {
        format!("\"{text}\"")
    } else {
        format!("'{}'", text.replace('\'', "\\'"))
    }
}

fn key_text(key: &str) -> String {
    let is_plain = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '$')
        && key.chars().next().is_some_and(|c| !c.is_ascii_digit());
    if is_plain { key.to_owned() } else { quoted(key) }
}

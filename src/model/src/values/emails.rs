//! E-mail addresses.

use serde_json::{Map, Value, json};

use super::composite::{json_list, list_or_null, part_name};
use super::{ValueError, inspect};

/// The longest address, in characters.
const MAX_LENGTH: usize = 255;

/// Checks and lower-cases every address given. Empty additional ones are dropped, repeated ones kept once.
pub(super) fn emails(name: &str, parts: &Map<String, Value>) -> Result<Map<String, Value>, ValueError> {
    let mut stored = Map::new();
    if let Some(primary) = parts.get("primaryEmail") {
        stored.insert("primaryEmail".to_owned(), json!(address(&part_name(name, "primaryEmail"), primary)?));
    }
    if let Some(additional) = parts.get("additionalEmails") {
        let part = part_name(name, "additionalEmails");
        let mut addresses: Vec<Value> = Vec::new();
        for item in json_list(&part, additional)? {
            let Some(email) = address(&part, &item)?.map(Value::String) else { continue };
            if !addresses.contains(&email) {
                addresses.push(email);
            }
        }
        stored.insert("additionalEmails".to_owned(), list_or_null(addresses));
    }
    Ok(stored)
}

fn address(name: &str, value: &Value) -> Result<Option<String>, ValueError> {
    let refused = || {
        let value = inspect(value);
        ValueError::new(format!("Invalid string value {value} for email field \"{name}\""))
    };
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.trim().is_empty() => Ok(None),
        Value::String(text) => canonical(text).map(Some).ok_or_else(refused),
        _ => Err(refused()),
    }
}

/// Trimmed, in lower case, with plain dots and none at the end; none if it is no address.
pub(super) fn canonical(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let (local, domain) = lower.rsplit_once('@')?;
    let domain = domain.replace(['。', '．', '｡'], ".");
    let domain = domain.strip_suffix('.').unwrap_or(&domain);
    if !is_local_part(local) || !is_mail_domain(domain) {
        return None;
    }
    let address = format!("{local}@{domain}");
    (address.chars().count() <= MAX_LENGTH).then_some(address)
}

fn is_local_part(text: &str) -> bool {
    let is_allowed =
        |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c) || is_foreign_letter(c);
    text.chars().count() <= 64
        && text.split('.').all(|piece| !piece.is_empty())
        && text.chars().all(is_allowed)
}

fn is_mail_domain(text: &str) -> bool {
    let labels: Vec<&str> = text.split('.').collect();
    let Some(top) = labels.last().filter(|_| labels.len() >= 2) else { return false };
    labels.iter().all(|label| is_label(label))
        && top.chars().count() >= 2
        && !top.chars().all(|c| c.is_ascii_digit())
}

/// One piece of a host name between dots, in ASCII or any other script.
pub(super) fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.chars().count() <= 63
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || is_foreign_letter(c))
}

/// Outside ASCII, and nothing that moves or hides text.
pub(super) fn is_foreign_letter(c: char) -> bool {
    let is_invisible = matches!(c, '\u{80}'..='\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffd}');
    !c.is_ascii() && !c.is_whitespace() && !c.is_control() && !is_invisible
}

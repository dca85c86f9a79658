//! Host names in one spelling: names in other scripts become their ASCII form (punycode), so that equal addresses
//! are equal in the database. The tables this takes are too large for the browser, so it is done here, after the
//! value has been checked and normalised otherwise.

use icosa_contract::AppError;
use icosa_model::values::inspect;
use icosa_model::{Field, FieldType};
use serde_json::Value;

/// The value with every host name of e-mail addresses and links in ASCII; other types come back as they are.
///
/// # Errors
/// `BAD_USER_INPUT` about the field when a name has no ASCII form.
pub fn normalise(field: &Field, mut value: Value) -> Result<Value, AppError> {
    let Some(parts) = value.as_object_mut() else { return Ok(value) };
    match field.field_type {
        FieldType::Emails => {
            for (part, value) in parts.iter_mut() {
                each_text(value, &|text| email(text).ok_or_else(|| refused_email(field, part, text)))?;
            }
        }
        FieldType::Links => {
            let is_domain = field.settings.kind.as_deref() == Some("domain");
            let ascii = |text: &str| if is_domain { host(text) } else { url(text) };
            let ascii = |text: &str| ascii(text).ok_or_else(|| refused_url(field, text));
            if let Some(primary) = parts.get_mut("primaryLinkUrl") {
                each_text(primary, &ascii)?;
            }
            for link in parts.get_mut("secondaryLinks").and_then(Value::as_array_mut).into_iter().flatten() {
                if let Some(address) = link.get_mut("url") {
                    each_text(address, &ascii)?;
                }
            }
        }
        _ => {}
    }
    Ok(value)
}

/// Changes a text, or every text of a list, unless it is plain ASCII already.
fn each_text(value: &mut Value, change: &impl Fn(&str) -> Result<String, AppError>) -> Result<(), AppError> {
    match value {
        Value::String(text) if !text.is_ascii() => *text = change(text)?,
        Value::Array(items) => {
            for item in items {
                each_text(item, change)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn host(name: &str) -> Option<String> {
    idna::domain_to_ascii(name).ok().filter(|name| !name.is_empty() && name.len() <= 253)
}

fn email(address: &str) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    Some(format!("{local}@{}", host(domain)?))
}

/// Changes what stands between `//` (and the user name) and the port or path.
fn url(address: &str) -> Option<String> {
    let Some((scheme, rest)) = address.split_once("://") else { return Some(address.to_owned()) };
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (user, authority) = authority.rsplit_once('@').map_or(("", authority), |(user, rest)| (user, rest));
    let (name, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
    let at = if user.is_empty() { "" } else { "@" };
    Some(format!("{scheme}://{user}{at}{}{port}{path}", host(name)?))
}

fn refused_email(field: &Field, part: &str, text: &str) -> AppError {
    let value = inspect(&Value::from(text));
    AppError::bad_input(format!("Invalid string value {value} for email field \"{}.{part}\"", field.name))
        .with_sub_code("INVALID_ARGS_DATA")
        .with_field(field.name.clone())
}

fn refused_url(field: &Field, text: &str) -> AppError {
    let value = inspect(&Value::from(text));
    AppError::bad_input(format!("Invalid URL {value} for field \"{}\"", field.name))
        .with_sub_code("INVALID_URL")
        .with_field(field.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_host_is_changed() {
        assert_eq!(email("jörg@münchen.de").as_deref(), Some("jörg@xn--mnchen-3ya.de"));
        assert_eq!(host("münchen.de").as_deref(), Some("xn--mnchen-3ya.de"));
        assert_eq!(
            url("https://me@münchen.de:8080/straße?q=ü").as_deref(),
            Some("https://me@xn--mnchen-3ya.de:8080/straße?q=ü"),
        );
        assert_eq!(url("https://example.com/straße").as_deref(), Some("https://example.com/straße"));
        assert_eq!(url("mailto:jörg@example.com").as_deref(), Some("mailto:jörg@example.com"));
    }

    #[test]
    fn names_without_an_ascii_form_are_refused() {
        assert_eq!(host("xn--\u{fffd}.de"), None);
        assert_eq!(email("a@\u{ad}"), None);
    }
}

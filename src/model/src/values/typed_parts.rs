//! Composite values as people type them on one line.

use serde_json::{Map, Value, json};

use super::ValueError;
use super::phones::{Phone, check};
use crate::format::countries;

/// Splits at the last blank: `Ludwig van Beethoven` -> `Ludwig van`, `Beethoven`.
pub(super) fn full_name(text: &str) -> Value {
    let text = text.trim();
    match text.rsplit_once(char::is_whitespace) {
        Some((first, last)) => json!({ "firstName": first.trim_end(), "lastName": last }),
        None => json!({ "firstName": text, "lastName": null }),
    }
}

/// Addresses apart by blanks, commas or semicolons; the first is the primary one.
pub(super) fn emails(text: &str) -> Value {
    let is_separator = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '<' | '>');
    let bare = |word: &str| word.strip_prefix("mailto:").unwrap_or(word).to_owned();
    let words: Vec<String> = text.split(is_separator).filter(|word| !word.is_empty()).map(bare).collect();
    // `Ada Lovelace <ada@example.com>`: words without an at sign are a name, unless there is nothing else.
    let addresses: Vec<String> = words.iter().filter(|word| word.contains('@')).cloned().collect();
    let addresses = if addresses.is_empty() { vec![text.trim().to_owned()] } else { addresses };
    let (primary, additional) = first_and_rest(&addresses);
    json!({ "primaryEmail": primary, "additionalEmails": additional })
}

/// Addresses apart by blanks; the first is the primary one.
pub(super) fn links(text: &str) -> Value {
    let urls: Vec<String> =
        text.split_whitespace().map(|word| word.trim_matches([',', ';']).to_owned()).collect();
    let (primary, rest) = first_and_rest(&urls);
    let rest: Vec<Value> = rest.into_iter().map(|url| json!({ "label": null, "url": url })).collect();
    json!({ "primaryLinkLabel": null, "primaryLinkUrl": primary, "secondaryLinks": rest })
}

/// Numbers apart by commas, semicolons or lines; the first is the primary one. National ones are of `country`.
pub(super) fn phones(text: &str, country: Option<&str>) -> Result<Value, ValueError> {
    let is_separator = |c: char| matches!(c, ',' | ';' | '\n' | '\r');
    let mut numbers = text.split(is_separator).map(str::trim).filter(|number| !number.is_empty());
    let mut value = primary_phone(numbers.next().unwrap_or_default(), country)?;
    let additional = numbers
        .map(|number| additional_phone(number, country))
        .collect::<Result<Vec<Value>, ValueError>>()?;
    value.insert("additionalPhones".to_owned(), Value::Array(additional));
    Ok(Value::Object(value))
}

fn typed_phone(text: &str, country: Option<&str>) -> Result<Phone, ValueError> {
    let is_international = ["+", "＋", "00", "tel:"].iter().any(|mark| text.starts_with(mark));
    let country = country.filter(|_| !is_international && !text.is_empty()).map(str::to_owned);
    check(Phone { number: Some(text.to_owned()).filter(|text| !text.is_empty()), country, calling: None })
}

/// The three parts of the primary number.
pub(super) fn primary_phone(text: &str, country: Option<&str>) -> Result<Map<String, Value>, ValueError> {
    let phone = typed_phone(text.trim(), country)?;
    let keys = ["primaryPhoneNumber", "primaryPhoneCountryCode", "primaryPhoneCallingCode"];
    let values = [phone.number, phone.country, phone.calling];
    Ok(keys.into_iter().zip(values).map(|(key, value)| (key.to_owned(), json!(value))).collect())
}

/// An entry of the additional numbers.
pub(super) fn additional_phone(text: &str, country: Option<&str>) -> Result<Value, ValueError> {
    let phone = typed_phone(text.trim(), country)?;
    Ok(json!({ "number": phone.number, "countryCode": phone.country, "callingCode": phone.calling }))
}

/// Pieces apart by commas or lines: street, city, then state and post code; a country's name at the end is one.
pub(super) fn address(text: &str) -> Value {
    let mut pieces: Vec<&str> =
        text.split([',', '\n']).map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let country = pieces.last().and_then(|last| countries::by_name(last)).map(|country| country.name);
    if country.is_some() {
        pieces.pop();
    }
    let mut pieces = pieces.into_iter();
    let (street, city) = (pieces.next(), pieces.next());
    let (mut state, mut postcode) = (Vec::new(), Vec::new());
    for piece in pieces {
        for word in piece.split_whitespace() {
            let has_digit = word.contains(|c: char| c.is_ascii_digit());
            if has_digit { postcode.push(word) } else { state.push(word) }
        }
    }
    json!({
        "addressStreet1": street, "addressStreet2": null, "addressCity": city,
        "addressState": state.join(" "), "addressPostcode": postcode.join(" "), "addressCountry": country,
    })
}

fn first_and_rest(items: &[String]) -> (Option<String>, Vec<String>) {
    match items.split_first() {
        Some((first, rest)) => (Some(first.clone()), rest.to_vec()),
        None => (None, Vec::new()),
    }
}

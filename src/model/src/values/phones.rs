//! Phone numbers, as far as they can be judged without numbering plans: the server checks the rest.

use serde_json::{Map, Value, json};

use super::ValueError;
use super::composite::{json_list, list_or_null, part_name};
use super::scalar::{invalid_object, text_or_none};
use crate::format::countries;

/// Shortest and longest national number, in digits.
const DIGITS: std::ops::RangeInclusive<usize> = 2..=17;

/// A number in its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Phone {
    /// National digits.
    pub number: Option<String>,
    /// ISO 3166 alpha-2.
    pub country: Option<String>,
    /// With its plus sign.
    pub calling: Option<String>,
}

/// Normalises the primary number (its three parts together) and each additional one.
pub(super) fn phones(name: &str, parts: &Map<String, Value>) -> Result<Map<String, Value>, ValueError> {
    let mut stored = Map::new();
    let keys = ["primaryPhoneNumber", "primaryPhoneCountryCode", "primaryPhoneCallingCode"];
    if keys.iter().any(|key| parts.contains_key(*key)) {
        let phone = phone(name, parts, keys)?;
        for (key, value) in keys.into_iter().zip([phone.number, phone.country, phone.calling]) {
            stored.insert(key.to_owned(), json!(value));
        }
    }
    if let Some(additional) = parts.get("additionalPhones") {
        let part = part_name(name, "additionalPhones");
        let mut numbers = Vec::new();
        for item in json_list(&part, additional)? {
            let keys = ["number", "countryCode", "callingCode"];
            let Some(entry) =
                item.as_object().filter(|map| map.keys().all(|key| keys.contains(&key.as_str())))
            else {
                return Err(invalid_object(&part, &item));
            };
            let phone = phone(&part, entry, keys)?;
            if phone.number.is_some() {
                numbers.push(json!({
                    "number": phone.number, "countryCode": phone.country, "callingCode": phone.calling,
                }));
            }
        }
        stored.insert("additionalPhones".to_owned(), list_or_null(numbers));
    }
    Ok(stored)
}

fn phone(name: &str, parts: &Map<String, Value>, keys: [&str; 3]) -> Result<Phone, ValueError> {
    let part = |key: &str| {
        let text = text_or_none(&part_name(name, key), parts.get(key).unwrap_or(&Value::Null))?;
        Ok(text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()))
    };
    let [number, country, calling] = keys;
    check(Phone { number: part(number)?, country: part(country)?, calling: part(calling)? })
}

/// Checks the parts against each other and fills in what follows from them.
pub(super) fn check(phone: Phone) -> Result<Phone, ValueError> {
    let country = match phone.country {
        Some(code) => Some(known_country(&code)?),
        None => None,
    };
    let calling = match &phone.calling {
        Some(code) => Some(known_calling(code)?),
        None => None,
    };
    let of_country = country.as_deref().and_then(countries::calling_code);
    if let (Some(given), Some(own)) = (&calling, of_country)
        && given != own
    {
        return Err(ValueError::coded(
            "CONFLICTING_PHONE_CALLING_CODE_AND_COUNTRY_CODE",
            "Provided country code and calling code are conflicting",
        ));
    }
    let mut calling = calling.or_else(|| of_country.map(str::to_owned));
    let number = match phone.number {
        None => None,
        Some(text) => Some(national(&text, country.is_some(), &mut calling)?),
    };
    let country =
        country.or_else(|| calling.as_deref().and_then(countries::only_country_of).map(str::to_owned));
    Ok(Phone { number, country, calling: calling.map(|code| format!("+{code}")) })
}

fn known_country(code: &str) -> Result<String, ValueError> {
    let upper = code.to_ascii_uppercase();
    if countries::calling_code(&upper).is_some() {
        return Ok(upper);
    }
    Err(ValueError::coded("INVALID_PHONE_COUNTRY_CODE", format!("Invalid country code {code}")))
}

/// Without its plus sign.
fn known_calling(code: &str) -> Result<String, ValueError> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace() && *c != '+').collect();
    if countries::is_calling_code(&digits) {
        return Ok(digits);
    }
    Err(ValueError::coded("INVALID_PHONE_CALLING_CODE", format!("Invalid calling code {code}")))
}

/// The national digits of a number; an international one brings its calling code.
fn national(text: &str, has_country: bool, calling: &mut Option<String>) -> Result<String, ValueError> {
    let refused =
        || ValueError::coded("INVALID_PHONE_NUMBER", format!("Provided phone number is invalid {text}"));
    let (is_international, digits) = digits(text, calling.is_none()).ok_or_else(refused)?;
    if !is_international {
        return if DIGITS.contains(&digits.len()) { Ok(digits) } else { Err(refused()) };
    }
    let code = countries::calling_code_of(&digits).ok_or_else(refused)?;
    if calling.as_deref().is_some_and(|given| given != code) {
        return Err(if has_country {
            let message = "Provided and inferred country code are conflicting";
            ValueError::coded("CONFLICTING_PHONE_COUNTRY_CODE", message)
        } else {
            let message = "Provided and inferred calling code are conflicting";
            ValueError::coded("CONFLICTING_PHONE_CALLING_CODE", message)
        });
    }
    let rest = digits.strip_prefix(code).filter(|rest| DIGITS.contains(&rest.len())).ok_or_else(refused)?;
    *calling = Some(code.to_owned());
    Ok(rest.to_owned())
}

/// The digits of a written number, and whether it is international: it begins with `+`, or with `00` where no calling
/// code is known. An extension is cut off; letters are refused.
fn digits(text: &str, is_code_unknown: bool) -> Option<(bool, String)> {
    let lower = text.trim().to_lowercase();
    let lower = lower.strip_prefix("tel:").unwrap_or(&lower);
    let end = ["ext", ";", "x", "#"].iter().filter_map(|mark| lower.find(mark)).min().unwrap_or(lower.len());
    let written = lower.get(..end)?.trim();
    let plus = written.starts_with(['+', '＋']);
    let is_separator = |c: char| {
        c.is_whitespace() || matches!(c, '(' | ')' | '-' | '.' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}')
    };
    let body = written.trim_start_matches(['+', '＋']);
    if !body.chars().all(|c| c.is_ascii_digit() || is_separator(c)) {
        return None;
    }
    // `+33 (0)6…`: the trunk zero is not dialled from abroad.
    let body = if plus { body.replacen("(0)", "", 1) } else { body.to_owned() };
    let digits: String = body.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("00").filter(|_| !plus && is_code_unknown) {
        Some(rest) => Some((true, rest.to_owned())),
        None => Some((plus, digits)),
    }
}

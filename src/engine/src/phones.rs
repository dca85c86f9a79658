//! Phone numbers: parsed with the numbering plans of every country, stored as national digits, country and calling
//! code.
//!
//! The shape of a PHONES value (an object with known parts, all text) has been checked before it comes here.

use icosa_contract::AppError;
use phonenumber::country::Id as Country;
use phonenumber::metadata::DATABASE;
use serde_json::{Map, Value, json};

/// No number is longer with its separators; longer text is refused before it is parsed.
const MAX_NUMBER_CHARS: usize = 64;

/// One phone as given or as stored; empty parts are absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Phone {
    /// Digits after the calling code.
    pub number: Option<String>,
    /// ISO 3166 alpha-2, e.g. `FR`.
    pub country_code: Option<String>,
    /// With its plus sign, e.g. `+33`.
    pub calling_code: Option<String>,
}

/// Checks a PHONES value and brings every number in it into the stored form.
///
/// # Errors
/// `BAD_USER_INPUT` about `field`, with a sub-code that says what is wrong with the number.
pub fn normalise(field: &str, value: &Value) -> Result<Value, AppError> {
    let Some(parts) = value.as_object() else { return Ok(value.clone()) };
    let primary = Phone {
        number: text(parts, "primaryPhoneNumber"),
        country_code: text(parts, "primaryPhoneCountryCode"),
        calling_code: text(parts, "primaryPhoneCallingCode"),
    };
    let primary = primary.normalised().map_err(|error| error.with_field(field))?;
    let mut additional = Vec::new();
    for item in parts.get("additionalPhones").and_then(Value::as_array).into_iter().flatten() {
        let Some(item) = item.as_object() else { continue };
        let phone = Phone {
            number: text(item, "number"),
            country_code: text(item, "countryCode"),
            calling_code: text(item, "callingCode"),
        };
        let phone = phone.normalised().map_err(|error| error.with_field(field))?;
        if phone.number.is_some() {
            additional.push(json!({
                "number": phone.number, "countryCode": phone.country_code, "callingCode": phone.calling_code,
            }));
        }
    }
    Ok(json!({
        "primaryPhoneNumber": primary.number,
        "primaryPhoneCountryCode": primary.country_code,
        "primaryPhoneCallingCode": primary.calling_code,
        "additionalPhones": if additional.is_empty() { Value::Null } else { Value::Array(additional) },
    }))
}

fn text(parts: &Map<String, Value>, key: &str) -> Option<String> {
    let text = parts.get(key)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl Phone {
    /// The stored form.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` when a code is unknown, the parts contradict each other or the number cannot be one.
    pub fn normalised(self) -> Result<Self, AppError> {
        let country = self.country_code.as_deref().map(known_country).transpose()?;
        let calling = self.calling_code.as_deref().map(known_calling_code).transpose()?;
        if let (Some(country), Some(calling)) = (country, calling)
            && calling_code_of(country) != Some(calling)
        {
            return Err(refused(
                "Provided country code and calling code are conflicting",
                "CONFLICTING_PHONE_CALLING_CODE_AND_COUNTRY_CODE",
            ));
        }
        let Some(number) = &self.number else {
            return Ok(Self {
                number: None,
                country_code: country.map(|id| id.as_ref().to_owned()),
                calling_code: calling.map(|code| format!("+{code}")),
            });
        };
        resolve(number, country, calling)
    }
}

fn resolve(number: &str, country: Option<Country>, calling: Option<u16>) -> Result<Phone, AppError> {
    let invalid = || refused(format!("Provided phone number is invalid {number}"), "INVALID_PHONE_NUMBER");
    if number.chars().count() > MAX_NUMBER_CHARS {
        return Err(refused("Provided phone number is invalid: it is too long", "INVALID_PHONE_NUMBER"));
    }
    let region = country.or_else(|| calling.and_then(main_country));
    let parsed = phonenumber::parse(region, number).map_err(|_| invalid())?;
    let code = parsed.code().value();
    if code == 0 {
        return Err(invalid());
    }
    let inferred = parsed.country().id();
    if let (Some(given), Some(inferred)) = (country, inferred)
        && given != inferred
    {
        return Err(refused(
            "Provided and inferred country code are conflicting",
            "CONFLICTING_PHONE_COUNTRY_CODE",
        ));
    }
    if calling.or_else(|| country.and_then(calling_code_of)).is_some_and(|given| given != code) {
        return Err(refused(
            "Provided and inferred calling code are conflicting",
            "CONFLICTING_PHONE_CALLING_CODE",
        ));
    }
    // Of a number that no plan knows, nothing can be taken for a trunk prefix: it stays as it was typed.
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let is_as_typed = !parsed.is_valid() && !number.contains('+') && !digits.is_empty();
    Ok(Phone {
        number: Some(if is_as_typed { digits } else { parsed.national().to_string() }),
        country_code: country.or(inferred).map(|id| id.as_ref().to_owned()),
        calling_code: Some(format!("+{code}")),
    })
}

fn known_country(code: &str) -> Result<Country, AppError> {
    let known = code.parse::<Country>().ok().filter(|id| calling_code_of(*id).is_some());
    known.ok_or_else(|| refused(format!("Invalid country code {code}"), "INVALID_PHONE_COUNTRY_CODE"))
}

fn known_calling_code(code: &str) -> Result<u16, AppError> {
    let digits = code.strip_prefix('+').unwrap_or(code);
    let number = digits.parse::<u16>().ok().filter(|number| DATABASE.by_code(number).is_some());
    number.ok_or_else(|| refused(format!("Invalid calling code {code}"), "INVALID_PHONE_CALLING_CODE"))
}

fn calling_code_of(country: Country) -> Option<u16> {
    DATABASE.by_id(country.as_ref()).map(phonenumber::Metadata::country_code)
}

fn main_country(calling: u16) -> Option<Country> {
    let plans = DATABASE.by_code(&calling)?;
    let main = plans.iter().find(|plan| plan.is_main_country_for_code()).or_else(|| plans.first())?;
    main.id().parse().ok()
}

fn refused(message: impl Into<String>, sub_code: &str) -> AppError {
    AppError::bad_input(message).with_sub_code(sub_code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phone(number: &str, country: &str, calling: &str) -> Result<(String, String, String), String> {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let given = Phone { number: some(number), country_code: some(country), calling_code: some(calling) };
        given
            .normalised()
            .map(|p| {
                let part = |text: Option<String>| text.unwrap_or_default();
                (part(p.number), part(p.country_code), part(p.calling_code))
            })
            .map_err(|error| error.sub_code.unwrap_or_default())
    }

    fn stored(number: &str, country: &str, calling: &str) -> Result<(String, String, String), String> {
        Ok((number.to_owned(), country.to_owned(), calling.to_owned()))
    }

    #[test]
    fn international_numbers_tell_their_country() {
        assert_eq!(phone("+33612345678", "", ""), stored("612345678", "FR", "+33"));
        assert_eq!(phone("+33 6 12 34 56 78", "FR", "+33"), stored("612345678", "FR", "+33"));
        assert_eq!(phone("+1 (520) 878-2491", "", ""), stored("5208782491", "US", "+1"));
    }

    #[test]
    fn national_numbers_take_the_country_or_calling_code_given() {
        assert_eq!(phone("0612345678", "FR", ""), stored("612345678", "FR", "+33"));
        assert_eq!(phone("612345678", "", "33"), stored("612345678", "FR", "+33"));
        assert_eq!(phone("123456789", "US", "+1"), stored("123456789", "US", "+1"));
    }

    #[test]
    fn contradictions_and_nonsense_are_named() {
        assert_eq!(phone("", "XX", "").unwrap_err(), "INVALID_PHONE_COUNTRY_CODE");
        assert_eq!(phone("", "", "+999").unwrap_err(), "INVALID_PHONE_CALLING_CODE");
        assert_eq!(phone("", "FR", "+1").unwrap_err(), "CONFLICTING_PHONE_CALLING_CODE_AND_COUNTRY_CODE");
        assert_eq!(phone("call me", "FR", "").unwrap_err(), "INVALID_PHONE_NUMBER");
        assert_eq!(phone("612345678", "", "").unwrap_err(), "INVALID_PHONE_NUMBER");
        assert_eq!(phone("+33612345678", "US", "").unwrap_err(), "CONFLICTING_PHONE_COUNTRY_CODE");
        assert_eq!(phone("+33612345678", "", "+49").unwrap_err(), "CONFLICTING_PHONE_CALLING_CODE");
        assert_eq!(phone(&"1".repeat(500), "FR", "").unwrap_err(), "INVALID_PHONE_NUMBER");
    }

    #[test]
    fn without_a_number_codes_stay_and_empty_texts_become_null() {
        assert_eq!(phone("", "FR", ""), stored("", "FR", ""));
        let value = json!({"primaryPhoneNumber": "", "additionalPhones": []});
        let all_null = json!({
            "primaryPhoneNumber": null, "primaryPhoneCountryCode": null, "primaryPhoneCallingCode": null,
            "additionalPhones": null,
        });
        assert_eq!(normalise("phones", &value).unwrap(), all_null);
    }

    #[test]
    fn additional_phones_follow_the_same_rules() {
        let value =
            json!({"primaryPhoneNumber": "+33612345678", "additionalPhones": [{"number": "+4930123456"}]});
        let stored = normalise("phones", &value).unwrap();
        assert_eq!(
            stored["additionalPhones"],
            json!([{"number": "30123456", "countryCode": "DE", "callingCode": "+49"}]),
        );
        let bad = json!({"additionalPhones": [{"number": "abc", "countryCode": "DE"}]});
        assert_eq!(normalise("phones", &bad).unwrap_err().field.as_deref(), Some("phones"));
    }
}

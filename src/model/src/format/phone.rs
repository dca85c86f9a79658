//! Phone numbers in international form.

use serde_json::Value;

use super::countries;

/// How national digits are grouped, by calling code and number of digits.
const GROUPS: &[(&str, &[usize])] = &[
    ("1", &[3, 3, 4]),
    ("20", &[2, 4, 4]),
    ("27", &[2, 3, 4]),
    ("30", &[3, 3, 4]),
    ("31", &[1, 4, 4]),
    ("32", &[3, 2, 2, 2]),
    ("33", &[1, 2, 2, 2, 2]),
    ("34", &[3, 3, 3]),
    ("351", &[3, 3, 3]),
    ("352", &[3, 3, 3]),
    ("353", &[2, 3, 4]),
    ("36", &[2, 3, 4]),
    ("39", &[3, 3, 4]),
    ("40", &[3, 3, 3]),
    ("41", &[2, 3, 2, 2]),
    ("420", &[3, 3, 3]),
    ("44", &[4, 6]),
    ("45", &[2, 2, 2, 2]),
    ("46", &[2, 3, 2, 2]),
    ("47", &[3, 2, 3]),
    ("48", &[3, 3, 3]),
    ("49", &[3, 8]),
    ("49", &[3, 7]),
    ("52", &[2, 4, 4]),
    ("55", &[2, 5, 4]),
    ("55", &[2, 4, 4]),
    ("61", &[3, 3, 3]),
    ("64", &[2, 3, 4]),
    ("65", &[4, 4]),
    ("7", &[3, 3, 2, 2]),
    ("81", &[2, 4, 4]),
    ("82", &[2, 4, 4]),
    ("852", &[4, 4]),
    ("86", &[3, 4, 4]),
    ("90", &[3, 3, 4]),
    ("91", &[5, 5]),
    ("971", &[2, 3, 4]),
    ("972", &[2, 3, 4]),
];

/// `+33 6 12 34 56 78` from national digits and calling code (with or without plus sign); the digits alone where no
/// code is known. What is no number is given back as it is.
#[must_use]
pub fn international(number: &str, calling_code: &str) -> String {
    let number = number.trim();
    let code = calling_code.trim().trim_start_matches('+');
    if number.is_empty() {
        return String::new();
    }
    if let Some(digits) = number.strip_prefix('+').map(compact).filter(|digits| is_digits(digits)) {
        let Some(code) = countries::calling_code_of(&digits) else { return number.to_owned() };
        return format!("+{code} {}", grouped(digits.strip_prefix(code).unwrap_or_default(), code));
    }
    let digits = compact(number);
    if !is_digits(&digits) {
        return number.to_owned();
    }
    let national = grouped(&digits, code);
    if code.is_empty() { national } else { format!("+{code} {national}") }
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '(' | ')')).collect()
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// By the country's habit where it is known, else in threes with two to four at the end.
fn grouped(digits: &str, code: &str) -> String {
    let fits = |(of, groups): &&(&str, &[usize])| *of == code && groups.iter().sum::<usize>() == digits.len();
    if let Some((_, groups)) = GROUPS.iter().find(fits) {
        return split(digits, groups.iter().copied());
    }
    let threes = match digits.len() {
        0..=4 => 0,
        length if length % 3 == 1 => length / 3 - 1,
        length => length / 3,
    };
    split(digits, std::iter::repeat_n(3, threes))
}

/// Cuts into groups of these lengths; what remains is the last group.
fn split(digits: &str, groups: impl Iterator<Item = usize>) -> String {
    let mut rest = digits;
    let mut pieces = Vec::new();
    for length in groups {
        let Some((piece, after)) = rest.split_at_checked(length) else { break };
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces.retain(|piece| !piece.is_empty());
    pieces.join(" ")
}

fn part<'v>(value: &'v Value, key: &str) -> &'v str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The primary number of a PHONES value.
#[must_use]
pub fn of_primary(value: &Value) -> String {
    numbered(
        part(value, "primaryPhoneNumber"),
        part(value, "primaryPhoneCallingCode"),
        part(value, "primaryPhoneCountryCode"),
    )
}

/// An entry of `additionalPhones`; older ones are bare texts.
#[must_use]
pub fn of_entry(entry: &Value) -> String {
    match entry {
        Value::String(number) => international(number, ""),
        _ => numbered(part(entry, "number"), part(entry, "callingCode"), part(entry, "countryCode")),
    }
}

/// The country stands in for a calling code that is missing.
fn numbered(number: &str, calling: &str, country: &str) -> String {
    let code =
        if calling.is_empty() { countries::calling_code(country).unwrap_or_default() } else { calling };
    international(number, code)
}

/// What a `tel:` link dials: `+33612345678`.
#[must_use]
pub fn dialled(shown: &str) -> String {
    shown.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn groups_as_the_country_does() {
        for (number, code, shown) in [
            ("612345678", "+33", "+33 6 12 34 56 78"),
            ("4155550123", "+1", "+1 415 555 0123"),
            ("7911123456", "44", "+44 7911 123456"),
            ("15112345678", "+49", "+49 151 12345678"),
            ("1234567", "+385", "+385 123 4567"),
            ("12345678", "+385", "+385 123 456 78"),
            ("123456789", "+385", "+385 123 456 789"),
            ("1234", "+385", "+385 1234"),
            ("+33612345678", "", "+33 6 12 34 56 78"),
            ("06 12 34", "", "061 234"),
            ("ask Ada", "+33", "ask Ada"),
            ("", "+33", ""),
        ] {
            assert_eq!(international(number, code), shown, "{number}");
        }
        assert_eq!(dialled("+33 6 12 34 56 78"), "+33612345678");
        let value = json!({ "primaryPhoneNumber": "612345678", "primaryPhoneCountryCode": "FR" });
        assert_eq!(of_primary(&value), "+33 6 12 34 56 78");
        assert_eq!(of_entry(&json!("+4512345678")), "+45 12 34 56 78");
    }
}

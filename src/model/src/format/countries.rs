//! Countries: names, flags and international calling codes.

use super::countries_data::COUNTRIES;

/// A country or territory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2, e.g. `FR`.
    pub code: &'static str,
    /// English name.
    pub name: &'static str,
    /// International calling code without its plus sign; empty where no numbers are given out.
    pub calling_code: &'static str,
}

fn country(&(code, name, calling_code): &(&'static str, &'static str, &'static str)) -> Country {
    Country { code, name, calling_code }
}

/// All of them, by code.
pub fn all() -> impl Iterator<Item = Country> {
    COUNTRIES.iter().map(country)
}

/// The country of an alpha-2 code in upper case.
#[must_use]
pub fn by_code(code: &str) -> Option<Country> {
    let at = COUNTRIES.binary_search_by(|row| row.0.cmp(code)).ok()?;
    COUNTRIES.get(at).map(country)
}

/// The country of a name, ignoring case.
#[must_use]
pub fn by_name(name: &str) -> Option<Country> {
    let wanted = name.trim().to_lowercase();
    all().find(|country| country.name.to_lowercase() == wanted)
}

/// The flag of an alpha-2 code as emoji: two regional indicator letters. Empty for anything else.
///
/// ```
/// assert_eq!(icosa_model::format::countries::flag("FR"), "🇫🇷");
/// ```
#[must_use]
pub fn flag(code: &str) -> String {
    const FIRST: u32 = 0x1_F1E6;
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    let indicator = |byte: u8| char::from_u32(FIRST + u32::from(byte.to_ascii_uppercase() - b'A'));
    if is_code { code.bytes().filter_map(indicator).collect() } else { String::new() }
}

/// The calling code of a country, without its plus sign; none where no numbers are given out.
#[must_use]
pub fn calling_code(code: &str) -> Option<&'static str> {
    by_code(code).map(|country| country.calling_code).filter(|code| !code.is_empty())
}

/// Calling codes of services that belong to no country: freephone, satellites and the like.
const WORLDWIDE: [&str; 9] = ["800", "808", "870", "878", "881", "882", "883", "888", "979"];

fn calling_codes() -> impl Iterator<Item = &'static str> {
    COUNTRIES.iter().map(|row| row.2).filter(|code| !code.is_empty()).chain(WORLDWIDE)
}

/// Some country or worldwide service has this calling code (digits only).
#[must_use]
pub fn is_calling_code(digits: &str) -> bool {
    calling_codes().any(|code| code == digits)
}

/// The calling code international digits begin with. No code is the beginning of another.
#[must_use]
pub fn calling_code_of(digits: &str) -> Option<&'static str> {
    calling_codes().find(|code| digits.starts_with(code))
}

/// The country of a calling code (digits only) that no other country shares.
#[must_use]
pub fn only_country_of(calling_code: &str) -> Option<&'static str> {
    let mut owners = COUNTRIES.iter().filter(|row| row.2 == calling_code);
    let owner = owners.next()?;
    owners.next().is_none().then_some(owner.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_codes_are_free_of_prefixes() {
        assert!(COUNTRIES.windows(2).all(|pair| matches!(pair, [a, b] if a.0 < b.0)));
        for a in calling_codes() {
            for b in calling_codes() {
                assert!(a == b || !b.starts_with(a), "{a} begins {b}");
            }
        }
    }

    #[test]
    fn looks_up_by_code_name_and_calling_code() {
        assert_eq!(by_code("FR").unwrap().name, "France");
        assert_eq!(by_name("united states").unwrap().code, "US");
        assert_eq!(by_code("ZZ"), None);
        assert_eq!(calling_code_of("33612345678"), Some("33"));
        assert_eq!(calling_code_of("999"), None);
        assert_eq!(only_country_of("33"), Some("FR"));
        assert_eq!(only_country_of("1"), None);
        assert_eq!(calling_code("AQ"), None);
        assert_eq!(flag("de"), "🇩🇪");
        assert_eq!(flag("x"), "");
    }
}

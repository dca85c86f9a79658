//! Exact decimal numbers of any length: money and NUMERIC never pass through floating point.

use std::fmt;

/// A sign, digits and the place of the point. Zero has no digits and no sign; no leading or trailing zeros are kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Decimal {
    negative: bool,
    /// Significant digits, most significant first, without zeros at either end.
    digits: Vec<u8>,
    /// How many powers of ten the last digit stands for; negative after the point.
    exponent: i32,
}

/// Numbers beyond this many powers of ten are refused, so that a short text cannot make a long number.
const MAX_EXPONENT: i64 = 400;
/// Digits that are read at most.
const MAX_DIGITS: usize = 1000;

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self { negative: false, digits: Vec::new(), exponent: 0 };

    /// Reads `-12.5`, `+3`, `.5`, `1e6`: a point for the decimals, no separators, no blanks inside.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, power) = match rest.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, power.parse::<i64>().ok()?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        if digits.is_empty() || digits.len() > MAX_DIGITS || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        if power.abs() > MAX_EXPONENT {
            return None;
        }
        let exponent = i32::try_from(power - i64::try_from(fraction.len()).ok()?).ok()?;
        Some(Self { negative, digits: digits.iter().map(|byte| byte - b'0').collect(), exponent }.trimmed())
    }

    /// Of a JSON number, or a text that holds one.
    #[must_use]
    pub fn of(value: &serde_json::Value) -> Option<Self> {
        match value {
            serde_json::Value::Number(number) => Self::parse(&number.to_string()),
            serde_json::Value::String(text) => Self::parse(text),
            _ => None,
        }
    }

    fn trimmed(mut self) -> Self {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
            self.exponent += 1;
        }
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..zeros);
        if self.digits.is_empty() { Self::ZERO } else { self }
    }

    /// Below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// Neither above nor below zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Has nothing after the point.
    #[must_use]
    pub fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    /// Times ten to the power of `powers`.
    #[must_use]
    pub fn shifted(mut self, powers: i32) -> Self {
        if !self.digits.is_empty() {
            self.exponent = self.exponent.saturating_add(powers);
        }
        self
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(mut self) -> Self {
        self.negative = false;
        self
    }

    /// With the other sign.
    #[must_use]
    pub fn negated(mut self) -> Self {
        self.negative = !self.negative && !self.digits.is_empty();
        self
    }

    /// How many digits stand before the point; 0 below one.
    #[must_use]
    pub fn whole_digits(&self) -> usize {
        let count =
            i64::try_from(self.digits.len()).unwrap_or(i64::MAX).saturating_add(i64::from(self.exponent));
        usize::try_from(count).unwrap_or(0)
    }

    /// How many digits stand after the point.
    #[must_use]
    pub fn fraction_digits(&self) -> usize {
        usize::try_from(-i64::from(self.exponent)).unwrap_or(0)
    }

    /// With at most so many digits after the point, halves away from zero.
    #[must_use]
    pub fn rounded(self, places: u8) -> Self {
        let excess = self.fraction_digits().saturating_sub(usize::from(places));
        if excess == 0 {
            return self;
        }
        let Some(kept) = self.digits.len().checked_sub(excess) else { return Self::ZERO };
        let round_up = self.digits.get(kept).is_some_and(|digit| *digit >= 5);
        let mut digits = self.digits;
        digits.truncate(kept);
        if round_up {
            carry(&mut digits);
        }
        Self { negative: self.negative, digits, exponent: -i32::from(places) }.trimmed()
    }

    /// Digits before the point (`0` at least) and after it (exactly `places`, or as many as there are).
    #[must_use]
    pub fn parts(&self, places: Option<u8>) -> (String, String) {
        let rounded = match places {
            Some(places) => self.clone().rounded(places),
            None => self.clone(),
        };
        let mut text: String = rounded.digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        text.extend(std::iter::repeat_n('0', usize::try_from(rounded.exponent).unwrap_or(0)));
        let fraction_len = rounded.fraction_digits();
        if text.len() < fraction_len + 1 {
            text.insert_str(0, &"0".repeat(fraction_len + 1 - text.len()));
        }
        let mut fraction = text.split_off(text.len() - fraction_len);
        let wanted = places.map_or(0, usize::from);
        fraction.extend(std::iter::repeat_n('0', wanted.saturating_sub(fraction_len)));
        (text, fraction)
    }

    /// As floating point, for NUMBER.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        self.to_string().parse().unwrap_or(0.0)
    }
}

/// Adds one to the last digit.
fn carry(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return;
        }
        *digit = 0;
    }
    digits.insert(0, 1);
}

/// Canonical text: `-1234.5`, `0`, no exponent.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = self.parts(None);
        let sign = if self.negative { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_canonically() {
        for (text, canonical) in [
            ("0", "0"),
            ("-0.00", "0"),
            ("007", "7"),
            ("+1.50", "1.5"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1e6", "1000000"),
            ("-12.34e-3", "-0.01234"),
            ("123456789012345678901234567890.1", "123456789012345678901234567890.1"),
        ] {
            assert_eq!(Decimal::parse(text).unwrap().to_string(), canonical, "{text}");
        }
        for text in ["", "-", ".", "1,5", "NaN", "1e999", "0x10", "1 2", "--1", "1e", "Infinity", "1.2.3"] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
    }

    #[test]
    fn rounds_halves_away_from_zero() {
        for (text, places, rounded) in [
            ("1.25", 1, "1.3"),
            ("-1.25", 1, "-1.3"),
            ("1.24", 1, "1.2"),
            ("9.99", 1, "10"),
            ("0.004", 2, "0"),
            ("0.006", 2, "0.01"),
            ("0.5", 0, "1"),
            ("0.05", 0, "0"),
            ("1234", 2, "1234"),
        ] {
            assert_eq!(
                Decimal::parse(text).unwrap().rounded(places).to_string(),
                rounded,
                "{text} to {places}"
            );
        }
    }

    #[test]
    fn parts_pad_to_the_places_asked_for() {
        let parts = |text: &str, places| Decimal::parse(text).unwrap().parts(places);
        assert_eq!(parts("1.5", Some(2)), ("1".to_owned(), "50".to_owned()));
        assert_eq!(parts("0.001", None), ("0".to_owned(), "001".to_owned()));
        assert_eq!(parts("1200", Some(0)), ("1200".to_owned(), String::new()));
        assert_eq!(parts("0", Some(2)), ("0".to_owned(), "00".to_owned()));
    }
}

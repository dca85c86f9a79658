//! Numbers, percentages and money.

use serde_json::Value;

use super::{NumberFormat, Preferences, currencies};
use crate::values::Decimal;

impl NumberFormat {
    /// What stands between groups of three digits. The blank does not break lines.
    #[must_use]
    pub fn group_separator(self) -> char {
        match self {
            Self::CommasAndDot => ',',
            Self::SpacesAndComma => '\u{a0}',
            Self::DotsAndComma => '.',
            Self::ApostropheAndDot => '\'',
        }
    }

    /// What stands before the decimals.
    #[must_use]
    pub fn decimal_separator(self) -> char {
        match self {
            Self::CommasAndDot | Self::ApostropheAndDot => '.',
            Self::SpacesAndComma | Self::DotsAndComma => ',',
        }
    }
}

/// A JSON number (or a text that holds one) with separators: exactly `decimals` digits after the point, or as many
/// as there are. Empty for anything else.
#[must_use]
pub fn number(value: &Value, decimals: Option<u8>, format: NumberFormat) -> String {
    Decimal::of(value).map_or_else(String::new, |number| decimal(&number, decimals, format))
}

/// The same of a decimal.
#[must_use]
pub fn decimal(number: &Decimal, decimals: Option<u8>, format: NumberFormat) -> String {
    let (whole, fraction) = number.parts(decimals);
    let is_zero = whole.bytes().chain(fraction.bytes()).all(|digit| digit == b'0');
    let mut text = if number.is_negative() && !is_zero { "-".to_owned() } else { String::new() };
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(format.group_separator());
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push(format.decimal_separator());
        text.push_str(&fraction);
    }
    text
}

/// A fraction as percentage: 0.5 is `50%`.
#[must_use]
pub fn percentage(value: &Value, decimals: Option<u8>, format: NumberFormat) -> String {
    Decimal::of(value)
        .map_or_else(String::new, |number| format!("{}%", decimal(&number.shifted(2), decimals, format)))
}

/// Short: `950`, `1.2k`, `3.4m`, `5b`; at most `decimals` digits (one when not said) after the point.
#[must_use]
pub fn short(number: &Decimal, decimals: Option<u8>, format: NumberFormat) -> String {
    const STEPS: [(i32, &str); 4] = [(0, ""), (3, "k"), (6, "m"), (9, "b")];
    let most = decimals.unwrap_or(1);
    let mut step = match number.whole_digits() {
        0..=3 => 0,
        4..=6 => 1,
        7..=9 => 2,
        _ => 3,
    };
    let scaled = |step: usize| {
        let (powers, suffix) = STEPS.get(step).copied().unwrap_or((0, ""));
        (number.clone().shifted(-powers).rounded(most), suffix)
    };
    // 999,950 rounds to 1000k, which is 1m.
    if step < 3 && scaled(step).0.whole_digits() > 3 {
        step += 1;
    }
    let (rounded, suffix) = scaled(step);
    format!("{}{suffix}", decimal(&rounded, None, format))
}

/// How much of an amount is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyStyle {
    /// `€1.2k`, with at most so many digits after the point (one when not said).
    Short(Option<u8>),
    /// `€1,234.50`, with exactly so many digits after the point. When not said: none for whole amounts, else those
    /// usual for the currency, and more if the amount has more.
    Full(Option<u8>),
}

/// A CURRENCY value, e.g. `€1,234.50` or `CHF 1,234.50`; empty without an amount.
#[must_use]
pub fn currency(value: &Value, style: MoneyStyle, format: NumberFormat) -> String {
    let amount = value.get("amountMicros").and_then(Decimal::of);
    let code = value.get("currencyCode").and_then(Value::as_str).unwrap_or_default();
    amount.map_or_else(String::new, |micros| money(&micros.shifted(-6), code, style, format))
}

/// The amount of a CURRENCY value alone, as it is typed, from its micros: `1,234.5`; empty if that is no number.
#[must_use]
pub fn amount(micros: &str, preferences: &Preferences) -> String {
    let amount = Decimal::parse(micros).map(|micros| micros.shifted(-6));
    amount.map_or_else(String::new, |amount| decimal(&amount, None, preferences.number_format))
}

/// An amount (in whole units of the currency) with its symbol or code; a code of its own is shown when the currency
/// is unknown, nothing when it is empty.
#[must_use]
pub fn money(amount: &Decimal, code: &str, style: MoneyStyle, format: NumberFormat) -> String {
    let size = amount.clone().abs();
    let text = match style {
        MoneyStyle::Short(decimals) => short(&size, decimals, format),
        MoneyStyle::Full(Some(decimals)) => decimal(&size, Some(decimals), format),
        MoneyStyle::Full(None) if size.is_integer() => decimal(&size, None, format),
        MoneyStyle::Full(None) => {
            let usual = currencies::by_code(code).map_or(2, |currency| usize::from(currency.digits));
            let places = u8::try_from(size.fraction_digits().max(usual)).ok();
            decimal(&size, places, format)
        }
    };
    let is_zero = !text.contains(|c: char| matches!(c, '1'..='9'));
    let sign = if amount.is_negative() && !is_zero { "-" } else { "" };
    let prefix = if code.is_empty() { String::new() } else { currencies::prefix(code) };
    format!("{sign}{prefix}{text}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use NumberFormat::{ApostropheAndDot, CommasAndDot, DotsAndComma, SpacesAndComma};
    use serde_json::json;

    #[test]
    fn numbers_carry_the_separators_of_the_person() {
        for (format, text) in [
            (CommasAndDot, "-1,234,567.5"),
            (SpacesAndComma, "-1\u{a0}234\u{a0}567,5"),
            (DotsAndComma, "-1.234.567,5"),
            (ApostropheAndDot, "-1'234'567.5"),
        ] {
            assert_eq!(number(&json!(-1234567.5), None, format), text);
        }
        assert_eq!(number(&json!(1.005), Some(2), CommasAndDot), "1.01");
        assert_eq!(number(&json!(12), Some(2), CommasAndDot), "12.00");
        assert_eq!(number(&json!(-0.001), Some(2), CommasAndDot), "0.00");
        assert_eq!(number(&json!("12345678901234567890"), None, CommasAndDot), "12,345,678,901,234,567,890");
        assert_eq!(number(&json!(null), None, CommasAndDot), "");
        assert_eq!(percentage(&json!(0.125), None, DotsAndComma), "12,5%");
        assert_eq!(percentage(&json!(0.125), Some(0), CommasAndDot), "13%");
    }

    #[test]
    fn short_amounts_change_unit_when_rounding_says_so() {
        for (value, text) in [
            ("0", "0"),
            ("950", "950"),
            ("999.96", "1k"),
            ("1234", "1.2k"),
            ("-1234", "-1.2k"),
            ("999949", "999.9k"),
            ("999950", "1m"),
            ("2500000000", "2.5b"),
            ("1234000000000", "1,234b"),
            ("0.05", "0.1"),
        ] {
            assert_eq!(short(&Decimal::parse(value).unwrap(), None, CommasAndDot), text, "{value}");
        }
        assert_eq!(short(&Decimal::parse("1234").unwrap(), Some(0), CommasAndDot), "1k");
    }

    #[test]
    fn money_has_symbol_or_code_and_as_many_digits_as_needed() {
        let full = |micros: Value, code: &str| {
            let value = json!({ "amountMicros": micros, "currencyCode": code });
            currency(&value, MoneyStyle::Full(None), CommasAndDot)
        };
        assert_eq!(full(json!(1_200_000_000_i64), "EUR"), "€1,200");
        assert_eq!(full(json!("1200500000"), "EUR"), "€1,200.50");
        assert_eq!(full(json!(-1_500_000), "CHF"), "-CHF 1.50");
        assert_eq!(full(json!(1_234), "USD"), "$0.001234");
        assert_eq!(full(json!(1_500_000), "KWD"), "KWD 1.500");
        assert_eq!(full(json!(1_000_000), ""), "1");
        assert_eq!(full(json!(null), "EUR"), "");
        let value = json!({ "amountMicros": "1234567000000", "currencyCode": "USD" });
        assert_eq!(currency(&value, MoneyStyle::Short(None), CommasAndDot), "$1.2m");
        assert_eq!(currency(&value, MoneyStyle::Full(Some(0)), CommasAndDot), "$1,234,567");
    }
}

//! Currencies of ISO 4217.

use super::currencies_data::CURRENCIES;

/// A currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Currency {
    /// ISO 4217, e.g. `EUR`.
    pub code: &'static str,
    /// English name.
    pub name: &'static str,
    /// e.g. `€`; empty where the code is shown instead. No two currencies share one.
    pub symbol: &'static str,
    /// Digits after the decimal point.
    pub digits: u8,
}

fn currency(&(code, name, symbol, digits): &(&'static str, &'static str, &'static str, u8)) -> Currency {
    Currency { code, name, symbol, digits }
}

/// All of them, by code.
pub fn all() -> impl Iterator<Item = Currency> {
    CURRENCIES.iter().map(currency)
}

/// The currency of a code in upper case.
#[must_use]
pub fn by_code(code: &str) -> Option<Currency> {
    let at = CURRENCIES.binary_search_by(|row| row.0.cmp(code)).ok()?;
    CURRENCIES.get(at).map(currency)
}

/// What stands before an amount: the symbol, or the code; a letter at its end is set apart by a blank.
#[must_use]
pub fn prefix(code: &str) -> String {
    let shown =
        by_code(code).map(|currency| currency.symbol).filter(|symbol| !symbol.is_empty()).unwrap_or(code);
    let is_word = shown.ends_with(|c: char| c.is_alphanumeric());
    if is_word { format!("{shown} ") } else { shown.to_owned() }
}

/// Takes the currency off a written amount, from either end: `€5`, `5 EUR`, `R$ 5`.
#[must_use]
pub fn split_currency(text: &str) -> Option<(&str, &'static str)> {
    let text = text.trim();
    let ends = [(text.get(..3), text.get(3..)), split_last(text, 3)];
    for (code, rest) in ends {
        if let (Some(code), Some(rest)) = (code, rest)
            && let Some(found) = by_code(&code.to_ascii_uppercase())
            && !rest.starts_with(char::is_alphabetic)
        {
            return Some((rest.trim(), found.code));
        }
    }
    let mut symbols: Vec<Currency> = all().filter(|currency| !currency.symbol.is_empty()).collect();
    symbols.sort_by_key(|currency| std::cmp::Reverse(currency.symbol.len()));
    symbols.iter().find_map(|currency| {
        let rest = text.strip_prefix(currency.symbol).or_else(|| text.strip_suffix(currency.symbol))?;
        Some((rest.trim(), currency.code))
    })
}

/// The last `length` bytes and what stands before them.
fn split_last(text: &str, length: usize) -> (Option<&str>, Option<&str>) {
    let at = text.len().saturating_sub(length);
    (text.get(at..), text.get(..at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_symbols_distinct() {
        assert!(CURRENCIES.windows(2).all(|pair| matches!(pair, [a, b] if a.0 < b.0)));
        let mut symbols: Vec<&str> = all().map(|c| c.symbol).filter(|symbol| !symbol.is_empty()).collect();
        let count = symbols.len();
        symbols.sort_unstable();
        symbols.dedup();
        assert_eq!(symbols.len(), count);
    }

    #[test]
    fn every_prefix_is_read_back() {
        for currency in all() {
            let written = format!("{}12", prefix(currency.code));
            assert_eq!(split_currency(&written), Some(("12", currency.code)), "{written}");
        }
        assert_eq!(split_currency("12"), None);
    }
}

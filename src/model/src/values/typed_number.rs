//! Numbers and amounts of money as people type them.

use super::Decimal;
use crate::format::NumberFormat;
use crate::format::currencies;

/// Reads a number with separators: `1,234.5`, `1 234,5`, `1'234.5`, `-5`, `(5)`, `1.2k`, `3m`.
///
/// A single separator followed by three digits is read by `format` alone where both readings are possible.
pub(super) fn number(text: &str, format: NumberFormat) -> Option<Decimal> {
    let (negative, body) = sign(text.trim());
    let (body, powers) = suffix(body);
    let decimal = Decimal::parse(&plain(body, format)?)?.shifted(powers);
    Some(if negative { decimal.negated() } else { decimal })
}

/// Takes off a minus or the parentheses of accountants.
fn sign(text: &str) -> (bool, &str) {
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return (true, inner.trim());
    }
    match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text).trim_start()),
    }
}

/// Takes off `k`, `m` or `b`: thousands, millions, billions.
fn suffix(text: &str) -> (&str, i32) {
    for (mark, powers) in [('k', 3), ('m', 6), ('b', 9)] {
        if let Some(rest) = text.strip_suffix([mark, mark.to_ascii_uppercase()]) {
            return (rest.trim_end(), powers);
        }
    }
    (text, 0)
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\'' | '’' | '_' | '\u{202f}' | '\u{2009}')
}

/// The same number with a point and no other separators.
fn plain(text: &str, format: NumberFormat) -> Option<String> {
    let compact = ungrouped_blanks(text)?;
    let is_number = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
    if !compact.contains(|c: char| c.is_ascii_digit()) || !compact.chars().all(is_number) {
        return None;
    }
    let decimal = decimal_mark(&compact, format);
    let (whole, fraction) = match decimal {
        Some(mark) => compact.rsplit_once(mark)?,
        None => (compact.as_str(), ""),
    };
    if fraction.contains(['.', ',']) || !is_grouped(whole) {
        return None;
    }
    let whole: String = whole.chars().filter(char::is_ascii_digit).collect();
    Some(format!("{whole}.{fraction}"))
}

/// Without blanks and apostrophes, which must stand between groups of three digits (or two, in India).
fn ungrouped_blanks(text: &str) -> Option<String> {
    let pieces: Vec<&str> = text.split(is_blank).collect();
    let digits = |piece: &&str| piece.bytes().take_while(u8::is_ascii_digit).count();
    let is_fine = match pieces.split_last() {
        None | Some((_, [])) => true,
        Some((last, others)) => {
            digits(last) == 3 && others.iter().skip(1).all(|piece| (2..=3).contains(&digits(piece)))
        }
    };
    is_fine.then(|| pieces.concat())
}

/// Which mark, if any, stands before the decimals.
fn decimal_mark(text: &str, format: NumberFormat) -> Option<char> {
    let last = text.rfind(['.', ','])?;
    let mark = text.get(last..)?.chars().next()?;
    let other = if mark == '.' { ',' } else { '.' };
    if text.contains(other) {
        return Some(mark);
    }
    if text.matches(mark).count() > 1 {
        return None;
    }
    let before = text.get(..last)?;
    let looks_grouped = text.len() - last == 4 && (1..=3).contains(&before.len()) && !before.starts_with('0');
    (mark == decimal_separator(format) || !looks_grouped).then_some(mark)
}

fn decimal_separator(format: NumberFormat) -> char {
    match format {
        NumberFormat::CommasAndDot | NumberFormat::ApostropheAndDot => '.',
        NumberFormat::SpacesAndComma | NumberFormat::DotsAndComma => ',',
    }
}

/// One kind of separator, the last group of three digits, the others of two or three.
fn is_grouped(whole: &str) -> bool {
    if whole.contains('.') && whole.contains(',') {
        return false;
    }
    let groups: Vec<usize> = whole.split(['.', ',']).map(str::len).collect();
    match groups.split_last() {
        None | Some((_, [])) => true,
        Some((last, rest)) => {
            *last == 3
                && rest.first().is_some_and(|first| (1..=3).contains(first))
                && rest.iter().skip(1).all(|group| (2..=3).contains(group))
        }
    }
}

/// Reads an amount with its currency before or after it, as code or symbol: `1,200.50 EUR`, `€1,200`, `-$5`, `$1.2k`.
pub(super) fn money(text: &str, format: NumberFormat) -> Option<(Decimal, Option<&'static str>)> {
    let (negative, body) = sign(text.trim());
    let (body, code) = match currencies::split_currency(body) {
        Some((rest, code)) => (rest, Some(code)),
        None => (body, None),
    };
    let amount = number(body, format)?;
    Some((if negative { amount.negated() } else { amount }, code))
}

#[cfg(test)]
mod tests {
    use super::*;
    use NumberFormat::{ApostropheAndDot, CommasAndDot, DotsAndComma, SpacesAndComma};

    #[test]
    fn reads_the_usual_separators() {
        for (text, format, expected) in [
            ("1,234.5", CommasAndDot, "1234.5"),
            ("1.234,5", CommasAndDot, "1234.5"),
            ("1,234", CommasAndDot, "1234"),
            ("1,5", CommasAndDot, "1.5"),
            ("1.234", CommasAndDot, "1.234"),
            ("1.234", DotsAndComma, "1234"),
            ("1,234", DotsAndComma, "1.234"),
            ("0.123", DotsAndComma, "0.123"),
            ("1 234,5", SpacesAndComma, "1234.5"),
            ("1\u{a0}234\u{202f}567,5", SpacesAndComma, "1234567.5"),
            ("1'234.5", ApostropheAndDot, "1234.5"),
            ("1,234,567", DotsAndComma, "1234567"),
            ("12,34,567.8", CommasAndDot, "1234567.8"),
            ("-5", CommasAndDot, "-5"),
            ("− 5", CommasAndDot, "-5"),
            ("(1,200)", CommasAndDot, "-1200"),
            ("1.2k", CommasAndDot, "1200"),
            ("3 M", CommasAndDot, "3000000"),
            (".5", CommasAndDot, "0.5"),
        ] {
            assert_eq!(number(text, format).map(|n| n.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "abc", "1,2,3", "1.2.3,4", "12 3 4", "1,23,4", "--5", "1e5", "k", "5 apples"] {
            assert_eq!(number(text, CommasAndDot), None, "{text}");
        }
    }

    #[test]
    fn reads_amounts_with_their_currency() {
        for (text, amount, code) in [
            ("1,200.50 EUR", "1200.5", Some("EUR")),
            ("eur 1200", "1200", Some("EUR")),
            ("€1,200", "1200", Some("EUR")),
            ("1.200,50 €", "1200.5", Some("EUR")),
            ("-$5", "-5", Some("USD")),
            ("$-5", "-5", Some("USD")),
            ("CA$1.2k", "1200", Some("CAD")),
            ("R$ 10", "10", Some("BRL")),
            ("12", "12", None),
        ] {
            let read = money(text, CommasAndDot).map(|(amount, code)| (amount.to_string(), code));
            assert_eq!(read, Some((amount.to_owned(), code)), "{text}");
        }
        assert_eq!(money("EUR", CommasAndDot), None);
        assert_eq!(money("10 XYZ", CommasAndDot), None);
    }
}

//! Values of select options, made from their labels.

use super::MAX_NAME;

/// The value a label gives: `In progress` -> `IN_PROGRESS`; empty for an empty label. What `ascii` cannot write gives
/// a value without meaning.
#[must_use]
pub fn option_value(label: &str, ascii: impl Fn(&str) -> String) -> String {
    let plain = ascii(label);
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut value = words.map(str::to_ascii_uppercase).collect::<Vec<_>>().join("_");
    if value.is_empty() && !label.trim().is_empty() {
        "OPTION".clone_into(&mut value);
    }
    if value.starts_with(|c: char| c.is_ascii_digit()) {
        value.insert(0, '_');
    }
    value.truncate(MAX_NAME);
    value
}

/// The same, with a number at its end where another option has it.
#[must_use]
pub fn free_option_value(
    label: &str,
    ascii: impl Fn(&str) -> String,
    is_free: impl Fn(&str) -> bool,
) -> String {
    let base = option_value(label, ascii);
    if base.is_empty() || is_free(&base) {
        return base;
    }
    (2_u32..).map(|number| format!("{base}_{number}")).find(|value| is_free(value)).unwrap_or(base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_give_values() {
        let value = |label: &str| option_value(label, str::to_owned);
        assert_eq!(value("In progress!"), "IN_PROGRESS");
        assert_eq!(value("2nd try"), "_2ND_TRY");
        assert_eq!(value("\u{6848}"), "OPTION");
        assert_eq!(value("  "), "");
        let free = free_option_value("Won", str::to_owned, |value| value != "WON" && value != "WON_2");
        assert_eq!(free, "WON_3");
    }
}

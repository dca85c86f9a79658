//! The one place where names and literals become SQL text.

/// Postgres cuts identifiers at this many bytes.
const MAX_BYTES: usize = 63;

/// A quoted identifier.
///
/// Longer names than Postgres keeps are cut and given a hash, because Postgres' own cut would make
/// `…PrimaryPhoneCountryCode` and `…PrimaryPhoneCallingCode` of a long field the same column. NUL cannot be sent.
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{}\"", stored(name).replace('"', "\"\""))
}

/// The same behind a text. Nearly all names are written as they are: statements hold hundreds, so these cost nothing.
pub(crate) fn push_quoted(name: &str, out: &mut String) {
    if name.len() > MAX_BYTES || name.contains(['"', '\0']) {
        out.push_str(&quoted(name));
        return;
    }
    out.push('"');
    out.push_str(name);
    out.push('"');
}

/// A literal ([`literal`]) behind a text, likewise.
pub(crate) fn push_literal(text: &str, out: &mut String) {
    if text.contains(['\'', '\\', '\0']) {
        out.push_str(&literal(text));
        return;
    }
    out.push('\'');
    out.push_str(text);
    out.push('\'');
}

/// The name as Postgres keeps it.
pub(crate) fn stored(name: &str) -> String {
    let name: String = name.chars().filter(|&c| c != '\0').collect();
    shortened(&name)
}

/// A quoted text literal, safe whatever `standard_conforming_strings` says. For text of the model only.
pub(crate) fn literal(text: &str) -> String {
    let text: String = text.chars().filter(|&c| c != '\0').collect();
    let doubled = text.replace('\'', "''");
    if doubled.contains('\\') {
        format!("E'{}'", doubled.replace('\\', "\\\\"))
    } else {
        format!("'{doubled}'")
    }
}

fn shortened(name: &str) -> String {
    if name.len() <= MAX_BYTES {
        return name.to_owned();
    }
    let mut end = MAX_BYTES - 9;
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    let (kept, _) = name.split_at(end);
    format!("{kept}_{:08x}", fnv(name))
}

/// FNV-1a, 32 bits: stable for ever, unlike the standard library's hasher.
fn fnv(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// An element list as Postgres reads arrays: `{"a","b"}`.
pub(crate) fn array_text<'t>(items: impl IntoIterator<Item = &'t str>) -> String {
    let quoted: Vec<String> = items
        .into_iter()
        .map(|item| format!("\"{}\"", item.replace('\\', "\\\\").replace('"', "\\\"")))
        .collect();
    format!("{{{}}}", quoted.join(","))
}

/// Text as a LIKE pattern that matches only itself.
pub(crate) fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_cannot_be_closed_from_inside() {
        assert_eq!(quoted(r#"a"; DROP TABLE x; --"#), r#""a""; DROP TABLE x; --""#);
        assert_eq!(quoted("a\0b"), "\"ab\"");
        assert_eq!(literal("it's"), "'it''s'");
        assert_eq!(literal(r"\'; DROP"), r"E'\\''; DROP'");
    }

    #[test]
    fn what_is_written_at_once_is_the_same() {
        for text in ["", "name", "it's", "a\"b", r"a\b", "a\0b", "é", &"x".repeat(63), &"é".repeat(40)] {
            let (mut name, mut value) = (String::new(), String::new());
            push_quoted(text, &mut name);
            push_literal(text, &mut value);
            assert_eq!((name, value), (quoted(text), literal(text)));
        }
    }

    #[test]
    fn long_names_stay_apart() {
        let stem = "f".repeat(50);
        let [a, b] = ["PrimaryPhoneCountryCode", "PrimaryPhoneCallingCode"]
            .map(|part| quoted(&format!("{stem}{part}")));
        assert_ne!(a, b);
        assert!(a.len() <= MAX_BYTES + 2);
        assert_eq!(quoted(&"é".repeat(40)), quoted(&"é".repeat(40)));
    }

    #[test]
    fn array_items_cannot_leave_their_quotes() {
        assert_eq!(array_text(["a", r#"b","c"#, r"\"]), r#"{"a","b\",\"c","\\"}"#);
    }
}

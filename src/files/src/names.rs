//! Names of files, made harmless.

use icosa_contract::AppError;

/// Longest name, characters.
const LONGEST: usize = 255;

/// The name without folders, control characters and what no file system takes; at most 255 characters, of which the
/// extension stays.
///
/// # Errors
/// `BAD_USER_INPUT` if nothing is left.
pub fn clean_name(given: &str) -> Result<String, AppError> {
    let base = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let cleaned: String = base.chars().filter(|c| !is_refused(*c)).collect();
    let cleaned = cleaned.trim().trim_start_matches('.').trim();
    if cleaned.is_empty() {
        let error = AppError::bad_input("A file needs a name.").with_sub_code("INVALID_FILENAME");
        return Err(error.with_field("filename"));
    }
    Ok(shortened(cleaned))
}

/// Also marks that turn the direction of the text, by which `gpj.exe` can look like `exe.jpg`.
fn is_refused(c: char) -> bool {
    c.is_control()
        || matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST {
        return name.to_owned();
    }
    let extension = icosa_engine::files::extension_of(name);
    let room = LONGEST - extension.len() - usize::from(!extension.is_empty());
    let stem: String = name.chars().take(room).collect();
    if extension.is_empty() { stem } else { format!("{stem}.{extension}") }
}

/// `Content-Disposition` with a name, for clients of any age (RFC 6266).
#[must_use]
pub fn content_disposition(is_shown: bool, name: &str) -> String {
    let kind = if is_shown { "inline" } else { "attachment" };
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '_' }).collect();
    let plain = plain.replace(['"', '\\', '%', ';'], "_");
    if plain == name {
        return format!("{kind}; filename=\"{plain}\"");
    }
    let encoded: String = name.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    });
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_could_do_harm() {
        for (given, name) in [
            ("report.pdf", "report.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\temp\\a.doc", "a.doc"),
            ("a\r\nSet-Cookie: x.txt", "aSet-Cookie x.txt"),
            ("  .hidden  ", "hidden"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("Übersicht 2026.xlsx", "Übersicht 2026.xlsx"),
        ] {
            assert_eq!(clean_name(given).unwrap(), name, "{given}");
        }
        for nothing in ["", "  ", "..", "a/", "\u{0}"] {
            assert_eq!(clean_name(nothing).unwrap_err().sub_code.as_deref(), Some("INVALID_FILENAME"));
        }
    }

    #[test]
    fn long_names_keep_their_extension() {
        let name = clean_name(&format!("{}.pdf", "ä".repeat(400))).unwrap();
        assert_eq!(name.chars().count(), 255);
        assert!(name.ends_with("ä.pdf"));
    }

    #[test]
    fn a_name_cannot_leave_its_header() {
        assert_eq!(content_disposition(false, "a b.pdf"), "attachment; filename=\"a b.pdf\"");
        let hostile = content_disposition(true, "a\"; x=\"é\n.pdf");
        assert_eq!(
            hostile,
            "inline; filename=\"a__ x=___.pdf\"; filename*=UTF-8''a%22%3B%20x%3D%22%C3%A9%0A.pdf"
        );
    }
}

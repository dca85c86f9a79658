//! Where items of the type LINK may lead.

use url::Url;

use super::code;
use crate::data_model::report::Problem;

/// Longest address.
const MAX_LINK: usize = 2_048;

/// The address as it is stored: without blanks around it; nothing is left of blanks alone.
pub fn tidy(link: Option<String>) -> Option<String> {
    link.map(|link| link.trim().to_owned()).filter(|link| !link.is_empty())
}

/// Why an address cannot be opened: it is to lead to a page of this or of another site, and never to run something.
pub fn problem(link: Option<&str>) -> Option<Problem> {
    let Some(link) = link else { return Some(Problem::new(code::INVALID, "Say where the link leads.")) };
    let refuse = |message: &str| Some(Problem::new(code::INVALID, message).with_value(link));
    // Browsers leave these out before they look at the scheme.
    if link.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return refuse("An address holds no blanks.");
    }
    if link.chars().count() > MAX_LINK {
        return refuse("This address is too long.");
    }
    match Url::parse(link) {
        Ok(url) if ["http", "https"].contains(&url.scheme()) && url.has_host() => None,
        Err(url::ParseError::RelativeUrlWithoutBase) => None,
        _ => refuse("An address begins with https:// or http://, or is a path of this site."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_can_be_linked_and_scripts_cannot() {
        for link in ["https://icosa.test", "HTTP://icosa.test/a?b#c", "/objects/people", "settings", "#top"] {
            assert!(problem(Some(link)).is_none(), "{link}");
        }
        for link in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "vbscript:x",
            "data:text/html,<script>",
            "file:///etc/passwd",
            "mailto:a@b.test",
            "http://",
            "https://a b",
            "ftp://icosa.test",
        ] {
            assert!(problem(Some(link)).is_some(), "{link}");
        }
        assert!(problem(None).is_some());
        assert!(problem(Some(&format!("/{}", "a".repeat(MAX_LINK)))).is_some());
        assert_eq!(tidy(Some("  ".to_owned())), None);
    }
}

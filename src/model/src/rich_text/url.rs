//! Which addresses rich text may point to.

/// Schemes a link may have.
const LINK_SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Image data that a browser shows without running anything.
const IMAGE_DATA: [&str; 4] = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/// The address of a link when it may be followed: `http`, `https`, `mailto` or `tel`, without the white space and
/// control characters a browser would ignore. `None` for everything else, relative addresses included.
#[must_use]
pub fn safe_href(href: &str) -> Option<String> {
    let href = tidy(href);
    let (scheme, rest) = href.split_once(':')?;
    let known = LINK_SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    (known && !rest.is_empty()).then_some(href)
}

/// The address of an image, video, sound or file when it may be loaded: `http`, `https`, a path on this server, or
/// (where `image` is set) the data of a bitmap.
#[must_use]
pub fn safe_source(url: &str, image: bool) -> Option<String> {
    let url = tidy(url);
    let lower = url.to_ascii_lowercase();
    let remote = lower.starts_with("http://") || lower.starts_with("https://");
    // A browser reads `//host` and `/\host` as another server.
    let local = url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\");
    let data = image
        && lower
            .strip_prefix("data:")
            .is_some_and(|data| IMAGE_DATA.iter().any(|kind| data.starts_with(kind)));
    (remote || local || data).then_some(url)
}

fn tidy(url: &str) -> String {
    url.trim().chars().filter(|c| !c.is_control()).collect()
}

/// The length in bytes of the bare web address at the start of the text; 0 when there is none.
///
/// Punctuation at the end belongs to the sentence, not to the address, and so does a closing bracket without its
/// opening one.
pub(super) fn bare_url_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let scheme = ["https://", "http://"].iter().find(|scheme| {
        bytes.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
    });
    let Some(scheme) = scheme else { return 0 };
    let end = text.find(|c: char| !is_url_char(c)).unwrap_or(text.len());
    // Two tildes strike text through.
    let end = text.get(..end).and_then(|url| url.find("~~")).unwrap_or(end);
    let Some(url) = text.get(..end) else { return 0 };
    let url = without_trailing_punctuation(url);
    if url.len() > scheme.len() { url.len() } else { 0 }
}

fn without_trailing_punctuation(url: &str) -> &str {
    let mut unopened = url.matches(')').count().saturating_sub(url.matches('(').count());
    url.trim_end_matches(|c: char| {
        if c == ')' && unopened > 0 {
            unopened -= 1;
            return true;
        }
        matches!(c, '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '"' | '_' | '~' | '&')
    })
}

fn is_url_char(c: char) -> bool {
    c.is_alphanumeric() || "-._~:/?#@!$&'()+,;=%".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_four_schemes_make_a_link() {
        for good in ["https://a.example", "HTTP://a.example", "mailto:a@b.example", "tel:+33123"] {
            assert_eq!(safe_href(good).as_deref(), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            " data:text/html,x",
            "/a",
            "vbscript:x",
            "x",
            "https:",
        ] {
            assert_eq!(safe_href(bad), None, "{bad}");
        }
        assert_eq!(safe_href(" \u{1}https://a.example/\tb ").as_deref(), Some("https://a.example/b"));
    }

    #[test]
    fn sources_stay_on_the_web_or_on_this_server() {
        assert!(safe_source("/file/a.png", false).is_some());
        assert!(safe_source("data:image/png;base64,AAAA", true).is_some());
        for bad in [
            "//evil.example/a",
            "/\\evil.example",
            "data:text/html,x",
            "data:image/svg+xml,x",
            "javascript:x",
        ] {
            assert_eq!(safe_source(bad, true), None, "{bad}");
        }
        assert_eq!(safe_source("data:image/png;base64,AAAA", false), None);
    }

    #[test]
    fn a_bare_address_ends_before_the_punctuation_of_its_sentence() {
        let url = |text: &str| text[..bare_url_length(text)].to_owned();
        assert_eq!(url("https://a.example/x_(y)?q=1#z. And"), "https://a.example/x_(y)?q=1#z");
        assert_eq!(url("http://a.example)."), "http://a.example");
        assert_eq!(url("https://"), "");
        assert_eq!(url("ftp://a"), "");
    }
}

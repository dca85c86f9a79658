//! What a file is, by its bytes first and its name last.

use icosa_engine::files::extension_of;

/// The first bytes that are looked at.
pub const LOOKED_AT: u64 = 8 * 1024;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Content {
    /// MIME type, without parameters.
    pub mime_type: &'static str,
}

/// What nobody can say more about.
pub const UNKNOWN: &str = "application/octet-stream";
/// Scalable pictures, which are programs too.
pub const SVG: &str = "image/svg+xml";

/// Types that browsers show; everything else is saved.
const SHOWN: [&str; 21] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/bmp",
    "image/vnd.microsoft.icon",
    SVG,
    "application/pdf",
    "text/plain",
    "audio/mpeg",
    "audio/ogg",
    "audio/x-wav",
    "audio/x-flac",
    "audio/m4a",
    "audio/aac",
    "video/mp4",
    "video/webm",
    "video/ogg",
    "video/quicktime",
    "video/x-m4v",
];

/// Whether a browser may show this type in its window.
#[must_use]
pub fn is_shown(mime_type: &str) -> bool {
    SHOWN.contains(&mime_type)
}

impl Content {
    /// From the first bytes and the name. The name decides only what bytes cannot tell: which kind of text, or which
    /// office's document a container is. Nothing becomes a page or a script by its name.
    #[must_use]
    pub fn of(beginning: &[u8], name: &str) -> Self {
        let extension = extension_of(name);
        Self { mime_type: mime_type(beginning, &extension) }
    }
}

fn mime_type(beginning: &[u8], extension: &str) -> &'static str {
    if looks_like_svg(beginning) {
        return SVG;
    }
    if let Some(kind) = infer::get(beginning) {
        return match kind.mime_type() {
            // Containers: what is in them is not in the first bytes.
            "application/zip" => zipped(extension),
            "application/x-ole-storage" => old_office(extension),
            found => found,
        };
    }
    if beginning.is_empty() || !is_text(beginning) {
        return UNKNOWN;
    }
    match extension {
        "csv" => "text/csv",
        "tsv" => "text/tab-separated-values",
        "md" | "markdown" => "text/markdown",
        "json" => "application/json",
        "ics" => "text/calendar",
        "vcf" => "text/vcard",
        "eml" => "message/rfc822",
        "rtf" => "application/rtf",
        "xml" => "text/xml",
        "html" | "htm" | "xhtml" => "text/html",
        _ => "text/plain",
    }
}

fn zipped(extension: &str) -> &'static str {
    match extension {
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "odp" => "application/vnd.oasis.opendocument.presentation",
        _ => "application/zip",
    }
}

fn old_office(extension: &str) -> &'static str {
    match extension {
        "doc" => "application/msword",
        "xls" => "application/vnd.ms-excel",
        "ppt" => "application/vnd.ms-powerpoint",
        "msg" => "application/vnd.ms-outlook",
        _ => UNKNOWN,
    }
}

/// UTF-8 without control characters; the last character may be cut off.
fn is_text(bytes: &[u8]) -> bool {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => bytes
            .get(..error.valid_up_to())
            .and_then(|valid| std::str::from_utf8(valid).ok())
            .unwrap_or_default(),
        Err(_) => return false,
    };
    !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
}

/// An `<svg` element, after whatever may stand before one. In doubt it is one: then it is cleaned.
fn looks_like_svg(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    text.starts_with('<')
        && text.contains("<svg")
        && !text.contains("<html")
        && !text.starts_with("<!doctype html")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(bytes: &[u8], name: &str) -> &'static str {
        Content::of(bytes, name).mime_type
    }

    #[test]
    fn bytes_count_more_than_names() {
        let png = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0];
        assert_eq!(kind(&png, "page.html"), "image/png");
        assert_eq!(kind(b"%PDF-1.7\n", "x"), "application/pdf");
        assert_eq!(kind(b"<html><script>alert(1)</script>", "picture.png"), "text/html");
        assert_eq!(kind(b"<!DOCTYPE html><p>", "notes.txt"), "text/html");
        assert_eq!(kind(b"just words", "picture.png"), "text/plain");
        assert_eq!(kind(&[0, 1, 2, 3], "notes.txt"), UNKNOWN);
        assert_eq!(kind(b"", "a.txt"), UNKNOWN);
    }

    #[test]
    fn names_tell_texts_and_containers_apart() {
        assert_eq!(kind(b"a,b\n1,2\n", "list.CSV"), "text/csv");
        assert_eq!(kind(b"PK\x03\x04rest of it", "plan.xlsx"), zipped("xlsx"));
        assert_eq!(kind(b"PK\x03\x04rest of it", "all.zip"), "application/zip");
        let mut cut = "é".repeat(10).into_bytes();
        cut.pop();
        assert_eq!(kind(&cut, "a.txt"), "text/plain");
    }

    #[test]
    fn pictures_made_of_text_are_known_by_any_disguise() {
        for text in [
            "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "\u{feff}<?xml version='1.0'?>\n<!-- x --><svg/>",
            "<!DOCTYPE svg PUBLIC 'x' 'y'><SVG>",
        ] {
            assert_eq!(kind(text.as_bytes(), "a.txt"), SVG, "{text}");
        }
        assert!(!is_shown("text/html") && !is_shown("text/xml") && !is_shown(UNKNOWN) && is_shown(SVG));
    }
}

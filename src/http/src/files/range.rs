//! The header `Range` (RFC 9110): one range of bytes; several are answered with everything.

use std::ops::Range;

/// Which bytes are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Everything.
    All,
    /// Some of them; never empty.
    Part(Range<u64>),
    /// Some that there are not.
    Nothing,
}

/// Reads the header against the number of bytes there are; what is no range of bytes is passed over.
#[must_use]
pub fn read(header: Option<&str>, size: u64) -> Asked {
    let Some((first, last)) = header.and_then(parse) else { return Asked::All };
    let part = match (first, last) {
        (Some(first), Some(last)) if last < first => return Asked::All,
        (Some(first), last) => first..last.map_or(size, |last| last.saturating_add(1).min(size)),
        (None, Some(suffix)) => size.saturating_sub(suffix)..size,
        (None, None) => return Asked::All,
    };
    if part.start < part.end { Asked::Part(part) } else { Asked::Nothing }
}

/// `bytes=first-last`, either of which may be absent.
fn parse(header: &str) -> Option<(Option<u64>, Option<u64>)> {
    let (first, last) = header.trim().strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| match text.trim() {
        "" => Some(None),
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => digits.parse().ok().map(Some),
        _ => None,
    };
    Some((number(first)?, number(last)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        for (header, asked) in [
            (None, Asked::All),
            (Some("bytes=0-3"), Asked::Part(0..4)),
            (Some("bytes=4-"), Asked::Part(4..10)),
            (Some("bytes=-3"), Asked::Part(7..10)),
            (Some("bytes=-30"), Asked::Part(0..10)),
            (Some("bytes=8-99"), Asked::Part(8..10)),
            (Some("bytes=10-"), Asked::Nothing),
            (Some("bytes=-0"), Asked::Nothing),
            (Some("bytes=3-1"), Asked::All),
            (Some("bytes=0-1,3-4"), Asked::All),
            (Some("bytes=a-b"), Asked::All),
            (Some("items=0-1"), Asked::All),
            (Some("bytes=-"), Asked::All),
            (Some("bytes=0-99999999999999999999999"), Asked::All),
        ] {
            assert_eq!(read(header, 10), asked, "{header:?}");
        }
        assert_eq!(read(Some("bytes=0-"), 0), Asked::Nothing);
    }
}

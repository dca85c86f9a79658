//! What encoding a file is in, found out while it passes by.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Bytes at the beginning that tell UTF-16 without a mark.
const SAMPLE: usize = 4_096;

/// Looks at every byte of a file once.
#[derive(Debug, Default)]
pub(crate) struct Detector {
    head: Vec<u8>,
    /// The end of the last piece, if it may be the beginning of a character.
    rest: Vec<u8>,
    is_broken: bool,
}

impl Detector {
    /// The next piece.
    pub fn push(&mut self, bytes: &[u8]) {
        let wanted = SAMPLE.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend(bytes.iter().take(wanted));
        if self.is_broken {
            return;
        }
        // At most three bytes are carried over, so this copies a piece once and no more.
        let mut joined = std::mem::take(&mut self.rest);
        joined.extend_from_slice(bytes);
        if let Err(error) = std::str::from_utf8(&joined) {
            match error.error_len() {
                Some(_) => self.is_broken = true,
                None => self.rest = joined.get(error.valid_up_to()..).unwrap_or_default().to_vec(),
            }
        }
    }

    /// The encoding of what has passed by: by its mark, by zero bytes, UTF-8 if all of it is, else Windows-1252.
    pub fn finish(self) -> &'static Encoding {
        if let Some((encoding, _)) = Encoding::for_bom(&self.head) {
            return encoding;
        }
        if let Some(encoding) = utf_16(&self.head) {
            return encoding;
        }
        if self.is_broken || !self.rest.is_empty() { WINDOWS_1252 } else { UTF_8 }
    }
}

/// Latin text in UTF-16 is half zeros, all on one side.
fn utf_16(head: &[u8]) -> Option<&'static Encoding> {
    let zeros = |start: usize| head.iter().skip(start).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let half = head.len() / 2;
    if half == 0 {
        return None;
    }
    if odd * 4 > half * 3 && even * 10 < half {
        return Some(UTF_16LE);
    }
    (even * 4 > half * 3 && odd * 10 < half).then_some(UTF_16BE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> &'static str {
        let mut detector = Detector::default();
        for piece in bytes.chunks(3) {
            detector.push(piece);
        }
        detector.finish().name()
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(found(b"name,city\nAnn,Paris\n"), "UTF-8");
        assert_eq!(found("name\nZoë, Łódź, 東京\n".as_bytes()), "UTF-8");
        assert_eq!(found(b"\xEF\xBB\xBFname\n"), "UTF-8");
        assert_eq!(found(b"name\nZo\xEB\n"), "windows-1252");
        assert_eq!(found(b"name\nZo\xEB"), "windows-1252", "a character cut off at the end is none");
        let little: Vec<u8> = "name,city\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "name,city\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(found(&little), "UTF-16LE");
        assert_eq!(found(&big), "UTF-16BE");
        assert_eq!(found(&[&[0xFF, 0xFE], little.as_slice()].concat()), "UTF-16LE");
        assert_eq!(found(b""), "UTF-8");
    }
}

//! A file as sections that can be decoded each by itself, so that it can be read on from any of them.
//!
//! A section ends with a line: in every encoding of the web but one, the byte of a line break is never a part of another
//! character and leaves nothing behind. The exception (ISO-2022-JP) says itself when it is back at its beginning.

use encoding_rs::{Decoder, Encoding, ISO_2022_JP, UTF_16BE, UTF_16LE};

/// What may wait for the end of a line, bytes: more is decoded as it comes, in one section with what follows.
const MOST_WAITING: usize = 2 << 20;

/// Some text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// The byte of the file at which decoding can begin with this text; none if it goes on with the text before.
    pub byte: Option<u64>,
    /// As UTF-8.
    pub text: String,
}

/// Makes sections of the bytes of a file as they come.
pub(super) struct Sections {
    encoding: &'static Encoding,
    decoder: Decoder,
    /// The decoder has seen nothing yet.
    is_fresh: bool,
    /// Where `rest` begins in the file.
    at: u64,
    rest: Vec<u8>,
}

impl Sections {
    /// From a byte at which decoding can begin.
    pub fn new(encoding: &'static Encoding, at: u64) -> Self {
        // The mark at the beginning of a file is no text.
        let decoder = if at == 0 {
            encoding.new_decoder_with_bom_removal()
        } else {
            encoding.new_decoder_without_bom_handling()
        };
        Self { encoding, decoder, is_fresh: true, at, rest: Vec::new() }
    }

    /// The next bytes; answers what can be read by now.
    pub fn push(&mut self, bytes: &[u8]) -> Option<Section> {
        self.rest.extend_from_slice(bytes);
        match self.last_end() {
            Some(end) => Some(self.section(end, true)),
            None if self.rest.len() > MOST_WAITING => Some(self.section(self.rest.len(), false)),
            None => None,
        }
    }

    /// What is left at the end of the file.
    pub fn finish(mut self) -> Section {
        self.section(self.rest.len(), true)
    }

    fn section(&mut self, end: usize, is_whole: bool) -> Section {
        let byte = self.is_fresh.then_some(self.at);
        let bytes: Vec<u8> = self.rest.drain(..end).collect();
        let text = decoded(&mut self.decoder, &bytes, is_whole);
        self.at += bytes.len() as u64;
        self.is_fresh = is_whole;
        if is_whole {
            self.decoder = self.encoding.new_decoder_without_bom_handling();
        }
        Section { byte, text }
    }

    /// Behind the last line that is there as a whole.
    fn last_end(&self) -> Option<usize> {
        let is_break = |byte: u8| matches!(byte, b'\n' | b'\r');
        // Pieces of a file have even lengths, so `rest` begins with a whole unit.
        let wide = |is_end: fn(u8, u8) -> bool| {
            let mut units = self.rest.chunks_exact(2);
            units.rposition(|unit| matches!(unit, [a, b] if is_end(*a, *b))).map(|unit| 2 * unit + 2)
        };
        if self.encoding == UTF_16LE {
            return wide(|low, high| high == 0 && matches!(low, b'\n' | b'\r'));
        }
        if self.encoding == UTF_16BE {
            return wide(|high, low| high == 0 && matches!(low, b'\n' | b'\r'));
        }
        let end = self.rest.iter().rposition(|byte| is_break(*byte))? + 1;
        (self.encoding != ISO_2022_JP || self.is_plain(end)).then_some(end)
    }

    /// In ISO-2022-JP: the last switch of the alphabet was the one to ASCII.
    fn is_plain(&self, end: usize) -> bool {
        const ESCAPE: u8 = 0x1B;
        let bytes = self.rest.get(..end).unwrap_or_default();
        match bytes.iter().rposition(|byte| *byte == ESCAPE) {
            Some(at) => bytes.get(at + 1..).is_some_and(|rest| rest.starts_with(b"(B")),
            None => self.is_fresh,
        }
    }
}

fn decoded(decoder: &mut Decoder, bytes: &[u8], is_last: bool) -> String {
    let most = decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len() * 3 + 16);
    let mut text = String::with_capacity(most);
    let (_, _, _) = decoder.decode_to_string(bytes, &mut text, is_last);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_JP, GB18030, SHIFT_JIS, UTF_8, WINDOWS_1252};

    /// The sections of a file that comes in pieces of this size.
    fn sections(encoding: &'static Encoding, file: &[u8], at: usize, size: usize) -> Vec<Section> {
        let mut reader = Sections::new(encoding, at as u64);
        let mut found: Vec<Section> =
            file[at..].chunks(size).filter_map(|piece| reader.push(piece)).collect();
        found.push(reader.finish());
        found
    }

    fn text(sections: &[Section]) -> String {
        sections.iter().map(|section| section.text.as_str()).collect()
    }

    /// A file can be read on from each of its sections, and says the same as when it is read at once.
    #[track_caller]
    fn can_be_read_on(encoding: &'static Encoding, file: &[u8], whole: &str) {
        for size in [2, 4, 10, 64, 4_096] {
            let all = sections(encoding, file, 0, size);
            assert_eq!(text(&all), whole, "{} in pieces of {size}", encoding.name());
            for (number, section) in all.iter().enumerate() {
                let Some(byte) = section.byte else { continue };
                let rest = sections(encoding, file, usize::try_from(byte).unwrap(), size);
                assert_eq!(text(&rest), text(&all[number..]), "{} from byte {byte}", encoding.name());
            }
        }
    }

    #[test]
    fn a_file_of_any_encoding_can_be_read_on_from_each_of_its_sections() {
        let latin = "name,city\r\nZoë,Łódź\n\"two\nlines\",Ünïcödé\n".repeat(30);
        can_be_read_on(UTF_8, latin.as_bytes(), &latin);
        can_be_read_on(UTF_8, &[b"\xEF\xBB\xBF", latin.as_bytes()].concat(), &latin);
        can_be_read_on(UTF_8, b"a\xFF\nb\xC3\nc\xE6\x97\n", "a\u{FFFD}\nb\u{FFFD}\nc\u{FFFD}\n");
        for mark in [true, false] {
            let mark = if mark { "\u{FEFF}" } else { "" };
            let units = || mark.encode_utf16().chain(latin.encode_utf16());
            can_be_read_on(UTF_16LE, &units().flat_map(u16::to_le_bytes).collect::<Vec<_>>(), &latin);
            can_be_read_on(UTF_16BE, &units().flat_map(u16::to_be_bytes).collect::<Vec<_>>(), &latin);
        }
        let western = latin.replace(['Ł', 'ź'], "é");
        can_be_read_on(WINDOWS_1252, &WINDOWS_1252.encode(&western).0, &western);
        let japanese = "名前,都市\n田中,東京\r\nカナ,ソース\n".repeat(30);
        for encoding in [SHIFT_JIS, EUC_JP, ISO_2022_JP] {
            can_be_read_on(encoding, &encoding.encode(&japanese).0, &japanese);
        }
        let chinese = "名字,城市\n陳,臺北\n".repeat(30);
        can_be_read_on(BIG5, &BIG5.encode(&chinese).0, &chinese);
        let rare = "𠮷,€\n陳,ß\n".repeat(30);
        can_be_read_on(GB18030, &GB18030.encode(&rare).0, &rare);
        can_be_read_on(UTF_8, b"", "");
    }

    #[test]
    fn a_switched_alphabet_keeps_a_section_together() {
        // Two lines in JIS without the way back to ASCII in between.
        let file = b"a\n\x1B$B\x46\x7C\n\x46\x7C\x1B(B\nb\n";
        let all = sections(ISO_2022_JP, file, 0, 2);
        assert!(all.iter().all(|section| !section.text.is_empty() || section.byte.is_some()));
        can_be_read_on(ISO_2022_JP, file, &ISO_2022_JP.decode(file).0);
    }

    #[test]
    fn a_line_without_end_does_not_wait_for_it() {
        let file = vec![b'x'; 3 * MOST_WAITING];
        let all = sections(UTF_8, &file, 0, 1 << 20);
        assert!(all.len() > 1 && all[1].byte.is_none(), "what follows belongs to the first section");
        assert_eq!(text(&all).len(), file.len());
    }
}

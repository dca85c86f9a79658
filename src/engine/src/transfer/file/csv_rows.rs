//! Rows of values apart by a delimiter, after RFC 4180.

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::source::{RowLength, Text};
use super::{Cell, FileProblem, MOST_COLUMNS, Row, Rows};

/// Put before a cell by an export, so that a spreadsheet does not run it.
pub(crate) const JOINER: char = '\u{200D}';

pub(crate) struct CsvRows {
    reader: Reader<Text>,
    record: ByteRecord,
    row: RowLength,
    number: u64,
    base: u64,
}

impl CsvRows {
    pub fn new(text: Text, delimiter: u8, number: u64, at: u64) -> Self {
        let row = text.row_length();
        let reader =
            ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text);
        Self { reader, record: ByteRecord::new(), row, number, base: at }
    }
}

impl Rows for CsvRows {
    fn next(&mut self) -> Result<Option<Row>, FileProblem> {
        let number = self.number;
        let is_there =
            self.reader.read_byte_record(&mut self.record).map_err(|error| problem(error, number))?;
        if !is_there {
            return Ok(None);
        }
        self.row.reset();
        self.number += 1;
        let next = self.base + self.reader.position().byte();
        let next = self.reader.get_mut().place(next, self.number);
        let cells = if self.record.len() > MOST_COLUMNS {
            Err(format!("The row has more than {MOST_COLUMNS} values."))
        } else {
            Ok(self.record.iter().map(cell).collect())
        };
        Ok(Some(Row { number, next, cells }))
    }
}

fn cell(bytes: &[u8]) -> Cell {
    let text = String::from_utf8_lossy(bytes);
    Cell::Text(unguarded(&text).to_owned())
}

/// The value without the joiner that an export has put before it.
pub(crate) fn unguarded(text: &str) -> &str {
    match text.strip_prefix(JOINER) {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => text,
    }
}

fn problem(error: csv::Error, number: u64) -> FileProblem {
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            FileProblem::Content(format!("The file cannot be read from row {number} on: {error}."))
        }
        csv::ErrorKind::Io(error) => FileProblem::Database(error.to_string()),
        other => FileProblem::Content(format!("The file cannot be read from row {number} on: {other:?}.")),
    }
}

/// The delimiter that makes most sense of the beginning of a file: the one that divides most rows into the same number
/// of values.
pub(crate) fn delimiter(sample: &str) -> u8 {
    const ROWS: usize = 20;
    let score = |delimiter: u8| {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(sample.as_bytes());
        let lengths: Vec<usize> =
            reader.byte_records().take(ROWS).filter_map(Result::ok).map(|row| row.len()).collect();
        let columns = lengths.first().copied().unwrap_or_default();
        let same = lengths.iter().filter(|length| **length == columns).count();
        if columns < 2 { 0 } else { same * 1_000 + columns }
    };
    // The first of equals wins.
    let mut best = (b',', score(b','));
    for candidate in [b';', b'\t', b'|'] {
        let points = score(candidate);
        if points > best.1 {
            best = (candidate, points);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str, delimiter: u8) -> Vec<(u64, Vec<String>)> {
        let mut rows = CsvRows::new(Text::of(text.to_owned()), delimiter, 1, 0);
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            found.push((row.number, row.cells.unwrap().iter().map(Cell::text).collect()));
        }
        found
    }

    #[test]
    fn quotes_line_breaks_and_guards_are_read() {
        let text = "name,note\r\n\"Smith, \"\"Jo\"\"\",\"two\nlines\"\n\u{200D}=1+1,x\n";
        let row = |number: u64, cells: [&str; 2]| (number, cells.map(str::to_owned).to_vec());
        let expected =
            [row(1, ["name", "note"]), row(2, ["Smith, \"Jo\"", "two\nlines"]), row(3, ["=1+1", "x"])];
        assert_eq!(all(text, b','), expected);
    }

    #[test]
    fn a_row_can_be_read_from_where_the_one_before_ends() {
        let text = "a,b\n1,\"x\ny\"\n2,z\n";
        let mut rows = CsvRows::new(Text::of(text.to_owned()), b',', 1, 0);
        rows.next().unwrap();
        let second = rows.next().unwrap().unwrap().next;
        let rest = text.get(usize::try_from(second.text).unwrap()..).unwrap();
        let mut rest = CsvRows::new(Text::of(rest.to_owned()), b',', second.row, second.text);
        let third = rest.next().unwrap().unwrap();
        assert_eq!((third.number, third.cells.unwrap()[0].text()), (3, "2".to_owned()));
    }

    #[test]
    fn a_quote_that_is_never_closed_ends_the_reading() {
        let text = format!("a,b\n1,\"{}", "x".repeat(9 << 20));
        let mut rows = CsvRows::new(Text::of(text), b',', 1, 0);
        rows.next().unwrap();
        let problem = rows.next().unwrap_err();
        assert!(matches!(&problem, FileProblem::Content(text) if text.contains("row 2")), "{problem:?}");
    }

    #[test]
    fn delimiters_are_found_out() {
        assert_eq!(delimiter("a,b,c\n1,2,3\n"), b',');
        assert_eq!(delimiter("a;b;c\n1,5;2;3\n2,5;2;3\n"), b';');
        assert_eq!(delimiter("a\tb\n1,2\t3\n"), b'\t');
        assert_eq!(delimiter("a|b\n"), b'|');
        assert_eq!(delimiter("name\nAnn\n"), b',');
    }
}

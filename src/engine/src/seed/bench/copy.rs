//! Lines in COPY's text format.

use std::fmt::{Display, Write};

use uuid::Uuid;

use crate::seed::random::Random;
use crate::seed::values::{instant, working_minute};

/// The values of one row, escaped, in the order of its columns.
pub(super) struct Line(Vec<String>);

impl Line {
    /// Begins with what every row has: identifier, times, position and actors.
    pub fn common(id: Uuid, row: u64, member: Uuid, random: &mut Random) -> Self {
        let created = random.between(-540, 310);
        let updated = random.between(created, 320);
        let source = random.pick(&["MANUAL", "IMPORT", "EMAIL", "API"]);
        Self(Vec::with_capacity(24))
            .value(id)
            .value(instant(created, working_minute(random)))
            .value(instant(updated, 18 * 60 + random.between(1, 300)))
            .value(row + 1)
            .value(source)
            .value(member)
            .value("Bench User")
            .value("MANUAL")
            .value(member)
            .value("Bench User")
    }

    /// The next column.
    pub fn value(mut self, value: impl Display) -> Self {
        self.0.push(escaped(&value.to_string()));
        self
    }

    /// The next column, NULL for none.
    pub fn maybe(mut self, value: Option<impl Display>) -> Self {
        match value {
            Some(value) => self.value(value),
            None => {
                self.0.push("\\N".to_owned());
                self
            }
        }
    }

    /// The line with only the columns kept, and its newline.
    pub fn finish(self, kept: &[bool]) -> String {
        let mut line = String::with_capacity(512);
        let values = self.0.iter().zip(kept).filter(|(_, kept)| **kept);
        for (i, (value, _)) in values.enumerate() {
            let separator = if i == 0 { "" } else { "\t" };
            // Writing to a string cannot fail.
            let _ = write!(line, "{separator}{value}");
        }
        line.push('\n');
        line
    }
}

/// Backslash and the control characters that separate columns and rows, written as escapes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\\' => escaped.push_str("\\\\"),
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            char => escaped.push(char),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_break_out_of_their_column() {
        let line = Line(Vec::new()).value("a\tb\nc\\N\r").maybe(None::<&str>).value("").value("x");
        assert_eq!(line.finish(&[true, true, true, false]), "a\\tb\\nc\\\\N\\r\t\\N\t\n");
    }
}

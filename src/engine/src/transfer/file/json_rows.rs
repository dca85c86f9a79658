//! Rows of one JSON object a line.

use std::io::{BufRead, BufReader};

use serde_json::{Map, Value};

use super::source::{RowLength, Text};
use super::{Cell, FileProblem, MOST_COLUMNS, Row, Rows};

pub(crate) struct JsonRows {
    reader: BufReader<Text>,
    keys: Vec<String>,
    row: RowLength,
    number: u64,
    at: u64,
    line: Vec<u8>,
}

impl JsonRows {
    pub fn new(text: Text, keys: Vec<String>, number: u64, at: u64) -> Self {
        let row = text.row_length();
        Self { reader: BufReader::new(text), keys, row, number, at, line: Vec::new() }
    }

    /// The next line that is not blank; none at the end.
    fn line(&mut self) -> Result<Option<u64>, FileProblem> {
        loop {
            self.line.clear();
            let number = self.number;
            let read = self.reader.read_until(b'\n', &mut self.line).map_err(|error| match error.kind() {
                std::io::ErrorKind::InvalidData => {
                    FileProblem::Content(format!("The file cannot be read from line {number} on: {error}."))
                }
                _ => FileProblem::Database(error.to_string()),
            })?;
            if read == 0 {
                return Ok(None);
            }
            self.row.reset();
            self.number += 1;
            self.at += read as u64;
            if !self.line.trim_ascii().is_empty() {
                return Ok(Some(number));
            }
        }
    }
}

impl Rows for JsonRows {
    fn next(&mut self) -> Result<Option<Row>, FileProblem> {
        let Some(number) = self.line()? else { return Ok(None) };
        let cells = match serde_json::from_slice::<Map<String, Value>>(&self.line) {
            Ok(mut object) => {
                Ok(self.keys.iter().map(|key| Cell::Json(object.remove(key).unwrap_or_default())).collect())
            }
            Err(_) => Err("The line is not a JSON object.".to_owned()),
        };
        let next = self.reader.get_mut().place(self.at, self.number);
        Ok(Some(Row { number, next, cells }))
    }
}

/// The keys of the objects at the beginning of a file, in the order they come up.
pub(crate) fn keys(sample: &str) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let objects = sample.lines().filter_map(|line| serde_json::from_str::<Map<String, Value>>(line).ok());
    for key in objects.flat_map(|object| object.keys().cloned().collect::<Vec<_>>()) {
        if keys.len() < MOST_COLUMNS && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lines_become_rows_of_the_same_columns() {
        let text = "{\"name\":\"A\",\"n\":1}\n\n[1]\n{\"n\":{\"x\":2}}";
        let keys = keys(text);
        assert_eq!(keys, ["n", "name"]);
        let mut rows = JsonRows::new(Text::of(text.to_owned()), keys, 1, 0);
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            found.push((row.number, row.cells));
        }
        let json = |values: [Value; 2]| Ok(values.map(Cell::Json).to_vec());
        let expected = [
            (1, json([json!(1), json!("A")])),
            (3, Err("The line is not a JSON object.".to_owned())),
            (4, json([json!({"x": 2}), Value::Null])),
        ];
        assert_eq!(found, expected);
    }
}

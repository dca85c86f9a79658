//! Reading the file of an import, whatever its size: pieces from the database become text, text becomes rows, in a
//! thread of its own and with a bounded amount of both in memory.

pub(crate) mod csv_rows;
pub(crate) mod encoding;
pub(crate) mod json_rows;
mod sections;
pub(crate) mod source;

use icosa_contract::AppError;
use icosa_store::imports::Place;
use serde_json::Value;

use source::Text;

/// The longest row, bytes of text.
pub(crate) const MOST_ROW_BYTES: u64 = 8 << 20;
/// Most columns.
pub(crate) const MOST_COLUMNS: usize = 500;

/// A value as the file has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// What a person would have typed.
    Text(String),
    /// In the form of the record API.
    Json(Value),
}

impl Cell {
    /// For reports and previews.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Json(Value::String(text)) => text.clone(),
            Self::Json(Value::Null) => String::new(),
            Self::Json(value) => value.to_string(),
        }
    }

    /// Says nothing.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) | Self::Json(Value::String(text)) => text.trim().is_empty(),
            Self::Json(value) => value.is_null(),
        }
    }
}

/// A row of the file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// As a spreadsheet counts: the first row of the file is 1.
    pub number: u64,
    /// Where the next row begins.
    pub next: Place,
    /// In the order of the columns, or why there are none.
    pub cells: Result<Vec<Cell>, String>,
}

impl Row {
    /// Bytes of text, about.
    pub fn weight(&self) -> usize {
        match &self.cells {
            Ok(cells) => cells.iter().map(|cell| 16 + cell_weight(cell)).sum(),
            Err(_) => 64,
        }
    }
}

fn cell_weight(cell: &Cell) -> usize {
    match cell {
        Cell::Text(text) | Cell::Json(Value::String(text)) => text.len(),
        Cell::Json(Value::Array(_) | Value::Object(_)) => 256,
        Cell::Json(_) => 8,
    }
}

/// Rows one after the other.
pub(crate) trait Rows: Send {
    /// The next row; none at the end.
    ///
    /// # Errors
    /// The file cannot be read on.
    fn next(&mut self) -> Result<Option<Row>, FileProblem>;
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileProblem {
    /// Its content makes no sense from here on: for people.
    Content(String),
    /// The database did not give it.
    Database(String),
}

impl FileProblem {
    /// As an answer.
    pub fn into_app_error(self) -> AppError {
        match self {
            Self::Content(message) => AppError::bad_input(message).with_sub_code("INVALID_FILE"),
            Self::Database(problem) => {
                tracing::error!(problem, "the file of an import cannot be read");
                AppError::internal()
            }
        }
    }
}

/// How rows are found in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Values apart by this byte.
    Csv(u8),
    /// One JSON object a line; the keys that are columns.
    Jsonl(Vec<String>),
}

/// The rows of a text from row `number` on, which begins at its byte `at`.
pub(crate) fn rows(layout: &Layout, text: Text, number: u64, at: u64) -> Box<dyn Rows> {
    match layout {
        Layout::Csv(delimiter) => Box::new(csv_rows::CsvRows::new(text, *delimiter, number, at)),
        Layout::Jsonl(keys) => Box::new(json_rows::JsonRows::new(text, keys.clone(), number, at)),
    }
}

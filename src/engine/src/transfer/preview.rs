//! What a file looks like: its columns, its first rows, and where the columns seem to go.

use encoding_rs::Encoding;
use icosa_contract::AppError;
use icosa_contract::transfer::{ColumnMatch, ImportOptions, ImportPreview, PreviewColumn};
use icosa_store::imports::ImportRow;
use icosa_store::imports::files::{self, CHUNK};

use super::file::csv_rows::{self, unguarded};
use super::file::source::{Source, Text};
use super::file::{self, Layout, json_rows};
use super::{suggest, targets};
use crate::Engine;
use crate::error::Failure;
use crate::records::scope::Scope;
use crate::transfer::import::judge::shortened;

/// Rows shown.
const SAMPLES: usize = 20;
/// Text that says how the file is laid out, bytes, about.
const LAYOUT_SAMPLE: usize = 64 << 10;

/// A file whose layout is known.
pub(crate) struct Opened {
    pub source: Source,
    pub layout: Layout,
    pub delimiter: u8,
    pub headers: Vec<String>,
    pub has_header: bool,
    /// The first piece as text, without its last row if that may be cut off.
    sample: String,
    is_complete: bool,
}

fn invalid(field: &str, message: &str) -> AppError {
    AppError::bad_input(message).with_sub_code("INVALID_OPTION").with_field(field)
}

/// Finds out how a file is laid out. The keys of JSON objects are those the columns name, else those of its beginning.
///
/// # Errors
/// `BAD_USER_INPUT` for options that make no sense and for a file without rows.
pub(crate) async fn open(
    engine: &Engine,
    row: &ImportRow,
    options: &ImportOptions,
    columns: &[ColumnMatch],
) -> Result<Opened, Failure> {
    let said = encoding(row, options)?;
    let first = engine.db().read(|pool| async move { files::lookup(&pool, row.id, 0).await }).await?;
    let first = first.unwrap_or_default();
    let is_complete = first.len() < CHUNK;
    // The file's own mark wins.
    let encoding = Encoding::for_bom(&first).map_or(said, |(marked, _)| marked);
    let (text, _) = encoding.decode_with_bom_removal(&first);
    let mut sample = text.into_owned();
    if !is_complete && let Some(end) = sample.rfind('\n') {
        sample.truncate(end + 1);
    }
    let source = Source { import: row.id, encoding };
    let has_header = options.has_header && row.format == "CSV";
    let beginning = beginning(&sample);
    if beginning.trim().is_empty() {
        return Err(AppError::bad_input("The file is empty.").with_sub_code("EMPTY_FILE").into());
    }
    let (layout, delimiter, headers) = if row.format == "JSONL" {
        let named: Vec<String> = columns.iter().map(|column| column.column.clone()).collect();
        let keys = if named.is_empty() { json_rows::keys(beginning) } else { named };
        (Layout::Jsonl(keys.clone()), b',', keys)
    } else {
        let delimiter = match delimiter(options)? {
            Some(delimiter) => delimiter,
            None => csv_rows::delimiter(beginning),
        };
        (Layout::Csv(delimiter), delimiter, headers(&sample, delimiter, has_header)?)
    };
    Ok(Opened { source, layout, delimiter, headers, has_header, sample, is_complete })
}

fn encoding(row: &ImportRow, options: &ImportOptions) -> Result<&'static Encoding, AppError> {
    let name = options.encoding.as_deref().filter(|name| !name.is_empty()).unwrap_or(&row.encoding);
    Encoding::for_label(name.as_bytes()).ok_or_else(|| invalid("encoding", "There is no such encoding."))
}

fn delimiter(options: &ImportOptions) -> Result<Option<u8>, AppError> {
    match options.delimiter.as_deref() {
        None | Some("") => Ok(None),
        Some("\\t" | "tab" | "TAB") => Ok(Some(b'\t')),
        Some(text) => match text.as_bytes() {
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n') => Ok(Some(*byte)),
            _ => Err(invalid("delimiter", "A delimiter is one character.")),
        },
    }
}

/// Whole lines at the beginning.
fn beginning(sample: &str) -> &str {
    let mut end = LAYOUT_SAMPLE.min(sample.len());
    while !sample.is_char_boundary(end) {
        end -= 1;
    }
    let cut = sample.get(..end).unwrap_or_default();
    if end == sample.len() { cut } else { cut.rfind('\n').map_or(cut, |line| cut.get(..line).unwrap_or(cut)) }
}

fn headers(sample: &str, delimiter: u8, has_header: bool) -> Result<Vec<String>, AppError> {
    let mut rows = file::rows(&Layout::Csv(delimiter), Text::of(sample.to_owned()), 1, 0);
    let first = rows.next().map_err(file::FileProblem::into_app_error)?;
    let Some(first) = first else {
        return Err(AppError::bad_input("The file is empty.").with_sub_code("EMPTY_FILE"));
    };
    let cells = first.cells.map_err(|message| AppError::bad_input(message).with_sub_code("INVALID_FILE"))?;
    let name = |(number, cell): (usize, &file::Cell)| {
        let text = cell.text();
        let text = text.trim();
        if has_header && !text.is_empty() { text.to_owned() } else { format!("Column {number}") }
    };
    Ok((1..).zip(&cells).map(name).collect())
}

/// The first rows, and a target for each column as far as its header says.
///
/// # Errors
/// As [`open`].
pub(crate) async fn preview(
    scope: &Scope<'_>,
    row: &ImportRow,
    options: &ImportOptions,
) -> Result<ImportPreview, Failure> {
    let opened = open(scope.engine, row, options, &[]).await?;
    let targets = targets::all(&scope.model, &scope.object);
    let suggestions = suggest::suggest(&opened.headers, &targets);
    let (samples, is_complete) = samples(&opened);
    let columns = opened.headers.iter().zip(suggestions).enumerate();
    let columns = columns.map(|(place, (header, target))| PreviewColumn {
        header: header.clone(),
        samples: samples.iter().map(|row| row.get(place).cloned().unwrap_or_default()).collect(),
        target,
    });
    Ok(ImportPreview {
        columns: columns.collect(),
        targets,
        encoding: opened.source.encoding.name().to_owned(),
        delimiter: if row.format == "CSV" { char::from(opened.delimiter).to_string() } else { String::new() },
        is_complete,
    })
}

/// A target for each column, as the preview suggests.
pub(crate) fn suggested(scope: &Scope<'_>, opened: &Opened) -> Vec<ColumnMatch> {
    let targets = targets::all(&scope.model, &scope.object);
    let suggestions = suggest::suggest(&opened.headers, &targets);
    let matched = opened.headers.iter().zip(suggestions).zip(0..);
    let matched = matched.map(|((header, target), index)| ColumnMatch {
        column: header.clone(),
        index: Some(index),
        target,
        create_missing: false,
    });
    matched.collect()
}

fn samples(opened: &Opened) -> (Vec<Vec<String>>, bool) {
    let mut rows = file::rows(&opened.layout, Text::of(opened.sample.clone()), 1, 0);
    let mut shown = Vec::new();
    if opened.has_header {
        let _ = rows.next();
    }
    while let Ok(Some(row)) = rows.next() {
        if shown.len() == SAMPLES {
            return (shown, false);
        }
        let cells = row.cells.unwrap_or_default();
        shown.push(cells.iter().map(|cell| shortened(unguarded(&cell.text()))).collect());
    }
    (shown, opened.is_complete)
}

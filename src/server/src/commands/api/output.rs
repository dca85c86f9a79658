//! Printing records: as a table, as JSON, as CSV.

use std::io::{BufWriter, StdoutLock, Write};

use clap::ValueEnum;
use icosa_sdk::Record;
use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::columns;
use super::failure::Failure;

/// Widest column of a table, in places of a terminal.
const WIDEST: usize = 40;

/// How records are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: some columns, long values cut.
    Table,
    /// A list, or one object for one record.
    Json,
    /// A line for each record, a column for each part of a field.
    Csv,
}

/// Prints records one after the other.
pub struct Printer {
    out: BufWriter<StdoutLock<'static>>,
    columns: Vec<String>,
    form: Form,
}

enum Form {
    /// Rows are kept until the widths of their columns are known.
    Table(Vec<Vec<String>>),
    Json {
        is_first: bool,
        picks: bool,
    },
    Csv,
}

impl Printer {
    /// For these columns; JSON without any prints records whole.
    pub fn new(format: Format, columns: Vec<String>) -> Result<Self, Failure> {
        let form = match format {
            Format::Table => Form::Table(Vec::new()),
            Format::Json => Form::Json { is_first: true, picks: !columns.is_empty() },
            Format::Csv => Form::Csv,
        };
        let mut printer = Self { out: BufWriter::new(std::io::stdout().lock()), columns, form };
        if matches!(printer.form, Form::Csv) {
            let header = printer.columns.clone();
            printer.line(&header)?;
        }
        Ok(printer)
    }

    /// Prints a record, or keeps it for the table.
    pub fn record(&mut self, record: &Record) -> Result<(), Failure> {
        let cells = |columns: &[String]| {
            columns.iter().map(|path| columns::text(columns::value(record, path))).collect::<Vec<_>>()
        };
        match &mut self.form {
            Form::Table(rows) => rows.push(cells(&self.columns).iter().map(|cell| cut(cell)).collect()),
            Form::Json { is_first, picks } => {
                let start = if std::mem::take(is_first) { "[\n" } else { ",\n" };
                self.out.write_all(start.as_bytes())?;
                if *picks {
                    json(&mut self.out, &columns::picked(record, &self.columns))?;
                } else {
                    json(&mut self.out, record)?;
                }
            }
            Form::Csv => {
                let cells = cells(&self.columns);
                self.line(&cells)?;
            }
        }
        Ok(())
    }

    /// Prints what is left.
    pub fn finish(mut self) -> Result<(), Failure> {
        match &self.form {
            Form::Table(rows) => table(&mut self.out, &self.columns, rows)?,
            Form::Json { is_first: true, .. } => self.out.write_all(b"[]\n")?,
            Form::Json { .. } => self.out.write_all(b"\n]\n")?,
            Form::Csv => {}
        }
        Ok(self.out.flush()?)
    }

    fn line(&mut self, cells: &[String]) -> Result<(), Failure> {
        let mut writer = csv::Writer::from_writer(&mut self.out);
        writer.write_record(cells).map_err(std::io::Error::from)?;
        Ok(writer.flush()?)
    }
}

/// Prints one value as JSON.
pub fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    json(&mut out, value)?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}

fn json(out: &mut impl Write, value: &impl Serialize) -> Result<(), Failure> {
    serde_json::to_writer_pretty(out, value).map_err(|error| Failure::Output(error.into()))
}

/// Prints rows below their headers, each column as wide as its widest cell.
pub fn table(out: &mut impl Write, headers: &[String], rows: &[Vec<String>]) -> std::io::Result<()> {
    let width = |column: usize, header: &str| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width());
        cells.max().unwrap_or_default().max(header.width())
    };
    let widths: Vec<usize> =
        headers.iter().enumerate().map(|(column, header)| width(column, header)).collect();
    row(out, headers, &widths)?;
    row(out, &widths.iter().map(|width| "-".repeat(*width)).collect::<Vec<_>>(), &widths)?;
    rows.iter().try_for_each(|cells| row(out, cells, &widths))
}

fn row(out: &mut impl Write, cells: &[String], widths: &[usize]) -> std::io::Result<()> {
    let padded = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width()))));
    let line = padded.collect::<Vec<_>>().join("  ");
    writeln!(out, "{}", line.trim_end())
}

/// On one line. What records and files hold was typed by anybody: letters that steer a terminal are not sent to it.
pub fn plain(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// The same, as wide as fits.
pub fn cut(text: &str) -> String {
    let (mut cut, mut width) = (String::new(), 0);
    for letter in plain(text).chars() {
        width += letter.width().unwrap_or_default();
        if width > WIDEST {
            // Room for the sign that says so.
            while cut.width() >= WIDEST {
                cut.pop();
            }
            return format!("{cut}…");
        }
        cut.push(letter);
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let headers = ["id", "name"].map(str::to_owned);
        let rows = [vec!["1".to_owned(), "東京".to_owned()], vec!["22".to_owned(), String::new()]];
        let mut out = Vec::new();
        table(&mut out, &headers, &rows).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "id  name\n--  ----\n1   東京\n22\n");
    }

    #[test]
    fn cells_are_cut_and_harmless() {
        assert_eq!(cut("a\u{1b}[31mb\nc"), "a [31mb c");
        assert_eq!(cut(&"x".repeat(40)), "x".repeat(40));
        assert_eq!(cut(&"x".repeat(41)), format!("{}…", "x".repeat(39)));
        assert!(cut(&"東".repeat(30)).width() <= 40);
    }
}

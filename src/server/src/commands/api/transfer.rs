//! `icosa api import`, `undo-import` and `export`

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use futures::stream::{Stream, TryStreamExt, try_unfold};
use icosa_sdk::{
    Body, Client, ColumnMatch, ErrorKind, FileFormat, Import, ImportMode, ImportOptions, ImportPlan,
    ImportStatus, Imports,
};
use tokio::io::{AsyncRead, AsyncReadExt};
use uuid::Uuid;

use super::failure::{Failure, code};
use super::output::plain;
use crate::telemetry;

/// How often a running import is asked how far it is.
const EVERY: Duration = Duration::from_millis(500);
/// Problems that are shown; all are in the file of refused rows.
const SHOWN: u32 = 20;
/// Bytes sent at once.
const PIECE: usize = 64 * 1024;

/// What to import.
#[derive(Args)]
pub struct ImportArguments {
    /// Plural name of the object: people, companies, ….
    object: String,
    /// The file; - is standard input.
    file: PathBuf,
    /// What is in it; by the ending of its name without.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Where a column goes: --column 'E-Mail=emails.primaryEmail'. Repeat it; columns that are not named are left out.
    /// Without any, columns go where their headers say.
    #[arg(long = "column", value_name = "HEADER=FIELD", value_parser = column)]
    columns: Vec<ColumnMatch>,
    /// Records that a relation points at are made if they are not there.
    #[arg(long, requires = "columns")]
    create_missing: bool,
    /// What becomes of records that are there already, and of those that are not.
    #[arg(long, value_enum, default_value_t = Mode::Upsert)]
    mode: Mode,
    /// What records are recognised by: id or a unique field; any of them without.
    #[arg(long, value_name = "FIELD")]
    match_by: Option<String>,
    /// Empty cells empty fields.
    #[arg(long)]
    clear_empty: bool,
    /// Judge every row and write none.
    #[arg(long)]
    dry_run: bool,
    /// Write the refused rows to this file, to be mended and sent again.
    #[arg(long, value_name = "FILE")]
    refused: Option<PathBuf>,
}

/// Which import to take back.
#[derive(Args)]
pub struct UndoArguments {
    /// Id of the import, as `icosa api import` prints it.
    id: Uuid,
}

/// What to export.
#[derive(Args)]
pub struct ExportArguments {
    /// Plural name of the object: people, companies, ….
    object: String,
    /// Where to; standard output without.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What the file looks like; by the ending of its name without.
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Only records that pass, as in `icosa api list`.
    #[arg(long)]
    filter: Option<String>,
    /// Fields to sort by, as in `icosa api list`.
    #[arg(long, value_name = "FIELDS")]
    order_by: Option<String>,
    /// Fields to export; all without.
    #[arg(long, value_delimiter = ',')]
    fields: Vec<String>,
    /// Id of a saved view: its filters, order and fields.
    #[arg(long, value_name = "ID")]
    view: Option<Uuid>,
    /// At most so many records.
    #[arg(long)]
    limit: Option<u64>,
}

/// How a file holds records.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A line for each record; the first line names the columns.
    Csv,
    /// A JSON object on each line.
    Jsonl,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Mode {
    /// Change records that are there, make the others.
    Upsert,
    /// Make records; refuse rows whose record is there.
    Create,
    /// Change records; refuse rows without one.
    Update,
}

/// Imports a file and says how it goes.
pub async fn import(client: &Client, options: ImportArguments) -> Result<(), Failure> {
    let imports = client.imports();
    let name = options.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let format = format(options.format, &options.file);
    let import = imports.upload(&options.object, &name, format, body(&options.file).await?).await?;
    let plan = plan(&options);
    let begun = if options.dry_run {
        imports.validate(import.id, &plan).await?
    } else {
        telemetry::note(&format!("Import {}; it goes on if this command is stopped.", import.id));
        imports.start(import.id, &plan).await?
    };
    let ended = watched(&imports, begun).await?;
    ended_well(&ended)?;
    say(&ended);
    if ended.counts.failed == 0 {
        return Ok(());
    }
    tell_refused(&imports, &ended, options.refused.as_deref()).await?;
    Err(Failure::Answered(code(ErrorKind::BadInput)))
}

/// Takes an import back.
pub async fn undo(client: &Client, options: UndoArguments) -> Result<(), Failure> {
    let imports = client.imports();
    let begun = imports.undo(options.id).await?;
    let ended = watched(&imports, begun).await?;
    ended_well(&ended)?;
    let counts = ended.counts;
    telemetry::say(&format!(
        "{} removed, {} as they were before, {} kept because somebody has changed them since.",
        counts.removed, counts.restored, counts.kept
    ));
    Ok(())
}

/// Writes records to a file.
pub async fn export(client: &Client, options: ExportArguments) -> Result<(), Failure> {
    let format = format(options.format, options.output.as_deref().unwrap_or(Path::new("")));
    let mut export = client.export(&options.object).format(format);
    if !options.fields.is_empty() {
        export = export.fields(options.fields.iter().map(String::as_str));
    }
    if let Some(filter) = &options.filter {
        export = export.filter_text(filter);
    }
    if let Some(order) = &options.order_by {
        export = export.order_text(order);
    }
    if let Some(view) = options.view {
        export = export.view(&view.to_string());
    }
    if let Some(limit) = options.limit {
        export = export.limit(limit);
    }
    let pieces = export.stream().await?;
    write(pieces, options.output.as_deref()).await
}

/// To the file, which is there only once it is whole; or to standard output.
async fn write(
    mut pieces: impl Stream<Item = icosa_sdk::Result<Vec<u8>>> + Unpin,
    path: Option<&Path>,
) -> Result<(), Failure> {
    let Some(path) = path else {
        let mut out = std::io::stdout().lock();
        while let Some(piece) = pieces.try_next().await? {
            out.write_all(&piece)?;
        }
        return Ok(out.flush()?);
    };
    let mut partial = path.as_os_str().to_owned();
    partial.push(".part");
    let mut file = std::fs::File::create(&partial)?;
    while let Some(piece) = pieces.try_next().await? {
        file.write_all(&piece)?;
    }
    file.sync_all()?;
    Ok(std::fs::rename(&partial, path)?)
}

/// Asks until it has ended; on a terminal the figures are written over each other.
async fn watched(imports: &Imports, begun: Import) -> Result<Import, Failure> {
    let is_terminal = std::io::stderr().is_terminal();
    let mut watched = imports.watch(begun.id, EVERY);
    let mut last = begun;
    while let Some(import) = watched.try_next().await? {
        if is_terminal {
            let percent = import.progress * 100.0;
            let _ = write!(std::io::stderr(), "\r{percent:3.0} %, {} rows", import.counts.rows);
        }
        last = import;
    }
    if is_terminal {
        telemetry::note("");
    }
    Ok(last)
}

fn ended_well(import: &Import) -> Result<(), Failure> {
    match import.status {
        ImportStatus::Failed => {
            let problem = import.problem.as_deref().unwrap_or("the file cannot be read");
            Err(Failure::Refused(format!("the import failed: {}", plain(problem))))
        }
        ImportStatus::Cancelled => {
            Err(Failure::Refused("the import was cancelled; what was written stays".to_owned()))
        }
        _ => Ok(()),
    }
}

fn say(import: &Import) {
    let counts = import.counts;
    let would = if import.is_trial { " (a trial: nothing was written)" } else { "" };
    telemetry::say(&format!(
        "{} rows: {} made, {} changed, {} unchanged, {} refused{would}.",
        counts.rows, counts.created, counts.updated, counts.unchanged, counts.failed
    ));
    if counts.related > 0 {
        telemetry::say(&format!("{} records made because rows point at them.", counts.related));
    }
}

async fn tell_refused(imports: &Imports, import: &Import, path: Option<&Path>) -> Result<(), Failure> {
    for problem in imports.problems(import.id, SHOWN).await? {
        let column = problem.column.map(|column| format!(", {}", plain(&column))).unwrap_or_default();
        telemetry::note(&format!(
            "Row {}{column}: {} ({})",
            problem.row,
            plain(&problem.message),
            problem.code
        ));
    }
    if let Some(path) = path {
        write(imports.refused_rows(import.id).await?, Some(path)).await?;
        telemetry::note(&format!("The refused rows are in {}.", path.display()));
    }
    Ok(())
}

fn plan(options: &ImportArguments) -> ImportPlan {
    let mut columns = options.columns.clone();
    columns.iter_mut().for_each(|column| column.create_missing = options.create_missing);
    let mode = match options.mode {
        Mode::Upsert => ImportMode::Upsert,
        Mode::Create => ImportMode::Create,
        Mode::Update => ImportMode::Update,
    };
    let match_by = options.match_by.clone();
    ImportPlan { columns, options: ImportOptions { mode, match_by, clear_empty: options.clear_empty } }
}

fn column(text: &str) -> Result<ColumnMatch, String> {
    let (column, target) = text.rsplit_once('=').ok_or("write HEADER=FIELD")?;
    Ok(ColumnMatch { column: column.to_owned(), target: Some(target.to_owned()), create_missing: false })
}

fn format(said: Option<Format>, path: &Path) -> FileFormat {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match said {
        Some(Format::Csv) => FileFormat::Csv,
        Some(Format::Jsonl) => FileFormat::Jsonl,
        None if matches!(ending.as_str(), "jsonl" | "ndjson" | "json") => FileFormat::Jsonl,
        None => FileFormat::Csv,
    }
}

async fn body(path: &Path) -> Result<Body, Failure> {
    if path == Path::new("-") {
        return Ok(Body::wrap_stream(pieces(tokio::io::stdin())));
    }
    let file = tokio::fs::File::open(path).await;
    let file = file.map_err(|error| Failure::Usage(format!("{} cannot be read: {error}", path.display())))?;
    Ok(Body::wrap_stream(pieces(file)))
}

fn pieces(reader: impl AsyncRead + Unpin) -> impl Stream<Item = std::io::Result<Vec<u8>>> {
    try_unfold(reader, async |mut reader| {
        let mut piece = vec![0; PIECE];
        let read = reader.read(&mut piece).await?;
        piece.truncate(read);
        Ok((read > 0).then_some((piece, reader)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_matched_by_its_header() {
        let matched = column("a=b=emails.primaryEmail").unwrap();
        assert_eq!(
            (matched.column.as_str(), matched.target.as_deref()),
            ("a=b", Some("emails.primaryEmail"))
        );
        assert!(column("emails").is_err());
    }

    #[test]
    fn the_ending_says_what_is_in_a_file() {
        assert_eq!(format(None, Path::new("people.JSONL")), FileFormat::Jsonl);
        assert_eq!(format(None, Path::new("people.json")), FileFormat::Jsonl);
        assert_eq!(format(None, Path::new("people.csv")), FileFormat::Csv);
        assert_eq!(format(Some(Format::Csv), Path::new("people.jsonl")), FileFormat::Csv);
    }
}

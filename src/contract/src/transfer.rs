//! Import and export of records as files.

pub mod form;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use icosa_model::format::{DateFormat, NumberFormat};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::AppError;
use crate::session::Actor;

/// The largest file to be imported, bytes.
pub const MAX_IMPORT_FILE: u64 = 10 << 30;

/// How a file holds records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum FileFormat {
    /// Values apart by a delimiter, the first row names the columns.
    #[default]
    Csv,
    /// One JSON object a line.
    Jsonl,
}

impl FileFormat {
    /// The stored word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Jsonl => "JSONL",
        }
    }

    /// From a word or a file's ending, in any case.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "txt" => Some(Self::Csv),
            "jsonl" | "ndjson" | "json" => Some(Self::Jsonl),
            _ => None,
        }
    }

    /// By the ending of a file's name; CSV where that says nothing.
    #[must_use]
    pub fn of_file(name: &str) -> Self {
        name.rsplit_once('.').and_then(|(_, ending)| Self::parse(ending)).unwrap_or_default()
    }
}

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ImportStatus {
    /// The file is on its way.
    Uploading,
    /// The file is there; columns can be matched.
    Ready,
    /// Rows are read and judged, nothing is written.
    Validating,
    /// Rows are written.
    Running,
    /// Every row has been read.
    Done,
    /// Stopped by somebody; what was written stays.
    Cancelled,
    /// Stopped because the file cannot be read.
    Failed,
    /// What was written is taken back.
    Undoing,
    /// What was written has been taken back.
    Undone,
}

impl ImportStatus {
    /// Something is going on in the background.
    #[must_use]
    pub fn is_busy(self) -> bool {
        matches!(self, Self::Uploading | Self::Validating | Self::Running | Self::Undoing)
    }
}

/// What is done with rows whose record is there already, or is not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ImportMode {
    /// Records that are there are changed, others are made.
    #[default]
    Upsert,
    /// Records are made; a row whose record is there is refused.
    Create,
    /// Records are changed; a row without a record is refused.
    Update,
}

/// Where a column goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ColumnMatch {
    /// Header of the column, or the key of a JSON object.
    pub column: String,
    /// Which column, from 0, where headers repeat; by header without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub index: Option<u32>,
    /// `id`, a field (`city`), a part of one (`emails.primaryEmail`, `annualRevenue.amount`), a relation by id
    /// (`companyId`) or by what makes the other record unmistakable (`company.domainName`); not imported without.
    pub target: Option<String>,
    /// Relations by a value: records that are not there are made.
    pub create_missing: bool,
}

/// How a file is read and written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImportOptions {
    /// What becomes of records that are there.
    pub mode: ImportMode,
    /// What a row's record is recognised by: `id` or a unique field; by any of them without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_by: Option<String>,
    /// An empty cell empties the field of a record that is there; it says nothing otherwise.
    pub clear_empty: bool,
    /// WHATWG name of the encoding; found out without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// One character between values; found out without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<String>,
    /// The first row names the columns.
    pub has_header: bool,
    /// How dates are read that are not ISO 8601.
    pub date_format: DateFormat,
    /// How numbers are read; by the delimiter without (a semicolon goes with decimal commas).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_format: Option<NumberFormat>,
    /// IANA name of the time zone of times without one; UTC without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self {
            mode: ImportMode::default(),
            match_by: None,
            clear_empty: false,
            encoding: None,
            delimiter: None,
            has_header: true,
            date_format: DateFormat::default(),
            number_format: None,
            time_zone: None,
        }
    }
}

/// What to do with a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImportPlan {
    /// Columns that are not named are not imported. An empty list takes the suggestion of the preview.
    pub columns: Vec<ColumnMatch>,
    /// How.
    pub options: ImportOptions,
}

/// Figures of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportCounts {
    /// Rows read, without the header.
    pub rows: u64,
    /// Records made.
    pub created: u64,
    /// Records changed.
    pub updated: u64,
    /// Rows that say what is stored already.
    pub unchanged: u64,
    /// Rows refused.
    pub failed: u64,
    /// Records made because rows point at them.
    pub related: u64,
    /// Taken back: records that had been made.
    pub removed: u64,
    /// Taken back: records that had been changed.
    pub restored: u64,
    /// Not taken back, because somebody has changed them since.
    pub kept: u64,
}

/// An import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Import {
    /// Which one.
    pub id: Uuid,
    /// API name of the object, singular.
    pub object: String,
    /// As uploaded.
    pub file_name: String,
    /// What is in it.
    pub format: FileFormat,
    /// Its size.
    pub bytes: u64,
    /// What it is doing.
    pub status: ImportStatus,
    /// The figures are those of a trial: nothing was written.
    pub is_trial: bool,
    /// From 0 to 1, of what it is doing.
    pub progress: f64,
    /// How far it is.
    pub counts: ImportCounts,
    /// Once there is one.
    pub plan: Option<ImportPlan>,
    /// Why it failed.
    pub problem: Option<String>,
    /// Who imports.
    pub author: String,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
    /// When it came to its end.
    pub finished_at: Option<DateTime<Utc>>,
}

/// The first rows of a file, and where its columns seem to go.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportPreview {
    /// In the order of the file.
    pub columns: Vec<PreviewColumn>,
    /// Where columns can go.
    pub targets: Vec<ImportTarget>,
    /// As it was read: WHATWG name.
    pub encoding: String,
    /// As it was read.
    pub delimiter: String,
    /// Whether the last row of the samples is the last one of the file.
    pub is_complete: bool,
}

/// A column of a file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PreviewColumn {
    /// Its header.
    pub header: String,
    /// What stands in it, row by row.
    pub samples: Vec<String>,
    /// Where it seems to go.
    pub target: Option<String>,
}

/// Somewhere a column can go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportTarget {
    /// For [`ColumnMatch::target`].
    pub path: String,
    /// What people read: `Emails / Primary e-mail`.
    pub label: String,
    /// A record cannot be without it.
    pub is_required: bool,
    /// Records are recognised by it.
    pub is_unique: bool,
    /// A relation by a value, so that missing records can be made.
    pub can_create: bool,
}

/// Something that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportProblem {
    /// As a spreadsheet counts: the header is row 1.
    pub row: u64,
    /// Header of the column, if it is about one.
    pub column: Option<String>,
    /// Stable code: that of the record API, `DUPLICATE_IN_FILE`, `RECORD_EXISTS`, `RECORD_NOT_FOUND`, ...
    pub code: String,
    /// One sentence.
    pub message: String,
    /// What stands there.
    pub value: Option<String>,
}

/// What the page of imports into an object shows first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportOpened {
    /// The one that the address names.
    pub import: Option<Import>,
    /// The beginning of its file while columns can be matched.
    pub preview: Option<ImportPreview>,
    /// The first problems of one that has come to its end.
    pub problems: Vec<ImportProblem>,
    /// The newest imports, where the address names none.
    pub former: Vec<Import>,
    /// Why the file cannot be shown, one sentence.
    pub error: Option<String>,
}

/// Imports of one workspace. Files come in and go out by HTTP; this is the rest.
#[async_trait]
pub trait ImportsApi: Send + Sync {
    /// One import.
    async fn get(&self, actor: &Actor, id: Uuid) -> Result<Import, AppError>;

    /// The newest imports, those of one object (singular API name) if named.
    async fn list(&self, actor: &Actor, object: Option<String>) -> Result<Vec<Import>, AppError>;

    /// The first rows of an import's file, read with these options.
    async fn preview(
        &self,
        actor: &Actor,
        id: Uuid,
        options: ImportOptions,
    ) -> Result<ImportPreview, AppError>;

    /// Judges every row without writing any.
    async fn validate(&self, actor: &Actor, id: Uuid, plan: ImportPlan) -> Result<Import, AppError>;

    /// Writes the rows.
    async fn start(&self, actor: &Actor, id: Uuid, plan: ImportPlan) -> Result<Import, AppError>;

    /// Stops what is going on: what was written stays, and after a trial the columns can be matched anew. `CONFLICT`
    /// while nothing is going on.
    async fn cancel(&self, actor: &Actor, id: Uuid) -> Result<Import, AppError>;

    /// Forgets a file that waits for its columns.
    async fn discard(&self, actor: &Actor, id: Uuid) -> Result<Import, AppError>;

    /// Takes back what was written: made records go, changed ones are as before unless they were changed since.
    async fn undo(&self, actor: &Actor, id: Uuid) -> Result<Import, AppError>;

    /// The first problems.
    async fn problems(&self, actor: &Actor, id: Uuid, limit: u32) -> Result<Vec<ImportProblem>, AppError>;
}

//! Files coming in.

use std::time::Duration;

use futures::stream::{BoxStream, Stream, StreamExt, try_unfold};
use reqwest::{Body, Method};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::FileFormat;
use crate::client::Client;
use crate::error::{Error, Result};
use crate::names::check_name;
use crate::retry::Safety;
use crate::transport::{Call, Received};

/// Files that become records; made by [`Client::imports`].
///
/// ```no_run
/// # async fn example(client: icosa_sdk::Client) -> icosa_sdk::Result<()> {
/// use std::time::Duration;
/// use futures::TryStreamExt;
/// use icosa_sdk::{FileFormat, ImportPlan};
///
/// let imports = client.imports();
/// let import = imports.upload("people", "people.csv", FileFormat::Csv, "Email\nann@acme.com\n").await?;
/// imports.start(import.id, &ImportPlan::default()).await?;
/// let mut watched = imports.watch(import.id, Duration::from_secs(1));
/// while let Some(import) = watched.try_next().await? {
///     println!("{:.0} %", import.progress * 100.0);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Imports {
    client: Client,
}

/// What an import is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the words of the API")]
#[non_exhaustive]
pub enum ImportStatus {
    Uploading,
    Ready,
    Validating,
    Running,
    Done,
    Cancelled,
    Failed,
    Undoing,
    Undone,
    /// A word that only newer versions know.
    #[serde(other)]
    Unknown,
}

impl ImportStatus {
    /// Something is going on.
    #[must_use]
    pub fn is_busy(self) -> bool {
        matches!(self, Self::Uploading | Self::Validating | Self::Running | Self::Undoing)
    }
}

/// A file on its way to become records.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Import {
    /// Which one.
    pub id: Uuid,
    /// Singular name of the object.
    pub object: String,
    /// What it is doing.
    pub status: ImportStatus,
    /// The figures are those of a trial: nothing was written.
    pub is_trial: bool,
    /// From 0 to 1, of what it is doing.
    pub progress: f64,
    /// How far it is.
    pub counts: ImportCounts,
    /// Why it failed.
    pub problem: Option<String>,
}

/// Figures of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ImportCounts {
    /// Rows read.
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

/// What to do with a file; the default matches columns by their headers and changes records that are there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ImportPlan {
    /// Where columns go; columns that are not named are not imported. An empty list takes what their headers suggest.
    pub columns: Vec<ColumnMatch>,
    /// How.
    pub options: ImportOptions,
}

/// Where a column goes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnMatch {
    /// Header of the column, or the key of a JSON object.
    pub column: String,
    /// A field, a part of one, or a relation by a unique value: `jobTitle`, `emails.primaryEmail`,
    /// `company.domainName`.
    pub target: Option<String>,
    /// Records that a relation points at are made if they are not there.
    pub create_missing: bool,
}

/// How a file is read and written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportOptions {
    /// What becomes of records that are there.
    pub mode: ImportMode,
    /// What a record is recognised by: `id` or a unique field; by any of them without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub match_by: Option<String>,
    /// An empty cell empties the field.
    pub clear_empty: bool,
}

/// What becomes of rows whose record is there already, or is not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ImportMode {
    /// Records that are there are changed, others made.
    #[default]
    Upsert,
    /// Records are made; a row whose record is there is refused.
    Create,
    /// Records are changed; a row without a record is refused.
    Update,
}

/// Something that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct ImportProblem {
    /// As a spreadsheet counts: the header is row 1.
    pub row: u64,
    /// Header of the column, if it is about one.
    pub column: Option<String>,
    /// Stable code.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// What stands there.
    pub value: Option<String>,
}

impl Client {
    /// Files that become records.
    #[must_use]
    pub fn imports(&self) -> Imports {
        Imports { client: self.clone() }
    }
}

impl Imports {
    /// Sends a file of records of an object, by its plural name; of any size, as a stream if it is one. Nothing is
    /// written yet.
    ///
    /// # Errors
    /// As [`crate::Rest::get`]; nothing is sent twice.
    pub async fn upload(
        &self,
        plural: &str,
        file_name: &str,
        format: FileFormat,
        file: impl Into<Body>,
    ) -> Result<Import> {
        check_name(plural).map_err(|_| Error::invalid(format!("'{plural}' is no object.")))?;
        let call = self
            .client
            .call(Method::POST, &format!("/rest/record-imports/{plural}"), Safety::Once)
            .parameter("name", Some(file_name))
            .parameter("format", Some(format.word()));
        answer(self.client.upload(&call, file.into()).await?)
    }

    /// How it is.
    ///
    /// # Errors
    /// As [`crate::Rest::get`].
    pub async fn get(&self, id: Uuid) -> Result<Import> {
        self.ask(self.client.call(Method::GET, &format!("/rest/record-imports/{id}"), Safety::Idempotent))
            .await
    }

    /// Judges every row and writes none.
    ///
    /// # Errors
    /// As [`crate::Rest::get`].
    pub async fn validate(&self, id: Uuid, plan: &ImportPlan) -> Result<Import> {
        self.act(id, "validate", Some(plan)).await
    }

    /// Writes the rows; bad ones are refused and told, the others written.
    ///
    /// # Errors
    /// As [`crate::Rest::get`].
    pub async fn start(&self, id: Uuid, plan: &ImportPlan) -> Result<Import> {
        self.act(id, "start", Some(plan)).await
    }

    /// Stops it; what was written stays.
    ///
    /// # Errors
    /// As [`crate::Rest::get`].
    pub async fn cancel(&self, id: Uuid) -> Result<Import> {
        self.act(id, "cancel", None).await
    }

    /// Takes back what was written, except what somebody has changed since.
    ///
    /// # Errors
    /// As [`crate::Rest::get`].
    pub async fn undo(&self, id: Uuid) -> Result<Import> {
        self.act(id, "undo", None).await
    }

    /// What is wrong with the file, the first ones.
    ///
    /// # Errors
    /// As [`crate::Rest::get`].
    pub async fn problems(&self, id: Uuid, limit: u32) -> Result<Vec<ImportProblem>> {
        let call =
            self.client.call(Method::GET, &format!("/rest/record-imports/{id}/problems"), Safety::Idempotent);
        self.ask(call.parameter("limit", Some(limit.to_string()))).await
    }

    /// The refused rows as they came, as a CSV file to be mended and sent again.
    ///
    /// # Errors
    /// As [`crate::Rest::get`].
    pub async fn refused_rows(&self, id: Uuid) -> Result<BoxStream<'static, Result<Vec<u8>>>> {
        let path = format!("/rest/record-imports/{id}/refused.csv");
        self.client.download(&self.client.call(Method::GET, &path, Safety::Idempotent)).await
    }

    /// How it goes, asked for again and again until nothing goes on any more; the last one says how it ended.
    pub fn watch(&self, id: Uuid, every: Duration) -> impl Stream<Item = Result<Import>> + Unpin {
        let first = (self.clone(), Duration::ZERO);
        let asked = try_unfold(Some(first), move |state| async move {
            let Some((imports, wait)) = state else { return Ok(None) };
            tokio::time::sleep(wait).await;
            let import = imports.get(id).await?;
            let next = import.status.is_busy().then_some((imports, every));
            Ok(Some((import, next)))
        });
        asked.boxed()
    }

    async fn act(&self, id: Uuid, verb: &str, plan: Option<&ImportPlan>) -> Result<Import> {
        let call = self.client.call(Method::POST, &format!("/rest/record-imports/{id}/{verb}"), Safety::Once);
        self.ask(if let Some(plan) = plan { call.body(plan)? } else { call }).await
    }

    async fn ask<T: DeserializeOwned>(&self, call: Call) -> Result<T> {
        self.client.send(&call, answer).await
    }
}

/// `{data: {<key>: …}}`: what stands at the one key.
fn answer<T: DeserializeOwned>(mut received: Received) -> Result<T> {
    if !(200..300).contains(&received.status) {
        return Err(received.refusal());
    }
    let data = received.body.get_mut("data").and_then(Value::as_object_mut);
    let value = data.and_then(|data| data.iter_mut().next()).map(|(_, value)| value.take());
    let value = value.unwrap_or_default();
    serde_json::from_value(value)
        .map_err(|error| received.unreadable(format!("its data do not fit: {error}")))
}

//! Reading and writing records of any object.

use async_trait::async_trait;
use icosa_model::Record;
use icosa_model::query::{Cursor, DeletedRows, Filter, ListQuery, Order, Select, ViewScope};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::AppError;
use crate::passed::Passed;
use crate::session::Actor;

/// One page of records.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordPage {
    /// In the order asked for.
    pub records: Vec<Record>,
    /// The place after each record, in step with `records`.
    pub cursors: Vec<Cursor>,
    /// Rows that pass the filter, if asked for.
    pub total: Option<u64>,
    /// There are rows after these.
    pub has_next: bool,
}

/// Counts the rows that pass a filter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CountQuery {
    /// API name, singular.
    pub object: String,
    /// Rows to keep.
    #[serde(default)]
    pub filter: Option<Filter>,
    /// Which rows with regard to soft deletion.
    #[serde(default)]
    pub deleted: DeletedRows,
}

/// Reads one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GetRecord {
    /// API name, singular.
    pub object: String,
    /// Which one.
    pub id: Uuid,
    /// What it carries; `id` and `deletedAt` are always there.
    pub select: Vec<Select>,
}

/// Makes one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateRecord {
    /// API name, singular.
    pub object: String,
    /// Made by the client so that a repeated request makes nothing twice; the server makes one when absent.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// Values by field name; relations by `<name>Id`.
    pub values: Record,
    /// What the answer carries.
    #[serde(default)]
    pub select: Vec<Select>,
}

/// Makes a note or task together with its tie to a record it is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateLinked {
    /// The note or task.
    pub create: CreateRecord,
    /// Object of the record it is about: API name, singular.
    pub target_object: String,
    /// Which record.
    pub target: Uuid,
}

/// Changes some values of one record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateRecord {
    /// API name, singular.
    pub object: String,
    /// Which one.
    pub id: Uuid,
    /// New values by field name; a composite replaces the whole value; absent fields stay.
    pub values: Record,
    /// What the answer carries.
    #[serde(default)]
    pub select: Vec<Select>,
}

/// Names some records of one object; at most [`icosa_model::query::MAX_PAGE`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordIds {
    /// API name, singular.
    pub object: String,
    /// Which ones.
    pub ids: Vec<Uuid>,
}

/// A record as a chip or a picker row shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordSummary {
    /// API name, singular.
    pub object: String,
    /// Which one.
    pub id: Uuid,
    /// Label identifier as text; may be empty.
    pub label: String,
    /// Picture address, if the object has an image identifier and the record a value.
    pub image: Option<String>,
}

/// Looks for records by text, for pickers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SearchRecords {
    /// API names, singular; searched together and ranked.
    pub objects: Vec<String>,
    /// Words in any order; empty lists the first records.
    pub text: String,
    /// At most [`icosa_model::query::DEFAULT_PAGE`].
    pub limit: u32,
}

/// Looks for records of all kinds by text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FindRecords {
    /// Words in any order; empty lists the first records of each object.
    pub text: String,
    /// At most 100.
    pub limit: u32,
}

/// One line of a record's timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TimelineItem {
    /// The timeline activity's own id.
    pub id: Uuid,
    /// e.g. `company.created`, `linked-note.updated`.
    pub name: String,
    /// ISO 8601, UTC.
    pub happens_at: String,
    /// Who did it, as text; empty when nobody is known.
    pub author: String,
    /// Their member record.
    pub author_id: Option<Uuid>,
    /// `{field: {before, after}}` of an update.
    pub diff: Record,
    /// The other record of a linked event (a note or task): its object, id and label.
    pub linked: Option<RecordSummary>,
}

/// Page of a timeline, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TimelineQuery {
    /// API name, singular.
    pub object: String,
    /// Which record.
    pub id: Uuid,
    /// Only older than this item (its `happensAt` and id).
    #[serde(default)]
    pub before: Option<(String, Uuid)>,
    /// At most [`icosa_model::query::MAX_PAGE`].
    pub limit: u32,
}

/// Something that happened to a record, as sent over the live stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordEvent {
    /// Grows; the stream resumes after it.
    pub id: i64,
    /// API name, singular.
    pub object: String,
    /// Which record.
    pub record_id: Uuid,
    /// `created`, `updated`, `deleted`, `restored` or `destroyed`.
    pub action: String,
    /// Names of the fields that changed; empty for other actions.
    pub updated_fields: Vec<String>,
}

/// Records of one workspace. Every call is confined to the actor's workspace and checked against its model.
#[async_trait]
pub trait RecordsApi: Send + Sync {
    /// One page; one SQL statement. Unknown names and bad cursors are `BAD_USER_INPUT`.
    async fn list(&self, actor: &Actor, query: ListQuery) -> Result<RecordPage, AppError>;

    /// The same, as Postgres wrote it.
    async fn list_as_written(&self, actor: &Actor, query: ListQuery) -> Result<Passed<RecordPage>, AppError>;

    /// The same among the rows that a view and criteria keep, as exports and groups of the view keep them. A view that
    /// the caller does not see is `NOT_FOUND`.
    async fn list_shown(
        &self,
        actor: &Actor,
        query: ListQuery,
        within: ViewScope,
    ) -> Result<Passed<RecordPage>, AppError>;

    /// How many rows.
    async fn count(&self, actor: &Actor, query: CountQuery) -> Result<u64, AppError>;

    /// One record, soft-deleted ones too; absence is `NOT_FOUND`.
    async fn get(&self, actor: &Actor, query: GetRecord) -> Result<Record, AppError>;

    /// The same, as Postgres wrote it.
    async fn get_as_written(&self, actor: &Actor, query: GetRecord) -> Result<Passed<Record>, AppError>;

    /// Validates, normalises and stores a new record; position "first" unless given.
    async fn create(&self, actor: &Actor, request: CreateRecord) -> Result<Record, AppError>;

    /// The same for a note or task and its tie to a record: both are made or neither.
    async fn create_linked(&self, actor: &Actor, request: CreateLinked) -> Result<Record, AppError>;

    /// Validates, normalises and stores new values.
    async fn update(&self, actor: &Actor, request: UpdateRecord) -> Result<Record, AppError>;

    /// Soft-deletes live records; answers the ids that were changed. All or none.
    async fn delete(&self, actor: &Actor, request: RecordIds) -> Result<Vec<Uuid>, AppError>;

    /// Undoes a soft deletion.
    async fn restore(&self, actor: &Actor, request: RecordIds) -> Result<Vec<Uuid>, AppError>;

    /// Removes records for good.
    async fn destroy(&self, actor: &Actor, request: RecordIds) -> Result<Vec<Uuid>, AppError>;

    /// Best matches first.
    async fn search(&self, actor: &Actor, request: SearchRecords) -> Result<Vec<RecordSummary>, AppError>;

    /// Best matches first, among all searchable objects that the caller may read.
    async fn find(&self, actor: &Actor, request: FindRecords) -> Result<Vec<RecordSummary>, AppError>;

    /// What happened to a record, newest first.
    async fn timeline(&self, actor: &Actor, query: TimelineQuery) -> Result<Vec<TimelineItem>, AppError>;
}

/// The order a list falls back to is by position; this is the one a header click asks for.
#[must_use]
pub fn order_by(field: &str, direction: icosa_model::query::Direction) -> Order {
    Order { path: icosa_model::query::FieldPath::field(field), direction }
}

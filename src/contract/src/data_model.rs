//! Changing the data model: objects, fields, relations, indexes, views and navigation.
//!
//! Everything is a list of [`Change`]s, applied in order and in one transaction, rows and tables together or not at
//! all. What breaks a rule is reported completely (`METADATA_VALIDATION_FAILED` with a report in
//! [`AppError::details`]); a call that may not be made at all is refused alone.

mod appearances;
mod fields;
mod issues;
#[cfg(not(target_arch = "wasm32"))]
mod layouts;
mod navigation;
mod objects;
mod views;

use std::sync::Arc;

use async_trait::async_trait;
use icosa_model::{FieldId, IndexId, Model, ObjectId, ViewId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::AppError;
use crate::session::Actor;

pub use appearances::appearances;
pub use fields::{
    CreateField, CreateIndex, CreateIndexField, FieldPatch, NewRelation, OptionInput, UpdateField,
};
pub use issues::{Issue, issues};
#[cfg(not(target_arch = "wasm32"))]
pub use layouts::{
    CreatePageLayout, CreatePageLayoutTab, CreatePageLayoutWidget, LayoutChange, SavePageLayout,
    SavePageLayoutTab, UpdateCommandMenuItem, UpdatePageLayout, UpdatePageLayoutTab, UpdatePageLayoutWidget,
};
pub use navigation::{CreateNavigationItem, NavigationItemPatch, UpdateNavigationItem};
pub use objects::{CreateObject, ObjectPatch, Translation, UpdateObject};
pub use views::{
    CreateView, CreateViewField, CreateViewFieldGroup, CreateViewFilter, CreateViewFilterGroup,
    CreateViewGroup, CreateViewSort, UpdateView, UpdateViewField, UpdateViewFieldGroup, UpdateViewFilter,
    UpdateViewFilterGroup, UpdateViewGroup, UpdateViewSort, UpsertFieldsWidget, UpsertViewWidget,
    ViewFieldGroupPatch, ViewFieldPatch, ViewFilterGroupPatch, ViewFilterPatch, ViewGroupPatch, ViewPatch,
    ViewSortPatch, WidgetField, WidgetFieldGroup, WidgetFilter, WidgetFilterGroup, WidgetSort,
};

/// One step of a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "change", content = "with")]
#[expect(missing_docs, reason = "verb and noun")]
pub enum Change {
    CreateObject(CreateObject),
    UpdateObject(UpdateObject),
    DeleteObject(ObjectId),
    CreateField(CreateField),
    UpdateField(UpdateField),
    DeleteField(FieldId),
    CreateIndex(CreateIndex),
    DeleteIndex(IndexId),
    CreateView(CreateView),
    UpdateView(UpdateView),
    /// Soft: the view is kept and can be restored.
    DeleteView(ViewId),
    RestoreView(ViewId),
    /// For good.
    DestroyView(ViewId),
    CreateViewField(CreateViewField),
    UpdateViewField(UpdateViewField),
    DeleteViewField(Uuid),
    CreateViewFilter(CreateViewFilter),
    UpdateViewFilter(UpdateViewFilter),
    DeleteViewFilter(Uuid),
    CreateViewFilterGroup(CreateViewFilterGroup),
    UpdateViewFilterGroup(UpdateViewFilterGroup),
    DeleteViewFilterGroup(Uuid),
    CreateViewSort(CreateViewSort),
    UpdateViewSort(UpdateViewSort),
    DeleteViewSort(Uuid),
    CreateViewGroup(CreateViewGroup),
    UpdateViewGroup(UpdateViewGroup),
    DeleteViewGroup(Uuid),
    CreateViewFieldGroup(CreateViewFieldGroup),
    UpdateViewFieldGroup(UpdateViewFieldGroup),
    DeleteViewFieldGroup(Uuid),
    UpsertViewWidget(UpsertViewWidget),
    UpsertFieldsWidget(UpsertFieldsWidget),
    CreateNavigationItem(CreateNavigationItem),
    UpdateNavigationItem(UpdateNavigationItem),
    DeleteNavigationItem(Uuid),
    #[cfg(not(target_arch = "wasm32"))]
    Layout(LayoutChange),
}

/// What became of a list of changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Changed {
    /// The metadata version that holds them.
    pub version: u64,
    /// What each change made, changed or removed, in order; of a morph relation its first field.
    pub ids: Vec<Uuid>,
    /// Objects and fields that were deleted can be brought back with this for a day
    /// ([`DataModelApi::restore`]).
    #[serde(default)]
    pub undo: Option<Uuid>,
}

/// What a deletion would take with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Impact {
    /// Records of the object, soft-deleted ones included; of a field, those that have a value.
    pub records: u64,
    /// Labels of the fields that go, as `Object.Field`, those of other objects included.
    pub fields: Vec<String>,
    /// Names of the views that go or lose a column, filter, order or grouping.
    pub views: Vec<String>,
    /// Names of the indexes that go.
    pub indexes: Vec<String>,
}

/// What [`DataModelApi::impact`] is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "self-evident")]
pub enum Target {
    Object(ObjectId),
    Field(FieldId),
}

/// How many records an object has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordCount {
    /// Which object.
    pub object_id: ObjectId,
    /// Its plural API name.
    pub name_plural: String,
    /// Live records.
    pub count: u64,
}

/// Long work that a change has left behind, e.g. an index on a large table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DataModelTask {
    /// Which one.
    pub id: Uuid,
    /// `BUILD_INDEX`; `MOVE_OPTIONS`: records get the options that removed ones have become; `FILL_SEARCH`: records are
    /// made found by other fields; `PREPARE_UNIQUE`: values of a field are compared before it becomes unique.
    pub kind: String,
    /// On which object's table.
    pub object_id: ObjectId,
    /// The index being built; empty for other kinds.
    pub index_name: String,
    /// The field whose options are moved, or that is becoming unique; none for other kinds.
    pub field_id: Option<FieldId>,
    /// `WAITING`, `RUNNING` or `FAILED`; a task that is done is gone.
    pub status: String,
    /// From 0 to 1.
    pub progress: f64,
    /// What went wrong, for people.
    pub problem: Option<String>,
}

/// Labels that are written in ASCII by one call.
pub const MOST_LABELS: usize = 20;

/// The data model of one workspace. Every call is confined to the actor's workspace.
#[async_trait]
pub trait DataModelApi: Send + Sync {
    /// The newest model, with the rows it is made from.
    async fn model(&self, actor: &Actor) -> Result<Arc<Model>, AppError>;

    /// Applies changes in order, all or none. Errors: `METADATA_VALIDATION_FAILED` with a report; refusals of single
    /// calls with the sub-codes of the metadata API; `FORBIDDEN` with `DDL_LOCKED` while changes are switched off;
    /// `CONFLICT` with `VALUES_NOT_UNIQUE`, `VALUES_MISSING` (how many records, and some of them), `TABLE_TOO_LARGE`,
    /// `TABLE_IN_USE` or `CHANGE_NOT_FINISHED` where stored records or others at work are in the way.
    async fn change(&self, actor: &Actor, changes: Vec<Change>) -> Result<Changed, AppError>;

    /// Brings back what a change has deleted, with its values.
    async fn restore(&self, actor: &Actor, undo: Uuid) -> Result<Changed, AppError>;

    /// What a deletion would take with it.
    async fn impact(&self, actor: &Actor, target: Target) -> Result<Impact, AppError>;

    /// Live records of every active object.
    async fn record_counts(&self, actor: &Actor) -> Result<Vec<RecordCount>, AppError>;

    /// Fields of an object that hardly any record has a value in (fewer than one in twenty, of at least twenty).
    async fn mostly_empty_fields(&self, actor: &Actor, object: ObjectId) -> Result<Vec<FieldId>, AppError>;

    /// Labels in ASCII, as API names are made from them; at most [`MOST_LABELS`] of them, each in the order given.
    async fn labels_in_ascii(&self, labels: Vec<String>) -> Result<Vec<String>, AppError>;

    /// Long work that is not done yet.
    async fn tasks(&self, actor: &Actor) -> Result<Vec<DataModelTask>, AppError>;

    /// Lets a task that has failed go on from where it was. Errors: `NOT_FOUND` with `TASK_NOT_FOUND` when it has not
    /// failed, or is done.
    async fn retry_task(&self, actor: &Actor, task: Uuid) -> Result<(), AppError>;
}

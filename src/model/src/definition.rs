//! Metadata as it is stored and sent: plain rows, not yet checked against each other.

mod aspects;
mod compact;
mod new;
mod pages;
mod stored;
mod views;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::field_type::FieldType;
use crate::ids::{FieldId, IndexId, ObjectId, ViewId, WorkspaceId};
use crate::page::{Page, Place};

pub use new::DEFAULT_COLUMN_WIDTH;
pub use pages::{CommandMenuItemRow, PageLayoutRow, PageLayoutTabRow, PageLayoutWidgetRow};
pub use stored::{StoredState, StoredValue};
pub use views::{
    ViewFieldGroupRow, ViewFieldRow, ViewFilterGroupRow, ViewFilterRow, ViewGroupRow, ViewRow, ViewSortRow,
};

/// Names the form of [`Metadata`] wherever it is kept: in the second cache tier and in browsers. Raise it with every
/// change of a row: a test of the store notices when rows and number do not fit each other.
pub const FORMAT: u32 = 3;

/// Everything that defines one workspace at one version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "each list holds the rows of that name")]
pub struct Metadata {
    pub workspace_id: WorkspaceId,
    /// Grows by one with each change; caches and browsers name it.
    pub version: u64,
    pub objects: Vec<ObjectRow>,
    pub fields: Vec<FieldRow>,
    pub indexes: Vec<IndexRow>,
    pub views: Vec<ViewRow>,
    pub navigation: Vec<NavigationRow>,
    // Browsers read what follows from these rows instead of them (`pages` and `places`), and so do without their code.
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[serde(default)]
    pub page_layouts: Vec<PageLayoutRow>,
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[serde(default)]
    pub page_layout_tabs: Vec<PageLayoutTabRow>,
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[serde(default)]
    pub page_layout_widgets: Vec<PageLayoutWidgetRow>,
    #[cfg_attr(target_arch = "wasm32", serde(skip))]
    #[serde(default)]
    pub command_menu_items: Vec<CommandMenuItemRow>,
    /// Only in what browsers are sent.
    #[serde(default)]
    pub pages: Vec<Page>,
    /// Only in what browsers are sent.
    #[serde(default)]
    pub places: Vec<Place>,
}

impl Metadata {
    /// Nothing yet, at version 1.
    #[must_use]
    pub fn empty(workspace_id: WorkspaceId) -> Self {
        Self {
            workspace_id,
            version: 1,
            objects: Vec::new(),
            fields: Vec::new(),
            indexes: Vec::new(),
            views: Vec::new(),
            navigation: Vec::new(),
            page_layouts: Vec::new(),
            page_layout_tabs: Vec::new(),
            page_layout_widgets: Vec::new(),
            command_menu_items: Vec::new(),
            pages: Vec::new(),
            places: Vec::new(),
        }
    }
}

/// A kind of record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ObjectRow {
    /// Differs per workspace.
    pub id: ObjectId,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// API name of one record, camel case: `company`.
    pub name_singular: String,
    /// API name of many records: `companies`.
    pub name_plural: String,
    /// What people read for one record.
    pub label_singular: String,
    /// What people read for many records.
    pub label_plural: String,
    /// One sentence for people, if any.
    pub description: Option<String>,
    /// Tabler icon name, e.g. `IconUser`.
    pub icon: Option<String>,
    /// Tag colour of its tile.
    pub color: Option<String>,
    /// Single letter of the `G` key sequence.
    pub shortcut: Option<String>,
    /// Owned by the standard application: the table carries the plain name.
    pub is_standard: bool,
    /// Hidden from navigation and data model by default.
    pub is_system: bool,
    /// Inactive objects disappear from interface and record API.
    pub is_active: bool,
    /// Part of the global search.
    pub is_searchable: bool,
    /// Its events are written to the timeline.
    pub is_audit_logged: bool,
    /// "New record" is offered.
    pub is_ui_creatable: bool,
    /// Fields can be edited in the interface.
    pub is_ui_editable: bool,
    /// Field whose value names a record.
    pub label_identifier_field_id: FieldId,
    /// Field whose value pictures a record.
    pub image_identifier_field_id: Option<FieldId>,
    /// Column groups; a group that matches wholly makes two records duplicates.
    pub duplicate_criteria: Option<Vec<Vec<String>>>,
    /// Fields of the full-text search, in order.
    pub search_field_ids: Vec<FieldId>,
    /// What is searched is kept in ordinary columns by a trigger, not in generated ones: so it is in large tables whose
    /// search was changed, because generated columns can only be changed by rewriting the table at once.
    #[serde(default)]
    pub is_search_kept_by_trigger: bool,
    /// API names follow the labels.
    #[serde(default)]
    pub is_label_synced_with_name: bool,
    /// Where a click on a record leads: `SIDE_PANEL`, `RECORD_PAGE` or `USER_CHOICE`.
    #[serde(default = "user_choice")]
    pub open_record_in: String,
    /// Who may read records: `OPEN`, `PRIVATE`, `INHERITED`, `APPLICATION` or `SYSTEM`.
    #[serde(default = "open")]
    pub readability: String,
    /// Who may write records: `OPEN`, `APPLICATION` or `SYSTEM`.
    #[serde(default = "open")]
    pub writability: String,
    /// Words of the standard application that this workspace has replaced, by property name.
    #[serde(default, with = "compact")]
    pub original: serde_json::Map<String, Value>,
    /// What it is called in other languages.
    #[serde(default)]
    pub translations: Translations,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
}

fn open() -> String {
    "OPEN".to_owned()
}

fn user_choice() -> String {
    "USER_CHOICE".to_owned()
}

fn yes() -> bool {
    true
}

/// Words by locale (`de-DE`), then by property (`labelSingular`).
pub type Translations = BTreeMap<String, BTreeMap<String, String>>;

/// A field of an object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldRow {
    /// Differs per workspace.
    pub id: FieldId,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// The object it belongs to.
    pub object_id: ObjectId,
    /// API name, camel case.
    pub name: String,
    /// What people read.
    pub label: String,
    /// One sentence for people, if any.
    pub description: Option<String>,
    /// Tabler icon name.
    pub icon: Option<String>,
    /// What it holds.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// Values may be absent.
    pub is_nullable: bool,
    /// Default in the metadata syntax: literal strings in single quotes, `uuid` and `now` computed.
    #[serde(with = "compact")]
    pub default_value: Value,
    /// Choices of SELECT, MULTI_SELECT and RATING, by position; empty for other types.
    #[serde(default)]
    pub options: Vec<SelectOption>,
    /// The values of the column's enum type in order, where they are not just those of the options: large tables follow
    /// a change of options later. Empty where they are.
    #[serde(default)]
    pub stored_values: Vec<StoredValue>,
    /// Per-type settings.
    #[serde(default, with = "compact")]
    pub settings: FieldSettings,
    /// Made by the engine; its structure cannot be changed.
    pub is_system: bool,
    /// Inactive fields disappear.
    pub is_active: bool,
    /// Editable in the interface.
    pub is_ui_editable: bool,
    /// Order inside the object.
    pub position: f64,
    /// Relations: the object pointed at.
    pub relation_target_object_id: Option<ObjectId>,
    /// Relations: the field on the other side.
    pub relation_target_field_id: Option<FieldId>,
    /// Shared by the sibling fields of one polymorphic relation.
    pub morph_id: Option<Uuid>,
    /// Owned by the standard application.
    #[serde(default)]
    pub is_standard: bool,
    /// The API name follows the label.
    #[serde(default)]
    pub is_label_synced_with_name: bool,
    /// Made by the engine along with an object: its ties to notes, tasks, attachments and the timeline.
    #[serde(default)]
    pub is_side_effect: bool,
    /// Its changes are written to the timeline.
    #[serde(default = "yes")]
    pub is_audit_logged: bool,
    /// Words of the standard application that this workspace has replaced, by property name.
    #[serde(default, with = "compact")]
    pub original: serde_json::Map<String, Value>,
    /// What it is called in other languages.
    #[serde(default)]
    pub translations: Translations,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
}

/// A choice of a select field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SelectOption {
    /// Kept over renames.
    pub id: Uuid,
    /// Stored value, upper snake case.
    pub value: String,
    /// What people read.
    pub label: String,
    /// Tag colour; RATING options carry none.
    pub color: Option<String>,
    /// Order, from 0.
    pub position: u32,
}

/// Settings of all types in one place; what does not apply to a type is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "named as in the metadata API")]
pub struct FieldSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u8>,
    /// NUMBER: `number` or `percentage`; LINKS: `url` or `domain`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_format: Option<String>,
    /// DATE and DATE_TIME: the pattern of the display format `CUSTOM`, in Unicode's letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_unicode_date_format: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub displayed_max_rows: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_number_of_values: Option<u32>,
    /// What a click on a value does: `COPY`, `OPEN_LINK` or `OPEN_IN_APP`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub click_action: Option<String>,
    /// ADDRESS: the parts that are shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_fields: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation_type: Option<RelationType>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_delete: Option<OnDelete>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub join_column_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub junction_target_field_id: Option<FieldId>,
}

/// Which side of a relation a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum RelationType {
    /// Owns the join column.
    ManyToOne,
    /// The inverse; has no column.
    OneToMany,
}

/// What the foreign key does when the record pointed at is destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "SQL's own terms")]
pub enum OnDelete {
    Cascade,
    Restrict,
    SetNull,
    NoAction,
}

/// An index on record columns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IndexRow {
    /// Differs per workspace.
    pub id: IndexId,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// The object whose table it is on.
    pub object_id: ObjectId,
    /// Name in Postgres.
    pub name: String,
    /// Refuses equal values.
    pub is_unique: bool,
    /// BTREE or GIN.
    pub index_type: IndexType,
    /// Fields (or parts of composites) in order; a unique composite without part means its unique parts.
    pub fields: Vec<IndexFieldRow>,
    /// Partial: only live (not soft-deleted) rows.
    pub live_rows_only: bool,
    /// Made by people, not by the engine.
    #[serde(default)]
    pub is_custom: bool,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
}

/// One entry of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IndexFieldRow {
    /// The field.
    pub field_id: FieldId,
    /// A part of a composite.
    pub sub_field_name: Option<String>,
}

/// Access method of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "Postgres' own terms")]
pub enum IndexType {
    Btree,
    Gin,
}

/// An entry of the navigation drawer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NavigationRow {
    /// Differs per workspace.
    pub id: Uuid,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// `OBJECT`, `VIEW`, `RECORD`, `FOLDER`, `LINK` or `PAGE_LAYOUT`.
    #[serde(rename = "type")]
    pub item_type: String,
    /// Own name (folders, links).
    pub name: Option<String>,
    /// Tabler icon name.
    pub icon: Option<String>,
    /// Tag colour.
    pub color: Option<String>,
    /// Object it opens.
    pub target_object_id: Option<ObjectId>,
    /// View it opens.
    pub view_id: Option<ViewId>,
    /// Folder it lies in.
    pub folder_id: Option<Uuid>,
    /// Order.
    pub position: f64,
    /// Record it opens (`RECORD`; its object is the target object).
    #[serde(default)]
    pub target_record_id: Option<Uuid>,
    /// Address it opens (`LINK`).
    #[serde(default)]
    pub link: Option<String>,
    /// Page layout it opens.
    #[serde(default)]
    pub page_layout_id: Option<Uuid>,
    /// Whose personal item it is; none for the workspace's.
    #[serde(default)]
    pub user_workspace_id: Option<Uuid>,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
}

//! Views as they are stored: an arrangement of records with its columns, groups, filters and order.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{compact, yes};
use crate::ids::{FieldId, ObjectId, ViewId};

/// A saved arrangement of an object's records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewRow {
    /// Differs per workspace.
    pub id: ViewId,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// The object shown.
    pub object_id: ObjectId,
    /// May hold `{objectLabelPlural}`, filled when shown.
    pub name: String,
    /// Tabler icon name.
    pub icon: String,
    /// `TABLE`, `KANBAN`, `CALENDAR`, `LIST`, one of those in a widget (`TABLE_WIDGET`, ...), or `FIELDS_WIDGET`.
    #[serde(rename = "type")]
    pub view_type: String,
    /// `INDEX` for the default view.
    pub key: Option<String>,
    /// Order in the picker.
    pub position: f64,
    /// Select field whose options are the groups.
    pub main_group_by_field_id: Option<FieldId>,
    /// Columns, or fields of a record page.
    pub fields: Vec<ViewFieldRow>,
    /// Sections of a record page's fields.
    pub field_groups: Vec<ViewFieldGroupRow>,
    /// Board columns or table groups.
    pub groups: Vec<ViewGroupRow>,
    /// Stored filters, in the view-filter syntax.
    pub filters: Vec<ViewFilterRow>,
    /// How the filters combine.
    #[serde(default)]
    pub filter_groups: Vec<ViewFilterGroupRow>,
    /// Stored order.
    #[serde(default)]
    pub sorts: Vec<ViewSortRow>,
    /// The widget it belongs to; none for views that people pick.
    #[serde(default)]
    pub widget_id: Option<Uuid>,
    /// Made by people.
    #[serde(default = "yes")]
    pub is_custom: bool,
    /// Board cards show the label only.
    #[serde(default)]
    pub is_compact: bool,
    /// Groups without records are not shown.
    #[serde(default)]
    pub should_hide_empty_groups: bool,
    /// `WORKSPACE`, or `UNLISTED`: only its maker sees it.
    #[serde(default = "workspace")]
    pub visibility: String,
    /// The membership of its maker; none for standard views.
    #[serde(default)]
    pub created_by_user_workspace_id: Option<Uuid>,
    /// Aggregate shown in the head of each board column.
    #[serde(default)]
    pub kanban_aggregate_operation: Option<String>,
    /// What it is computed over.
    #[serde(default)]
    pub kanban_aggregate_operation_field_id: Option<FieldId>,
    /// Width of board columns, CSS pixels.
    #[serde(default)]
    pub kanban_column_width: Option<u32>,
    /// Records read for each group at a time.
    #[serde(default)]
    pub group_load_limit: Option<u32>,
    /// `DAY`, `WEEK` or `MONTH`.
    #[serde(default)]
    pub calendar_layout: Option<String>,
    /// Date at which records stand in a calendar.
    #[serde(default)]
    pub calendar_field_id: Option<FieldId>,
    /// Date at which they end.
    #[serde(default)]
    pub calendar_end_field_id: Option<FieldId>,
    /// Text looked for in every field.
    #[serde(default)]
    pub any_field_filter_value: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
    /// Soft-deleted views are kept and not shown.
    #[serde(default)]
    pub deleted_at: Option<DateTime<Utc>>,
}

fn workspace() -> String {
    "WORKSPACE".to_owned()
}

/// One column of a view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewFieldRow {
    /// Differs per workspace.
    pub id: Uuid,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// The field shown.
    pub field_id: FieldId,
    /// Order.
    pub position: f64,
    /// Hidden columns keep their place.
    pub is_visible: bool,
    /// Width in CSS pixels.
    pub size: u32,
    /// Footer aggregate, e.g. `COUNT`.
    pub aggregate_operation: Option<String>,
    /// Section of a record page.
    pub view_field_group_id: Option<Uuid>,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
}

/// A titled section of fields on a record page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewFieldGroupRow {
    /// Differs per workspace.
    pub id: Uuid,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// Title.
    pub name: String,
    /// Order.
    pub position: f64,
    /// Shown at all.
    pub is_visible: bool,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
}

/// A group of a grouped view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewGroupRow {
    /// Differs per workspace.
    pub id: Uuid,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// Option value; empty for "no value".
    pub field_value: String,
    /// Shown at all.
    pub is_visible: bool,
    /// Order.
    pub position: f64,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
}

/// A stored filter of a view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewFilterRow {
    /// Differs per workspace.
    pub id: Uuid,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// The field compared.
    pub field_id: FieldId,
    /// e.g. `IS`, `CONTAINS`.
    pub operand: String,
    /// Value in the view-filter syntax: a text, or JSON (often sent as text).
    #[serde(with = "compact")]
    pub value: Value,
    /// Part of a composite.
    pub sub_field_name: Option<String>,
    /// The group it stands in.
    #[serde(default)]
    pub view_filter_group_id: Option<Uuid>,
    /// Order inside the group.
    #[serde(default)]
    pub position_in_view_filter_group: Option<f64>,
    /// Field of the related object that is compared instead.
    #[serde(default)]
    pub relation_target_field_id: Option<FieldId>,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
}

/// How filters of a view combine; groups nest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewFilterGroupRow {
    /// Differs per workspace.
    pub id: Uuid,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// The group around it.
    pub parent_view_filter_group_id: Option<Uuid>,
    /// `AND`, `OR` or `NOT`.
    pub logical_operator: String,
    /// Order inside the group around it.
    pub position_in_view_filter_group: Option<f64>,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
}

/// One key of a view's order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewSortRow {
    /// Differs per workspace.
    pub id: Uuid,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// The field compared.
    pub field_id: FieldId,
    /// `ASC` or `DESC`.
    pub direction: String,
    /// Part of a composite.
    pub sub_field_name: Option<String>,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
}

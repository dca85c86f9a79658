//! Views and their parts.

use icosa_model::{FieldId, ObjectId, ViewId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::patch::Patch;

/// Makes a view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateView {
    /// Chosen by the client, or made by the server.
    #[serde(default)]
    pub id: Option<ViewId>,
    /// The object shown.
    pub object_id: ObjectId,
    /// What people read; may hold `{objectLabelPlural}`.
    pub name: String,
    /// Tabler icon name.
    pub icon: String,
    /// `TABLE` when absent.
    #[serde(default, rename = "type")]
    pub view_type: Option<String>,
    /// `INDEX` is the engine's own.
    #[serde(default)]
    pub key: Option<String>,
    /// Everything else.
    #[serde(default)]
    pub rest: ViewPatch,
}

/// What to change of a view; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "named as in ViewRow")]
pub struct ViewPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub view_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_compact: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub should_hide_empty_groups: Option<bool>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub kanban_column_width: Patch<u32>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub group_load_limit: Patch<u32>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub kanban_aggregate_operation: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub kanban_aggregate_operation_field_id: Patch<FieldId>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub any_field_filter_value: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub calendar_layout: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub calendar_field_id: Patch<FieldId>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub calendar_end_field_id: Patch<FieldId>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub main_group_by_field_id: Patch<FieldId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<String>,
}

/// Changes a view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateView {
    /// Which one.
    pub id: ViewId,
    /// What to change.
    pub update: ViewPatch,
}

/// Adds a column to a view, or a field to a record page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateViewField {
    /// Chosen by the client, or made by the server.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The view.
    pub view_id: ViewId,
    /// The field shown.
    pub field_id: FieldId,
    /// Everything else.
    #[serde(default)]
    pub rest: ViewFieldPatch,
}

/// What to change of a column; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "named as in ViewFieldRow")]
pub struct ViewFieldPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_visible: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<f64>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub aggregate_operation: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub view_field_group_id: Patch<Uuid>,
}

/// Changes a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateViewField {
    /// Which one.
    pub id: Uuid,
    /// What to change.
    pub update: ViewFieldPatch,
}

/// Adds a filter to a view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateViewFilter {
    /// Chosen by the client, or made by the server.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The view.
    pub view_id: ViewId,
    /// The field compared.
    pub field_id: FieldId,
    /// e.g. `IS`, `CONTAINS`.
    pub operand: String,
    /// In the view-filter syntax; an empty one keeps every record.
    pub value: Value,
    /// Everything else.
    #[serde(default)]
    pub rest: ViewFilterPatch,
}

/// What to change of a filter; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "named as in ViewFilterRow")]
pub struct ViewFilterPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_id: Option<FieldId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operand: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub view_filter_group_id: Patch<Uuid>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub position_in_view_filter_group: Patch<f64>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub sub_field_name: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub relation_target_field_id: Patch<FieldId>,
}

/// Changes a filter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateViewFilter {
    /// Which one.
    pub id: Uuid,
    /// What to change.
    pub update: ViewFilterPatch,
}

/// Adds a group of filters to a view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateViewFilterGroup {
    /// Chosen by the client, or made by the server.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The view.
    pub view_id: ViewId,
    /// `AND` when absent.
    #[serde(default)]
    pub rest: ViewFilterGroupPatch,
}

/// What to change of a group of filters; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "named as in ViewFilterGroupRow")]
pub struct ViewFilterGroupPatch {
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub parent_view_filter_group_id: Patch<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logical_operator: Option<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub position_in_view_filter_group: Patch<f64>,
}

/// Changes a group of filters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateViewFilterGroup {
    /// Which one.
    pub id: Uuid,
    /// What to change.
    pub update: ViewFilterGroupPatch,
}

/// Adds a key to a view's order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateViewSort {
    /// Chosen by the client, or made by the server.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The view.
    pub view_id: ViewId,
    /// The field compared.
    pub field_id: FieldId,
    /// Everything else; `ASC` when absent.
    #[serde(default)]
    pub rest: ViewSortPatch,
}

/// What to change of a key of an order; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "named as in ViewSortRow")]
pub struct ViewSortPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub sub_field_name: Patch<String>,
}

/// Changes a key of an order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateViewSort {
    /// Which one.
    pub id: Uuid,
    /// What to change.
    pub update: ViewSortPatch,
}

/// Adds a group to a grouped view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateViewGroup {
    /// Chosen by the client, or made by the server.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The view.
    pub view_id: ViewId,
    /// Option value; empty for "no value".
    pub field_value: String,
    /// Everything else.
    #[serde(default)]
    pub rest: ViewGroupPatch,
}

/// What to change of a group; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "named as in ViewGroupRow")]
pub struct ViewGroupPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_visible: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<f64>,
}

/// Changes a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateViewGroup {
    /// Which one.
    pub id: Uuid,
    /// What to change.
    pub update: ViewGroupPatch,
}

/// Adds a section to a record page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateViewFieldGroup {
    /// Chosen by the client, or made by the server.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The view.
    pub view_id: ViewId,
    /// Title.
    pub name: String,
    /// Everything else.
    #[serde(default)]
    pub rest: ViewFieldGroupPatch,
}

/// What to change of a section; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "named as in ViewFieldGroupRow")]
pub struct ViewFieldGroupPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_visible: Option<bool>,
}

/// Changes a section.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateViewFieldGroup {
    /// Which one.
    pub id: Uuid,
    /// What to change.
    pub update: ViewFieldGroupPatch,
}

/// Makes the view of a widget that shows records, or changes it: lists that are given take the place of those it has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpsertViewWidget {
    /// The widget. With its first use it gets a view of the object whose fields are named.
    pub widget_id: Uuid,
    /// `type` is one of `TABLE_WIDGET` (when absent), `KANBAN_WIDGET`, `LIST_WIDGET` and `CALENDAR_WIDGET`.
    #[serde(default)]
    pub view: ViewPatch,
    /// The columns; the one that names the records stays in any case.
    #[serde(default)]
    pub fields: Option<Vec<WidgetField>>,
    /// The filters.
    #[serde(default)]
    pub filters: Option<Vec<WidgetFilter>>,
    /// How the filters combine.
    #[serde(default)]
    pub filter_groups: Option<Vec<WidgetFilterGroup>>,
    /// The order.
    #[serde(default)]
    pub sorts: Option<Vec<WidgetSort>>,
}

/// Makes the view of a widget that lists fields of a record, or changes it. Fields that are not named stay as they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpsertFieldsWidget {
    /// The widget. With its first use it gets a view of the object whose fields are named.
    pub widget_id: Uuid,
    /// All sections, with their fields; not together with `fields`.
    #[serde(default)]
    pub groups: Option<Vec<WidgetFieldGroup>>,
    /// Fields outside of sections, which all go.
    #[serde(default)]
    pub fields: Option<Vec<WidgetField>>,
}

/// A column or field of a widget: one that is there, or the one of a field.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WidgetField {
    /// One that is there.
    pub view_field_id: Option<Uuid>,
    /// The field shown; made if it is not there. Left alone where one that is there is named.
    pub field_id: Option<FieldId>,
    /// What is said of it.
    pub rest: ViewFieldPatch,
}

/// A filter of a widget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WidgetFilter {
    /// Chosen by the client, or made by the server.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The field compared.
    pub field_id: FieldId,
    /// e.g. `IS`, `CONTAINS`.
    pub operand: String,
    /// In the view-filter syntax; an empty one keeps every record.
    pub value: Value,
    /// Everything else.
    #[serde(default)]
    pub rest: ViewFilterPatch,
}

/// A group of filters of a widget.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WidgetFilterGroup {
    /// Chosen by the client, or made by the server.
    pub id: Option<Uuid>,
    /// `AND` when absent.
    pub rest: ViewFilterGroupPatch,
}

/// A key of the order of a widget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WidgetSort {
    /// Chosen by the client, or made by the server.
    #[serde(default)]
    pub id: Option<Uuid>,
    /// The field compared.
    pub field_id: FieldId,
    /// `ASC` when absent.
    #[serde(default)]
    pub direction: Option<String>,
}

/// A section of a widget.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WidgetFieldGroup {
    /// Chosen by the client.
    pub id: Uuid,
    /// Title.
    pub name: String,
    /// Its place among the sections.
    pub position: f64,
    /// Whether people see it.
    pub is_visible: bool,
    /// Its fields.
    pub fields: Vec<WidgetField>,
}

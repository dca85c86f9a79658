//! What is told of a view.

use async_graphql::SimpleObject;
use icosa_model::definition::ViewRow;
use uuid::Uuid;

use super::field_groups::ViewFieldGroup;
use super::filter_groups::ViewFilterGroup;
use super::filters::ViewFilter;
use super::groups::ViewGroup;
use super::parts::all;
use super::sorts::ViewSort;
use super::view_fields::ViewField;
use crate::metadata::scalars::Moment;
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::{
    AggregateOperations, ViewCalendarLayout, ViewKey, ViewOpenRecordIn, ViewType, ViewVisibility,
};

/// A saved arrangement of an object's records.
#[derive(Clone, SimpleObject)]
#[graphql(name = "View")]
pub struct ViewNode {
    id: Uuid,
    universal_identifier: Uuid,
    application_id: Uuid,
    workspace_id: Uuid,
    object_metadata_id: Uuid,
    name: String,
    #[graphql(name = "type")]
    view_type: ViewType,
    key: Option<ViewKey>,
    icon: String,
    position: f64,
    is_compact: bool,
    is_custom: bool,
    is_active: bool,
    is_system_side_effect: bool,
    #[graphql(deprecation = "The object says it")]
    open_record_in: ViewOpenRecordIn,
    kanban_aggregate_operation: Option<AggregateOperations>,
    kanban_aggregate_operation_field_metadata_id: Option<Uuid>,
    main_group_by_field_metadata_id: Option<Uuid>,
    should_hide_empty_groups: bool,
    kanban_column_width: Option<u32>,
    group_load_limit: Option<u32>,
    calendar_layout: Option<ViewCalendarLayout>,
    calendar_field_metadata_id: Option<Uuid>,
    calendar_end_field_metadata_id: Option<Uuid>,
    any_field_filter_value: Option<String>,
    visibility: ViewVisibility,
    created_by_user_workspace_id: Option<Uuid>,
    created_at: Moment,
    updated_at: Moment,
    deleted_at: Option<Moment>,
    view_fields: Vec<ViewField>,
    view_filters: Vec<ViewFilter>,
    view_filter_groups: Vec<ViewFilterGroup>,
    view_sorts: Vec<ViewSort>,
    view_groups: Vec<ViewGroup>,
    view_field_groups: Vec<ViewFieldGroup>,
}

impl ViewNode {
    pub fn new(snapshot: &Snapshot, row: &ViewRow) -> Self {
        Self {
            id: row.id.0,
            universal_identifier: row.universal_identifier,
            application_id: snapshot.application(!row.is_custom),
            workspace_id: snapshot.workspace(),
            object_metadata_id: row.object_id.0,
            name: name(snapshot, row),
            view_type: ViewType::of(&row.view_type).unwrap_or(ViewType::Table),
            key: row.key.as_deref().and_then(ViewKey::of),
            icon: row.icon.clone(),
            position: row.position,
            is_compact: row.is_compact,
            is_custom: row.is_custom,
            is_active: row.deleted_at.is_none(),
            is_system_side_effect: false,
            open_record_in: ViewOpenRecordIn::SidePanel,
            kanban_aggregate_operation: word(&row.kanban_aggregate_operation),
            kanban_aggregate_operation_field_metadata_id: row
                .kanban_aggregate_operation_field_id
                .map(|id| id.0),
            main_group_by_field_metadata_id: row.main_group_by_field_id.map(|id| id.0),
            should_hide_empty_groups: row.should_hide_empty_groups,
            kanban_column_width: row.kanban_column_width,
            group_load_limit: row.group_load_limit,
            calendar_layout: row.calendar_layout.as_deref().and_then(ViewCalendarLayout::of),
            calendar_field_metadata_id: row.calendar_field_id.map(|id| id.0),
            calendar_end_field_metadata_id: row.calendar_end_field_id.map(|id| id.0),
            any_field_filter_value: row.any_field_filter_value.clone(),
            visibility: ViewVisibility::of(&row.visibility).unwrap_or(ViewVisibility::Workspace),
            created_by_user_workspace_id: row.created_by_user_workspace_id,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            deleted_at: row.deleted_at.map(Moment),
            view_fields: all(snapshot, row),
            view_filters: all(snapshot, row),
            view_filter_groups: all(snapshot, row),
            view_sorts: all(snapshot, row),
            view_groups: all(snapshot, row),
            view_field_groups: all(snapshot, row),
        }
    }
}

/// The name with the object's label in its place.
fn name(snapshot: &Snapshot, row: &ViewRow) -> String {
    let object = snapshot.object(row.object_id);
    let label = object.map(|object| snapshot.word(&object.translations, "labelPlural", &object.label_plural));
    row.name.replace("{objectLabelPlural}", &label.unwrap_or_default())
}

/// A stored aggregate.
pub fn word(stored: &Option<String>) -> Option<AggregateOperations> {
    stored.as_deref().and_then(AggregateOperations::of)
}

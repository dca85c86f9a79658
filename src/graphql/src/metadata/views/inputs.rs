//! What is sent about views, and what it means.

use async_graphql::{InputObject, MaybeUndefined};
use icosa_contract::data_model::{CreateView, UpdateView, ViewPatch};
use icosa_contract::patch::Patch;
use icosa_model::{ObjectId, ViewId};
use uuid::Uuid;

use crate::metadata::patches::{given, patch};
use crate::metadata::words::{
    AggregateOperations, ViewCalendarLayout, ViewKey, ViewOpenRecordIn, ViewType, ViewVisibility,
};

macro_rules! by_id {
    ($($name:ident),+) => {$(
        /// One part to be removed.
        #[derive(InputObject)]
        pub struct $name {
            pub id: Uuid,
        }
    )+};
}

by_id!(
    DeleteViewFieldInput,
    DestroyViewFieldInput,
    DeleteViewFilterInput,
    DestroyViewFilterInput,
    DeleteViewSortInput,
    DestroyViewSortInput,
    DeleteViewGroupInput,
    DestroyViewGroupInput,
    DeleteViewFieldGroupInput,
    DestroyViewFieldGroupInput
);

/// A view to be made.
#[derive(InputObject)]
pub struct CreateViewInput {
    id: Option<Uuid>,
    name: String,
    object_metadata_id: Uuid,
    #[graphql(name = "type")]
    view_type: Option<ViewType>,
    key: Option<ViewKey>,
    icon: String,
    position: Option<f64>,
    is_compact: Option<bool>,
    should_hide_empty_groups: Option<bool>,
    kanban_column_width: Option<u32>,
    group_load_limit: Option<u32>,
    /// The object says it.
    open_record_in: Option<ViewOpenRecordIn>,
    kanban_aggregate_operation: Option<AggregateOperations>,
    kanban_aggregate_operation_field_metadata_id: Option<Uuid>,
    any_field_filter_value: Option<String>,
    calendar_layout: Option<ViewCalendarLayout>,
    calendar_field_metadata_id: Option<Uuid>,
    calendar_end_field_metadata_id: Option<Uuid>,
    main_group_by_field_metadata_id: Option<Uuid>,
    pub visibility: Option<ViewVisibility>,
}

impl From<CreateViewInput> for CreateView {
    fn from(input: CreateViewInput) -> Self {
        let rest = ViewPatch {
            position: input.position,
            is_compact: input.is_compact,
            should_hide_empty_groups: input.should_hide_empty_groups,
            kanban_column_width: given(input.kanban_column_width),
            group_load_limit: given(input.group_load_limit),
            kanban_aggregate_operation: given(input.kanban_aggregate_operation),
            kanban_aggregate_operation_field_id: given(input.kanban_aggregate_operation_field_metadata_id),
            any_field_filter_value: given(input.any_field_filter_value),
            calendar_layout: given(input.calendar_layout),
            calendar_field_id: given(input.calendar_field_metadata_id),
            calendar_end_field_id: given(input.calendar_end_field_metadata_id),
            main_group_by_field_id: given(input.main_group_by_field_metadata_id),
            visibility: input.visibility.map(String::from),
            ..ViewPatch::default()
        };
        Self {
            id: input.id.map(ViewId),
            object_id: ObjectId(input.object_metadata_id),
            name: input.name,
            icon: input.icon,
            view_type: input.view_type.map(String::from),
            key: input.key.map(String::from),
            rest,
        }
    }
}

/// What to change of a view; what is absent stays.
#[derive(InputObject)]
pub struct UpdateViewInput {
    /// Said beside the input.
    id: Option<Uuid>,
    name: Option<String>,
    #[graphql(name = "type")]
    view_type: Option<ViewType>,
    icon: Option<String>,
    position: Option<f64>,
    is_compact: Option<bool>,
    should_hide_empty_groups: Option<bool>,
    kanban_column_width: MaybeUndefined<u32>,
    group_load_limit: MaybeUndefined<u32>,
    /// The object says it.
    open_record_in: Option<ViewOpenRecordIn>,
    kanban_aggregate_operation: MaybeUndefined<AggregateOperations>,
    kanban_aggregate_operation_field_metadata_id: MaybeUndefined<Uuid>,
    any_field_filter_value: MaybeUndefined<String>,
    calendar_layout: MaybeUndefined<ViewCalendarLayout>,
    calendar_field_metadata_id: MaybeUndefined<Uuid>,
    calendar_end_field_metadata_id: MaybeUndefined<Uuid>,
    main_group_by_field_metadata_id: MaybeUndefined<Uuid>,
    pub visibility: Option<ViewVisibility>,
}

impl UpdateViewInput {
    pub fn change(self, id: Uuid) -> UpdateView {
        let update = ViewPatch {
            name: self.name,
            icon: self.icon,
            view_type: self.view_type.map(String::from),
            position: self.position,
            is_compact: self.is_compact,
            should_hide_empty_groups: self.should_hide_empty_groups,
            kanban_column_width: patch(self.kanban_column_width),
            group_load_limit: patch(self.group_load_limit),
            kanban_aggregate_operation: patch(self.kanban_aggregate_operation),
            kanban_aggregate_operation_field_id: patch(self.kanban_aggregate_operation_field_metadata_id),
            any_field_filter_value: text(patch(self.any_field_filter_value)),
            calendar_layout: patch(self.calendar_layout),
            calendar_field_id: patch(self.calendar_field_metadata_id),
            calendar_end_field_id: patch(self.calendar_end_field_metadata_id),
            main_group_by_field_id: patch(self.main_group_by_field_metadata_id),
            visibility: self.visibility.map(String::from),
        };
        UpdateView { id: ViewId(id), update }
    }
}

/// An empty text looks for nothing.
fn text(patch: Patch<String>) -> Patch<String> {
    match patch {
        Patch::Set(text) if text.is_empty() => Patch::Clear,
        other => other,
    }
}

//! The views of widgets, made and changed as a whole.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result};
use icosa_contract::data_model::{
    Change, UpsertFieldsWidget, UpsertViewWidget, ViewFieldPatch, ViewFilterGroupPatch, ViewFilterPatch,
    ViewPatch, WidgetField, WidgetFieldGroup, WidgetFilter, WidgetFilterGroup, WidgetSort,
};
use icosa_model::{FieldId, ViewId};
use uuid::Uuid;

use super::types::ViewNode;
use crate::metadata::caller::caller;
use crate::metadata::patches::{given, patch};
use crate::metadata::permission::{Flag, require};
use crate::metadata::scalars::Json;
use crate::metadata::words::{
    AggregateOperations, ViewCalendarLayout, ViewFilterGroupLogicalOperator, ViewFilterOperand,
    ViewOpenRecordIn, ViewSortDirection, ViewType,
};

/// What a widget that shows records is to show; lists that are given take the place of those it has.
#[derive(InputObject)]
pub struct UpsertViewWidgetInput {
    /// Which widget.
    widget_id: Uuid,
    /// How the records are arranged.
    view: Option<UpsertViewWidgetViewSettingsInput>,
    /// All columns; the one that names the records stays in any case.
    view_fields: Option<Vec<UpsertViewWidgetViewFieldInput>>,
    /// All filters.
    view_filters: Option<Vec<UpsertViewWidgetViewFilterInput>>,
    /// All groups of filters.
    view_filter_groups: Option<Vec<UpsertViewWidgetViewFilterGroupInput>>,
    /// The whole order.
    view_sorts: Option<Vec<UpsertViewWidgetViewSortInput>>,
}

/// How a widget arranges its records; what is absent stays.
#[derive(InputObject)]
pub struct UpsertViewWidgetViewSettingsInput {
    /// One of those of widgets that show records.
    #[graphql(name = "type")]
    view_type: Option<ViewType>,
    main_group_by_field_metadata_id: MaybeUndefined<Uuid>,
    should_hide_empty_groups: Option<bool>,
    /// The object says it.
    open_record_in: Option<ViewOpenRecordIn>,
    kanban_aggregate_operation: MaybeUndefined<AggregateOperations>,
    kanban_aggregate_operation_field_metadata_id: MaybeUndefined<Uuid>,
    kanban_column_width: MaybeUndefined<u32>,
    calendar_layout: MaybeUndefined<ViewCalendarLayout>,
    calendar_field_metadata_id: MaybeUndefined<Uuid>,
    calendar_end_field_metadata_id: MaybeUndefined<Uuid>,
}

impl From<UpsertViewWidgetViewSettingsInput> for ViewPatch {
    fn from(input: UpsertViewWidgetViewSettingsInput) -> Self {
        Self {
            view_type: input.view_type.map(String::from),
            main_group_by_field_id: patch(input.main_group_by_field_metadata_id),
            should_hide_empty_groups: input.should_hide_empty_groups,
            kanban_aggregate_operation: patch(input.kanban_aggregate_operation),
            kanban_aggregate_operation_field_id: patch(input.kanban_aggregate_operation_field_metadata_id),
            kanban_column_width: patch(input.kanban_column_width),
            calendar_layout: patch(input.calendar_layout),
            calendar_field_id: patch(input.calendar_field_metadata_id),
            calendar_end_field_id: patch(input.calendar_end_field_metadata_id),
            ..Self::default()
        }
    }
}

/// A column of a widget.
#[derive(InputObject)]
pub struct UpsertViewWidgetViewFieldInput {
    /// A column that is there.
    view_field_id: Option<Uuid>,
    /// Otherwise the field shown, in the column it has or in a new one.
    field_metadata_id: Option<Uuid>,
    is_visible: bool,
    position: f64,
    size: Option<f64>,
    aggregate_operation: MaybeUndefined<AggregateOperations>,
}

impl From<UpsertViewWidgetViewFieldInput> for WidgetField {
    fn from(input: UpsertViewWidgetViewFieldInput) -> Self {
        let rest = ViewFieldPatch {
            is_visible: Some(input.is_visible),
            position: Some(input.position),
            size: input.size,
            aggregate_operation: patch(input.aggregate_operation),
            ..ViewFieldPatch::default()
        };
        Self { view_field_id: input.view_field_id, field_id: input.field_metadata_id.map(FieldId), rest }
    }
}

/// A filter of a widget.
#[derive(InputObject)]
pub struct UpsertViewWidgetViewFilterInput {
    id: Option<Uuid>,
    field_metadata_id: Uuid,
    #[graphql(default_with = "Some(ViewFilterOperand::Contains)")]
    operand: Option<ViewFilterOperand>,
    value: Json,
    view_filter_group_id: Option<Uuid>,
    position_in_view_filter_group: Option<f64>,
    sub_field_name: Option<String>,
    relation_target_field_metadata_id: Option<Uuid>,
}

impl From<UpsertViewWidgetViewFilterInput> for WidgetFilter {
    fn from(input: UpsertViewWidgetViewFilterInput) -> Self {
        Self {
            id: input.id,
            field_id: FieldId(input.field_metadata_id),
            operand: input.operand.unwrap_or(ViewFilterOperand::Contains).word().to_owned(),
            value: input.value.0,
            rest: ViewFilterPatch {
                view_filter_group_id: given(input.view_filter_group_id),
                position_in_view_filter_group: given(input.position_in_view_filter_group),
                sub_field_name: given(input.sub_field_name),
                relation_target_field_id: given(input.relation_target_field_metadata_id),
                ..ViewFilterPatch::default()
            },
        }
    }
}

/// A group of filters of a widget.
#[derive(InputObject)]
pub struct UpsertViewWidgetViewFilterGroupInput {
    id: Option<Uuid>,
    parent_view_filter_group_id: Option<Uuid>,
    #[graphql(default_with = "Some(ViewFilterGroupLogicalOperator::And)")]
    logical_operator: Option<ViewFilterGroupLogicalOperator>,
    position_in_view_filter_group: Option<f64>,
}

impl From<UpsertViewWidgetViewFilterGroupInput> for WidgetFilterGroup {
    fn from(input: UpsertViewWidgetViewFilterGroupInput) -> Self {
        let rest = ViewFilterGroupPatch {
            parent_view_filter_group_id: given(input.parent_view_filter_group_id),
            logical_operator: input.logical_operator.map(String::from),
            position_in_view_filter_group: given(input.position_in_view_filter_group),
        };
        Self { id: input.id, rest }
    }
}

/// A key of the order of a widget.
#[derive(InputObject)]
pub struct UpsertViewWidgetViewSortInput {
    id: Option<Uuid>,
    field_metadata_id: Uuid,
    #[graphql(default_with = "Some(ViewSortDirection::Asc)")]
    direction: Option<ViewSortDirection>,
}

impl From<UpsertViewWidgetViewSortInput> for WidgetSort {
    fn from(input: UpsertViewWidgetViewSortInput) -> Self {
        Self {
            id: input.id,
            field_id: FieldId(input.field_metadata_id),
            direction: input.direction.map(String::from),
        }
    }
}

/// Which fields a widget is to list.
#[derive(InputObject)]
pub struct UpsertFieldsWidgetInput {
    /// Which widget.
    widget_id: Uuid,
    /// All sections with their fields; not together with `fields`.
    groups: Option<Vec<UpsertFieldsWidgetGroupInput>>,
    /// Fields in no section; all sections are removed then.
    fields: Option<Vec<UpsertFieldsWidgetFieldInput>>,
}

/// A section of a widget.
#[derive(InputObject)]
pub struct UpsertFieldsWidgetGroupInput {
    id: Uuid,
    name: String,
    position: f64,
    is_visible: bool,
    fields: Vec<UpsertFieldsWidgetFieldInput>,
}

impl From<UpsertFieldsWidgetGroupInput> for WidgetFieldGroup {
    fn from(input: UpsertFieldsWidgetGroupInput) -> Self {
        Self {
            id: input.id,
            name: input.name,
            position: input.position,
            is_visible: input.is_visible,
            fields: all(input.fields),
        }
    }
}

/// A field of a widget.
#[derive(InputObject)]
pub struct UpsertFieldsWidgetFieldInput {
    /// A field of the view that is there.
    view_field_id: Option<Uuid>,
    /// Otherwise the field shown, added if it is not there.
    field_metadata_id: Option<Uuid>,
    is_visible: bool,
    position: f64,
}

impl From<UpsertFieldsWidgetFieldInput> for WidgetField {
    fn from(input: UpsertFieldsWidgetFieldInput) -> Self {
        let rest = ViewFieldPatch {
            is_visible: Some(input.is_visible),
            position: Some(input.position),
            ..ViewFieldPatch::default()
        };
        Self { view_field_id: input.view_field_id, field_id: input.field_metadata_id.map(FieldId), rest }
    }
}

fn all<T, U: From<T>>(list: Vec<T>) -> Vec<U> {
    list.into_iter().map(U::from).collect()
}

/// Changing what widgets show.
#[derive(Default)]
pub struct WidgetMutations;

#[Object]
impl WidgetMutations {
    /// Changes what a widget shows; with its first use it gets a view of its own, of the object whose fields are named.
    async fn upsert_view_widget(&self, ctx: &Context<'_>, input: UpsertViewWidgetInput) -> Result<ViewNode> {
        let request = UpsertViewWidget {
            widget_id: input.widget_id,
            view: input.view.map(ViewPatch::from).unwrap_or_default(),
            fields: input.view_fields.map(all),
            filters: input.view_filters.map(all),
            filter_groups: input.view_filter_groups.map(all),
            sorts: input.view_sorts.map(all),
        };
        upsert(ctx, Change::UpsertViewWidget(request)).await
    }

    /// Changes which fields a widget lists; with its first use it gets a view of its own, of the object whose fields are
    /// named. Fields that are not named stay as they are.
    async fn upsert_fields_widget(
        &self,
        ctx: &Context<'_>,
        input: UpsertFieldsWidgetInput,
    ) -> Result<ViewNode> {
        let request = UpsertFieldsWidget {
            widget_id: input.widget_id,
            groups: input.groups.map(all),
            fields: input.fields.map(all),
        };
        upsert(ctx, Change::UpsertFieldsWidget(request)).await
    }
}

async fn upsert(ctx: &Context<'_>, change: Change) -> Result<ViewNode> {
    let caller = caller(ctx)?;
    require(&caller.actor, Flag::Layouts)?;
    let (outcome, id) = caller.change_one(change).await?;
    Ok(ViewNode::new(&outcome.after, outcome.after.known_view(&caller.actor, ViewId(id))?))
}

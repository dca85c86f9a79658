//! Filters of a view.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use icosa_contract::data_model::{Change, CreateViewFilter, UpdateViewFilter, ViewFilterPatch};
use icosa_model::definition::{ViewFilterRow, ViewRow};
use icosa_model::{FieldId, ViewId};
use uuid::Uuid;

use super::inputs::{DeleteViewFilterInput, DestroyViewFilterInput};
use super::parts::{self, Part};
use crate::metadata::patches::{given, patch};
use crate::metadata::scalars::{Json, Moment};
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::ViewFilterOperand;

/// A filter of a view.
#[derive(Clone, SimpleObject)]
pub struct ViewFilter {
    id: Uuid,
    workspace_id: Uuid,
    view_id: Uuid,
    field_metadata_id: Uuid,
    operand: ViewFilterOperand,
    value: Json,
    view_filter_group_id: Option<Uuid>,
    position_in_view_filter_group: Option<f64>,
    sub_field_name: Option<String>,
    relation_target_field_metadata_id: Option<Uuid>,
    created_at: Moment,
    updated_at: Moment,
    deleted_at: Option<Moment>,
}

impl Part for ViewFilter {
    type Row = ViewFilterRow;
    const NAME: &'static str = "view filter";

    fn rows(view: &ViewRow) -> &[ViewFilterRow] {
        &view.filters
    }

    fn id(row: &ViewFilterRow) -> Uuid {
        row.id
    }

    fn position(row: &ViewFilterRow) -> f64 {
        row.position_in_view_filter_group.unwrap_or_default()
    }

    fn node(snapshot: &Snapshot, view: &ViewRow, row: &ViewFilterRow) -> Self {
        Self {
            id: row.id,
            workspace_id: snapshot.workspace(),
            view_id: view.id.0,
            field_metadata_id: row.field_id.0,
            operand: ViewFilterOperand::of(&row.operand).unwrap_or(ViewFilterOperand::Is),
            value: value(row),
            view_filter_group_id: row.view_filter_group_id,
            position_in_view_filter_group: row.position_in_view_filter_group,
            sub_field_name: row.sub_field_name.clone(),
            relation_target_field_metadata_id: row.relation_target_field_id.map(|id| id.0),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            deleted_at: None,
        }
    }
}

/// A filter always has a value; one without keeps every record.
fn value(row: &ViewFilterRow) -> Json {
    if row.value.is_null() { serde_json::Value::from("").into() } else { row.value.clone().into() }
}

/// A filter to be added.
#[derive(InputObject)]
pub struct CreateViewFilterInput {
    id: Option<Uuid>,
    field_metadata_id: Uuid,
    #[graphql(default_with = "Some(ViewFilterOperand::Contains)")]
    operand: Option<ViewFilterOperand>,
    value: Json,
    view_filter_group_id: Option<Uuid>,
    position_in_view_filter_group: Option<f64>,
    sub_field_name: Option<String>,
    relation_target_field_metadata_id: Option<Uuid>,
    view_id: Uuid,
}

impl CreateViewFilterInput {
    fn change(self) -> Change {
        Change::CreateViewFilter(CreateViewFilter {
            id: self.id,
            view_id: ViewId(self.view_id),
            field_id: FieldId(self.field_metadata_id),
            operand: self.operand.unwrap_or(ViewFilterOperand::Contains).word().to_owned(),
            value: self.value.0,
            rest: ViewFilterPatch {
                view_filter_group_id: given(self.view_filter_group_id),
                position_in_view_filter_group: given(self.position_in_view_filter_group),
                sub_field_name: given(self.sub_field_name),
                relation_target_field_id: given(self.relation_target_field_metadata_id),
                ..ViewFilterPatch::default()
            },
        })
    }
}

/// Changes of one filter.
#[derive(InputObject)]
pub struct UpdateViewFilterInput {
    id: Uuid,
    update: UpdateViewFilterInputUpdates,
}

/// What to change of a filter; what is absent stays.
#[derive(InputObject)]
pub struct UpdateViewFilterInputUpdates {
    field_metadata_id: Option<Uuid>,
    operand: Option<ViewFilterOperand>,
    value: Option<Json>,
    view_filter_group_id: MaybeUndefined<Uuid>,
    position_in_view_filter_group: MaybeUndefined<f64>,
    sub_field_name: MaybeUndefined<String>,
    relation_target_field_metadata_id: MaybeUndefined<Uuid>,
}

impl UpdateViewFilterInput {
    fn change(self) -> Change {
        let update = ViewFilterPatch {
            field_id: self.update.field_metadata_id.map(FieldId),
            operand: self.update.operand.map(String::from),
            value: self.update.value.map(|value| value.0),
            view_filter_group_id: patch(self.update.view_filter_group_id),
            position_in_view_filter_group: patch(self.update.position_in_view_filter_group),
            sub_field_name: patch(self.update.sub_field_name),
            relation_target_field_id: patch(self.update.relation_target_field_metadata_id),
        };
        Change::UpdateViewFilter(UpdateViewFilter { id: self.id, update })
    }
}

/// Changing filters.
#[derive(Default)]
pub struct ViewFilterMutations;

#[Object]
impl ViewFilterMutations {
    /// Adds a filter.
    async fn create_view_filter(
        &self,
        ctx: &Context<'_>,
        input: CreateViewFilterInput,
    ) -> Result<ViewFilter> {
        Ok(parts::create(ctx, input.view_id, input.change()).await?)
    }

    /// Changes a filter.
    async fn update_view_filter(
        &self,
        ctx: &Context<'_>,
        input: UpdateViewFilterInput,
    ) -> Result<ViewFilter> {
        Ok(parts::update(ctx, input.id, input.change()).await?)
    }

    /// Removes a filter.
    async fn delete_view_filter(
        &self,
        ctx: &Context<'_>,
        input: DeleteViewFilterInput,
    ) -> Result<ViewFilter> {
        Ok(parts::delete(ctx, input.id, Change::DeleteViewFilter(input.id)).await?)
    }

    /// Removes a filter.
    async fn destroy_view_filter(
        &self,
        ctx: &Context<'_>,
        input: DestroyViewFilterInput,
    ) -> Result<ViewFilter> {
        Ok(parts::delete(ctx, input.id, Change::DeleteViewFilter(input.id)).await?)
    }
}

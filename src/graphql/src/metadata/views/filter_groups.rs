//! How filters of a view combine.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use icosa_contract::data_model::{
    Change, CreateViewFilterGroup, UpdateViewFilterGroup, ViewFilterGroupPatch,
};
use icosa_model::ViewId;
use icosa_model::definition::{ViewFilterGroupRow, ViewRow};
use uuid::Uuid;

use super::parts::{self, Part};
use crate::metadata::caller::parse_id;
use crate::metadata::patches::{given, patch};
use crate::metadata::scalars::Moment;
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::ViewFilterGroupLogicalOperator;

/// A group of filters of a view; groups nest.
#[derive(Clone, SimpleObject)]
pub struct ViewFilterGroup {
    id: Uuid,
    workspace_id: Uuid,
    view_id: Uuid,
    parent_view_filter_group_id: Option<Uuid>,
    logical_operator: ViewFilterGroupLogicalOperator,
    position_in_view_filter_group: Option<f64>,
    created_at: Moment,
    updated_at: Moment,
    deleted_at: Option<Moment>,
}

impl Part for ViewFilterGroup {
    type Row = ViewFilterGroupRow;
    const NAME: &'static str = "view filter group";

    fn rows(view: &ViewRow) -> &[ViewFilterGroupRow] {
        &view.filter_groups
    }

    fn id(row: &ViewFilterGroupRow) -> Uuid {
        row.id
    }

    fn position(row: &ViewFilterGroupRow) -> f64 {
        row.position_in_view_filter_group.unwrap_or_default()
    }

    fn node(snapshot: &Snapshot, view: &ViewRow, row: &ViewFilterGroupRow) -> Self {
        let operator = ViewFilterGroupLogicalOperator::of(&row.logical_operator);
        Self {
            id: row.id,
            workspace_id: snapshot.workspace(),
            view_id: view.id.0,
            parent_view_filter_group_id: row.parent_view_filter_group_id,
            logical_operator: operator.unwrap_or(ViewFilterGroupLogicalOperator::And),
            position_in_view_filter_group: row.position_in_view_filter_group,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            deleted_at: None,
        }
    }
}

/// A group to be added.
#[derive(InputObject)]
pub struct CreateViewFilterGroupInput {
    id: Option<Uuid>,
    parent_view_filter_group_id: Option<Uuid>,
    #[graphql(default_with = "Some(ViewFilterGroupLogicalOperator::And)")]
    logical_operator: Option<ViewFilterGroupLogicalOperator>,
    position_in_view_filter_group: Option<f64>,
    view_id: Uuid,
}

impl CreateViewFilterGroupInput {
    fn change(self) -> Change {
        let rest = ViewFilterGroupPatch {
            parent_view_filter_group_id: given(self.parent_view_filter_group_id),
            logical_operator: self.logical_operator.map(String::from),
            position_in_view_filter_group: given(self.position_in_view_filter_group),
        };
        let view_id = ViewId(self.view_id);
        Change::CreateViewFilterGroup(CreateViewFilterGroup { id: self.id, view_id, rest })
    }
}

/// What to change of a group; what is absent stays.
#[derive(InputObject)]
pub struct UpdateViewFilterGroupInput {
    /// Said beside the input.
    id: Option<Uuid>,
    parent_view_filter_group_id: MaybeUndefined<Uuid>,
    logical_operator: Option<ViewFilterGroupLogicalOperator>,
    position_in_view_filter_group: MaybeUndefined<f64>,
    /// A group stays in its view.
    view_id: Option<Uuid>,
}

impl UpdateViewFilterGroupInput {
    fn change(self, id: Uuid) -> Change {
        let update = ViewFilterGroupPatch {
            parent_view_filter_group_id: patch(self.parent_view_filter_group_id),
            logical_operator: self.logical_operator.map(String::from),
            position_in_view_filter_group: patch(self.position_in_view_filter_group),
        };
        Change::UpdateViewFilterGroup(UpdateViewFilterGroup { id, update })
    }
}

/// Changing groups of filters.
#[derive(Default)]
pub struct ViewFilterGroupMutations;

#[Object]
impl ViewFilterGroupMutations {
    /// Adds a group of filters.
    async fn create_view_filter_group(
        &self,
        ctx: &Context<'_>,
        input: CreateViewFilterGroupInput,
    ) -> Result<ViewFilterGroup> {
        Ok(parts::create(ctx, input.view_id, input.change()).await?)
    }

    /// Changes a group of filters.
    async fn update_view_filter_group(
        &self,
        ctx: &Context<'_>,
        id: String,
        input: UpdateViewFilterGroupInput,
    ) -> Result<ViewFilterGroup> {
        let id = parse_id(&id)?;
        Ok(parts::update(ctx, id, input.change(id)).await?)
    }

    /// Removes a group of filters.
    async fn delete_view_filter_group(&self, ctx: &Context<'_>, id: String) -> Result<bool> {
        delete(ctx, &id).await
    }

    /// Removes a group of filters.
    async fn destroy_view_filter_group(&self, ctx: &Context<'_>, id: String) -> Result<bool> {
        delete(ctx, &id).await
    }
}

async fn delete(ctx: &Context<'_>, id: &str) -> Result<bool> {
    let id = parse_id(id)?;
    parts::delete::<ViewFilterGroup>(ctx, id, Change::DeleteViewFilterGroup(id)).await?;
    Ok(true)
}

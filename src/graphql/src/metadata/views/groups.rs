//! Groups of a grouped view.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use icosa_contract::data_model::{Change, CreateViewGroup, UpdateViewGroup, ViewGroupPatch};
use icosa_model::ViewId;
use icosa_model::definition::{ViewGroupRow, ViewRow};
use uuid::Uuid;

use super::inputs::{DeleteViewGroupInput, DestroyViewGroupInput};
use super::parts::{self, Part};
use crate::metadata::scalars::Moment;
use crate::metadata::snapshot::Snapshot;

/// A group of a grouped view.
#[derive(Clone, SimpleObject)]
pub struct ViewGroup {
    id: Uuid,
    workspace_id: Uuid,
    view_id: Uuid,
    is_visible: bool,
    field_value: String,
    position: f64,
    created_at: Moment,
    updated_at: Moment,
    deleted_at: Option<Moment>,
}

impl Part for ViewGroup {
    type Row = ViewGroupRow;
    const NAME: &'static str = "view group";

    fn rows(view: &ViewRow) -> &[ViewGroupRow] {
        &view.groups
    }

    fn id(row: &ViewGroupRow) -> Uuid {
        row.id
    }

    fn position(row: &ViewGroupRow) -> f64 {
        row.position
    }

    fn node(snapshot: &Snapshot, view: &ViewRow, row: &ViewGroupRow) -> Self {
        Self {
            id: row.id,
            workspace_id: snapshot.workspace(),
            view_id: view.id.0,
            is_visible: row.is_visible,
            field_value: row.field_value.clone(),
            position: row.position,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            deleted_at: None,
        }
    }
}

/// A group to be added.
#[derive(InputObject)]
pub struct CreateViewGroupInput {
    id: Option<Uuid>,
    is_visible: Option<bool>,
    field_value: String,
    position: Option<f64>,
    view_id: Uuid,
}

impl CreateViewGroupInput {
    fn change(self) -> (Uuid, Change) {
        let rest = ViewGroupPatch {
            is_visible: self.is_visible,
            position: self.position,
            ..ViewGroupPatch::default()
        };
        let (view_id, field_value) = (ViewId(self.view_id), self.field_value);
        (self.view_id, Change::CreateViewGroup(CreateViewGroup { id: self.id, view_id, field_value, rest }))
    }
}

/// Changes of one group.
#[derive(InputObject)]
pub struct UpdateViewGroupInput {
    id: Uuid,
    update: UpdateViewGroupInputUpdates,
}

/// What to change of a group; what is absent stays.
#[derive(InputObject)]
pub struct UpdateViewGroupInputUpdates {
    /// The view says by which field it is grouped.
    field_metadata_id: Option<Uuid>,
    is_visible: Option<bool>,
    field_value: Option<String>,
    position: Option<f64>,
}

impl UpdateViewGroupInput {
    fn change(self) -> (Uuid, Change) {
        let update = ViewGroupPatch {
            is_visible: self.update.is_visible,
            field_value: self.update.field_value,
            position: self.update.position,
        };
        (self.id, Change::UpdateViewGroup(UpdateViewGroup { id: self.id, update }))
    }
}

/// Changing groups.
#[derive(Default)]
pub struct ViewGroupMutations;

#[Object]
impl ViewGroupMutations {
    /// Adds a group.
    async fn create_view_group(&self, ctx: &Context<'_>, input: CreateViewGroupInput) -> Result<ViewGroup> {
        let (view, change) = input.change();
        Ok(parts::create(ctx, view, change).await?)
    }

    /// Adds groups, all or none.
    async fn create_many_view_groups(
        &self,
        ctx: &Context<'_>,
        inputs: Vec<CreateViewGroupInput>,
    ) -> Result<Vec<ViewGroup>> {
        let changes = inputs.into_iter().map(CreateViewGroupInput::change).collect();
        Ok(parts::create_many(ctx, changes).await?)
    }

    /// Changes a group.
    async fn update_view_group(&self, ctx: &Context<'_>, input: UpdateViewGroupInput) -> Result<ViewGroup> {
        let (id, change) = input.change();
        Ok(parts::update(ctx, id, change).await?)
    }

    /// Changes groups, all or none.
    async fn update_many_view_groups(
        &self,
        ctx: &Context<'_>,
        inputs: Vec<UpdateViewGroupInput>,
    ) -> Result<Vec<ViewGroup>> {
        let changes = inputs.into_iter().map(UpdateViewGroupInput::change).collect();
        Ok(parts::update_many(ctx, changes).await?)
    }

    /// Removes a group.
    async fn delete_view_group(&self, ctx: &Context<'_>, input: DeleteViewGroupInput) -> Result<ViewGroup> {
        Ok(parts::delete(ctx, input.id, Change::DeleteViewGroup(input.id)).await?)
    }

    /// Removes a group.
    async fn destroy_view_group(&self, ctx: &Context<'_>, input: DestroyViewGroupInput) -> Result<ViewGroup> {
        Ok(parts::delete(ctx, input.id, Change::DeleteViewGroup(input.id)).await?)
    }
}

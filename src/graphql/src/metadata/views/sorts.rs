//! The order of a view.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use icosa_contract::data_model::{Change, CreateViewSort, UpdateViewSort, ViewSortPatch};
use icosa_model::definition::{ViewRow, ViewSortRow};
use icosa_model::{FieldId, ViewId};
use uuid::Uuid;

use super::inputs::{DeleteViewSortInput, DestroyViewSortInput};
use super::parts::{self, Part};
use crate::metadata::patches::{given, patch};
use crate::metadata::scalars::Moment;
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::ViewSortDirection;

/// One key of a view's order.
#[derive(Clone, SimpleObject)]
pub struct ViewSort {
    id: Uuid,
    workspace_id: Uuid,
    view_id: Uuid,
    field_metadata_id: Uuid,
    direction: ViewSortDirection,
    sub_field_name: Option<String>,
    created_at: Moment,
    updated_at: Moment,
    deleted_at: Option<Moment>,
}

impl Part for ViewSort {
    type Row = ViewSortRow;
    const NAME: &'static str = "view sort";

    fn rows(view: &ViewRow) -> &[ViewSortRow] {
        &view.sorts
    }

    fn id(row: &ViewSortRow) -> Uuid {
        row.id
    }

    fn position(_row: &ViewSortRow) -> f64 {
        0.0 // they stand in the order in which they were added
    }

    fn node(snapshot: &Snapshot, view: &ViewRow, row: &ViewSortRow) -> Self {
        Self {
            id: row.id,
            workspace_id: snapshot.workspace(),
            view_id: view.id.0,
            field_metadata_id: row.field_id.0,
            direction: ViewSortDirection::of(&row.direction).unwrap_or(ViewSortDirection::Asc),
            sub_field_name: row.sub_field_name.clone(),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            deleted_at: None,
        }
    }
}

/// A key to be added.
#[derive(InputObject)]
pub struct CreateViewSortInput {
    id: Option<Uuid>,
    field_metadata_id: Uuid,
    #[graphql(default_with = "Some(ViewSortDirection::Asc)")]
    direction: Option<ViewSortDirection>,
    sub_field_name: Option<String>,
    view_id: Uuid,
}

impl CreateViewSortInput {
    fn change(self) -> Change {
        let rest = ViewSortPatch {
            direction: self.direction.map(String::from),
            sub_field_name: given(self.sub_field_name),
        };
        let (view_id, field_id) = (ViewId(self.view_id), FieldId(self.field_metadata_id));
        Change::CreateViewSort(CreateViewSort { id: self.id, view_id, field_id, rest })
    }
}

/// Changes of one key.
#[derive(InputObject)]
pub struct UpdateViewSortInput {
    id: Uuid,
    update: UpdateViewSortInputUpdates,
}

/// What to change of a key; what is absent stays.
#[derive(InputObject)]
pub struct UpdateViewSortInputUpdates {
    direction: Option<ViewSortDirection>,
    sub_field_name: MaybeUndefined<String>,
}

impl UpdateViewSortInput {
    fn change(self) -> Change {
        let update = ViewSortPatch {
            direction: self.update.direction.map(String::from),
            sub_field_name: patch(self.update.sub_field_name),
        };
        Change::UpdateViewSort(UpdateViewSort { id: self.id, update })
    }
}

/// Changing orders.
#[derive(Default)]
pub struct ViewSortMutations;

#[Object]
impl ViewSortMutations {
    /// Adds a key to a view's order.
    async fn create_view_sort(&self, ctx: &Context<'_>, input: CreateViewSortInput) -> Result<ViewSort> {
        Ok(parts::create(ctx, input.view_id, input.change()).await?)
    }

    /// Changes a key of an order.
    async fn update_view_sort(&self, ctx: &Context<'_>, input: UpdateViewSortInput) -> Result<ViewSort> {
        Ok(parts::update(ctx, input.id, input.change()).await?)
    }

    /// Removes a key from an order.
    async fn delete_view_sort(&self, ctx: &Context<'_>, input: DeleteViewSortInput) -> Result<bool> {
        delete(ctx, input.id).await
    }

    /// Removes a key from an order.
    async fn destroy_view_sort(&self, ctx: &Context<'_>, input: DestroyViewSortInput) -> Result<bool> {
        delete(ctx, input.id).await
    }
}

async fn delete(ctx: &Context<'_>, id: Uuid) -> Result<bool> {
    parts::delete::<ViewSort>(ctx, id, Change::DeleteViewSort(id)).await?;
    Ok(true)
}

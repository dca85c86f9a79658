//! Columns of a view, or fields of a record page.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject};
use icosa_contract::data_model::{Change, CreateViewField, UpdateViewField, ViewFieldPatch};
use icosa_model::definition::{ViewFieldRow, ViewRow};
use icosa_model::{FieldId, ViewId};
use uuid::Uuid;

use super::inputs::{DeleteViewFieldInput, DestroyViewFieldInput};
use super::parts::{self, Part};
use super::types::word;
use crate::metadata::patches::{given, patch};
use crate::metadata::scalars::Moment;
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::AggregateOperations;

/// A column of a view.
#[derive(Clone, SimpleObject)]
pub struct ViewField {
    id: Uuid,
    universal_identifier: Uuid,
    application_id: Uuid,
    workspace_id: Uuid,
    view_id: Uuid,
    field_metadata_id: Uuid,
    is_visible: bool,
    size: f64,
    position: f64,
    aggregate_operation: Option<AggregateOperations>,
    view_field_group_id: Option<Uuid>,
    is_active: bool,
    is_system_side_effect: bool,
    #[graphql(deprecation = "Always false")]
    is_overridden: Option<bool>,
    created_at: Moment,
    updated_at: Moment,
    deleted_at: Option<Moment>,
}

impl Part for ViewField {
    type Row = ViewFieldRow;
    const NAME: &'static str = "view field";

    fn rows(view: &ViewRow) -> &[ViewFieldRow] {
        &view.fields
    }

    fn id(row: &ViewFieldRow) -> Uuid {
        row.id
    }

    fn position(row: &ViewFieldRow) -> f64 {
        row.position
    }

    fn node(snapshot: &Snapshot, view: &ViewRow, row: &ViewFieldRow) -> Self {
        Self {
            id: row.id,
            universal_identifier: row.universal_identifier,
            application_id: snapshot.application(!view.is_custom),
            workspace_id: snapshot.workspace(),
            view_id: view.id.0,
            field_metadata_id: row.field_id.0,
            is_visible: row.is_visible,
            size: f64::from(row.size),
            position: row.position,
            aggregate_operation: word(&row.aggregate_operation),
            view_field_group_id: row.view_field_group_id,
            is_active: true,
            is_system_side_effect: false,
            is_overridden: Some(false),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            deleted_at: None,
        }
    }
}

/// A column to be added.
#[derive(InputObject)]
pub struct CreateViewFieldInput {
    id: Option<Uuid>,
    field_metadata_id: Uuid,
    view_id: Uuid,
    is_visible: Option<bool>,
    size: Option<f64>,
    position: Option<f64>,
    aggregate_operation: Option<AggregateOperations>,
    view_field_group_id: Option<Uuid>,
}

impl CreateViewFieldInput {
    fn change(self) -> (Uuid, Change) {
        let rest = ViewFieldPatch {
            is_visible: self.is_visible,
            size: self.size,
            position: self.position,
            aggregate_operation: given(self.aggregate_operation),
            view_field_group_id: given(self.view_field_group_id),
        };
        let (view_id, field_id) = (ViewId(self.view_id), FieldId(self.field_metadata_id));
        (self.view_id, Change::CreateViewField(CreateViewField { id: self.id, view_id, field_id, rest }))
    }
}

/// Changes of one column.
#[derive(InputObject)]
pub struct UpdateViewFieldInput {
    id: Uuid,
    update: UpdateViewFieldInputUpdates,
}

/// What to change of a column; what is absent stays.
#[derive(InputObject)]
pub struct UpdateViewFieldInputUpdates {
    is_visible: Option<bool>,
    size: Option<f64>,
    position: Option<f64>,
    aggregate_operation: MaybeUndefined<AggregateOperations>,
    view_field_group_id: MaybeUndefined<Uuid>,
}

impl UpdateViewFieldInput {
    fn change(self) -> (Uuid, Change) {
        let update = ViewFieldPatch {
            is_visible: self.update.is_visible,
            size: self.update.size,
            position: self.update.position,
            aggregate_operation: patch(self.update.aggregate_operation),
            view_field_group_id: patch(self.update.view_field_group_id),
        };
        (self.id, Change::UpdateViewField(UpdateViewField { id: self.id, update }))
    }
}

/// Changing columns.
#[derive(Default)]
pub struct ViewFieldMutations;

#[Object]
impl ViewFieldMutations {
    /// Adds a column.
    async fn create_view_field(&self, ctx: &Context<'_>, input: CreateViewFieldInput) -> Result<ViewField> {
        let (view, change) = input.change();
        Ok(parts::create(ctx, view, change).await?)
    }

    /// Adds columns, all or none.
    async fn create_many_view_fields(
        &self,
        ctx: &Context<'_>,
        inputs: Vec<CreateViewFieldInput>,
    ) -> Result<Vec<ViewField>> {
        let changes = inputs.into_iter().map(CreateViewFieldInput::change).collect();
        Ok(parts::create_many(ctx, changes).await?)
    }

    /// Changes a column.
    async fn update_view_field(&self, ctx: &Context<'_>, input: UpdateViewFieldInput) -> Result<ViewField> {
        let (id, change) = input.change();
        Ok(parts::update(ctx, id, change).await?)
    }

    /// Removes a column.
    async fn delete_view_field(&self, ctx: &Context<'_>, input: DeleteViewFieldInput) -> Result<ViewField> {
        Ok(parts::delete(ctx, input.id, Change::DeleteViewField(input.id)).await?)
    }

    /// Removes a column.
    async fn destroy_view_field(&self, ctx: &Context<'_>, input: DestroyViewFieldInput) -> Result<ViewField> {
        Ok(parts::delete(ctx, input.id, Change::DeleteViewField(input.id)).await?)
    }
}

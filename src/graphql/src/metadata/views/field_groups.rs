//! Titled sections of a record page's fields.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use icosa_contract::data_model::{Change, CreateViewFieldGroup, UpdateViewFieldGroup, ViewFieldGroupPatch};
use icosa_model::ViewId;
use icosa_model::definition::{ViewFieldGroupRow, ViewRow};
use uuid::Uuid;

use super::inputs::{DeleteViewFieldGroupInput, DestroyViewFieldGroupInput};
use super::parts::{self, Part};
use super::view_fields::ViewField;
use crate::metadata::scalars::Moment;
use crate::metadata::snapshot::Snapshot;

/// A section of a record page.
#[derive(Clone, SimpleObject)]
pub struct ViewFieldGroup {
    id: Uuid,
    workspace_id: Uuid,
    view_id: Uuid,
    name: String,
    position: f64,
    is_visible: bool,
    is_active: bool,
    #[graphql(deprecation = "Always false")]
    is_overridden: bool,
    created_at: Moment,
    updated_at: Moment,
    deleted_at: Option<Moment>,
    view_fields: Vec<ViewField>,
}

impl Part for ViewFieldGroup {
    type Row = ViewFieldGroupRow;
    const NAME: &'static str = "view field group";

    fn rows(view: &ViewRow) -> &[ViewFieldGroupRow] {
        &view.field_groups
    }

    fn id(row: &ViewFieldGroupRow) -> Uuid {
        row.id
    }

    fn position(row: &ViewFieldGroupRow) -> f64 {
        row.position
    }

    fn node(snapshot: &Snapshot, view: &ViewRow, row: &ViewFieldGroupRow) -> Self {
        let mut fields: Vec<_> =
            view.fields.iter().filter(|field| field.view_field_group_id == Some(row.id)).collect();
        fields.sort_by(|a, b| a.position.total_cmp(&b.position));
        Self {
            id: row.id,
            workspace_id: snapshot.workspace(),
            view_id: view.id.0,
            name: row.name.clone(),
            position: row.position,
            is_visible: row.is_visible,
            is_active: true,
            is_overridden: false,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            deleted_at: None,
            view_fields: fields.into_iter().map(|field| ViewField::node(snapshot, view, field)).collect(),
        }
    }
}

/// A section to be added.
#[derive(InputObject)]
pub struct CreateViewFieldGroupInput {
    id: Option<Uuid>,
    name: String,
    view_id: Uuid,
    position: Option<f64>,
    is_visible: Option<bool>,
}

impl CreateViewFieldGroupInput {
    fn change(self) -> (Uuid, Change) {
        let rest = ViewFieldGroupPatch { name: None, position: self.position, is_visible: self.is_visible };
        let (view_id, name) = (ViewId(self.view_id), self.name);
        (
            self.view_id,
            Change::CreateViewFieldGroup(CreateViewFieldGroup { id: self.id, view_id, name, rest }),
        )
    }
}

/// Changes of one section.
#[derive(InputObject)]
pub struct UpdateViewFieldGroupInput {
    id: Uuid,
    update: UpdateViewFieldGroupInputUpdates,
}

/// What to change of a section; what is absent stays.
#[derive(InputObject)]
pub struct UpdateViewFieldGroupInputUpdates {
    name: Option<String>,
    position: Option<f64>,
    is_visible: Option<bool>,
    /// A section with a date here is removed.
    deleted_at: Option<String>,
}

/// Changing sections.
#[derive(Default)]
pub struct ViewFieldGroupMutations;

#[Object]
impl ViewFieldGroupMutations {
    /// Adds a section.
    async fn create_view_field_group(
        &self,
        ctx: &Context<'_>,
        input: CreateViewFieldGroupInput,
    ) -> Result<ViewFieldGroup> {
        let (view, change) = input.change();
        Ok(parts::create(ctx, view, change).await?)
    }

    /// Adds sections, all or none.
    async fn create_many_view_field_groups(
        &self,
        ctx: &Context<'_>,
        inputs: Vec<CreateViewFieldGroupInput>,
    ) -> Result<Vec<ViewFieldGroup>> {
        let changes = inputs.into_iter().map(CreateViewFieldGroupInput::change).collect();
        Ok(parts::create_many(ctx, changes).await?)
    }

    /// Changes a section.
    async fn update_view_field_group(
        &self,
        ctx: &Context<'_>,
        input: UpdateViewFieldGroupInput,
    ) -> Result<ViewFieldGroup> {
        let (id, update) = (input.id, input.update);
        if update.deleted_at.is_some() {
            return Ok(parts::delete(ctx, id, Change::DeleteViewFieldGroup(id)).await?);
        }
        let update = ViewFieldGroupPatch {
            name: update.name,
            position: update.position,
            is_visible: update.is_visible,
        };
        let change = Change::UpdateViewFieldGroup(UpdateViewFieldGroup { id, update });
        Ok(parts::update(ctx, id, change).await?)
    }

    /// Removes a section; its fields stay.
    async fn delete_view_field_group(
        &self,
        ctx: &Context<'_>,
        input: DeleteViewFieldGroupInput,
    ) -> Result<ViewFieldGroup> {
        Ok(parts::delete(ctx, input.id, Change::DeleteViewFieldGroup(input.id)).await?)
    }

    /// Removes a section; its fields stay.
    async fn destroy_view_field_group(
        &self,
        ctx: &Context<'_>,
        input: DestroyViewFieldGroupInput,
    ) -> Result<ViewFieldGroup> {
        Ok(parts::delete(ctx, input.id, Change::DeleteViewFieldGroup(input.id)).await?)
    }
}

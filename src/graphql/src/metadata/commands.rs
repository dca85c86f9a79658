//! Items of the command menu.

use async_graphql::{Context, InputObject, MaybeUndefined, Object, Result, SimpleObject, Union};
use icosa_contract::AppError;
use icosa_contract::data_model::{Change, LayoutChange, UpdateCommandMenuItem};
use icosa_model::definition::CommandMenuItemRow;
use uuid::Uuid;

use crate::metadata::caller::caller;
use crate::metadata::patches::patch;
use crate::metadata::permission::{Flag, require};
use crate::metadata::scalars::Moment;
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::{CommandMenuItemAvailabilityType, EngineComponentKey};

/// An entry of the command menu.
#[derive(Clone, SimpleObject)]
pub struct CommandMenuItem {
    id: Uuid,
    workflow_version_id: Option<Uuid>,
    core_workflow_version_id: Option<Uuid>,
    front_component_id: Option<Uuid>,
    engine_component_key: EngineComponentKey,
    /// With the name of the object it leads to.
    label: String,
    icon: Option<String>,
    short_label: Option<String>,
    position: f64,
    is_pinned: bool,
    availability_type: CommandMenuItemAvailabilityType,
    payload: Option<CommandMenuItemPayload>,
    /// Pressed one after the other.
    hot_keys: Option<Vec<String>>,
    conditional_availability_expression: Option<String>,
    conditional_pinned_expression: Option<String>,
    availability_object_metadata_id: Option<Uuid>,
    navigation_target_object_metadata_id: Option<Uuid>,
    page_layout_id: Option<Uuid>,
    universal_identifier: Option<Uuid>,
    application_id: Option<Uuid>,
    is_active: bool,
    created_at: Moment,
    updated_at: Moment,
}

/// What else a command needs to know.
#[derive(Clone, Union)]
pub enum CommandMenuItemPayload {
    /// Where it leads.
    Path(PathCommandMenuItemPayload),
    /// Whose records it leads to; the item says so itself.
    Object(ObjectMetadataCommandMenuItemPayload),
}

/// A page of this site.
#[derive(Clone, SimpleObject)]
pub struct PathCommandMenuItemPayload {
    path: String,
}

/// An object.
#[derive(Clone, SimpleObject)]
pub struct ObjectMetadataCommandMenuItemPayload {
    #[graphql(deprecation = "See navigationTargetObjectMetadataId")]
    object_metadata_item_id: Uuid,
}

impl CommandMenuItem {
    /// None where it leads to an object that is switched off.
    fn new(now: &Snapshot, row: &CommandMenuItemRow) -> Option<Self> {
        let target = row.navigation_target_object_id.and_then(|id| now.object(id));
        if row.navigation_target_object_id.is_some() && !target.is_some_and(|object| object.is_active) {
            return None;
        }
        let plural = target.map(|object| now.word(&object.translations, "labelPlural", &object.label_plural));
        let letter = target.and_then(|object| object.shortcut.clone());
        let usual_keys = || letter.map(|letter| vec!["G".to_owned(), letter]);
        Some(Self {
            id: row.id,
            workflow_version_id: None,
            core_workflow_version_id: None,
            front_component_id: None,
            engine_component_key: EngineComponentKey::of(&row.engine_component_key)?,
            label: row.label.replace("{objectLabelPlural}", plural.as_deref().unwrap_or_default()),
            icon: row.icon.clone().or_else(|| target.and_then(|object| object.icon.clone())),
            short_label: row.short_label.clone(),
            position: row.position,
            is_pinned: row.is_pinned,
            availability_type: CommandMenuItemAvailabilityType::of(&row.availability_type)?,
            payload: None,
            hot_keys: row.hot_keys.clone().or_else(usual_keys),
            conditional_availability_expression: None,
            conditional_pinned_expression: None,
            availability_object_metadata_id: None,
            navigation_target_object_metadata_id: target.map(|object| object.id.0),
            page_layout_id: None,
            universal_identifier: Some(row.universal_identifier),
            application_id: Some(now.application(target.is_some_and(|object| object.is_standard))),
            is_active: true,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
        })
    }
}

/// Reading the command menu.
#[derive(Default)]
pub struct CommandQueries;

#[Object]
impl CommandQueries {
    /// All items, by position.
    async fn command_menu_items(&self, ctx: &Context<'_>) -> Result<Vec<CommandMenuItem>> {
        let now = caller(ctx)?.now();
        let mut rows: Vec<_> = now.metadata().command_menu_items.iter().collect();
        rows.sort_by(|a, b| a.position.total_cmp(&b.position));
        Ok(rows.into_iter().filter_map(|row| CommandMenuItem::new(&now, row)).collect())
    }

    /// One item.
    async fn command_menu_item(&self, ctx: &Context<'_>, id: Uuid) -> Result<Option<CommandMenuItem>> {
        Ok(find(&caller(ctx)?.now(), id))
    }
}

fn find(now: &Snapshot, id: Uuid) -> Option<CommandMenuItem> {
    let row = now.metadata().command_menu_items.iter().find(|row| row.id == id)?;
    CommandMenuItem::new(now, row)
}

/// What to change of an item; what is absent stays.
#[derive(InputObject)]
pub struct UpdateCommandMenuItemInput {
    /// Which one.
    id: Uuid,
    label: Option<String>,
    icon: MaybeUndefined<String>,
    short_label: MaybeUndefined<String>,
    position: Option<f64>,
    is_pinned: Option<bool>,
    hot_keys: MaybeUndefined<Vec<String>>,
}

impl From<UpdateCommandMenuItemInput> for UpdateCommandMenuItem {
    fn from(input: UpdateCommandMenuItemInput) -> Self {
        Self {
            id: input.id,
            label: input.label,
            icon: patch(input.icon),
            short_label: patch(input.short_label),
            position: input.position,
            is_pinned: input.is_pinned,
            hot_keys: patch(input.hot_keys),
        }
    }
}

/// Changing the command menu; it takes the right to layouts.
#[derive(Default)]
pub struct CommandMutations;

#[Object]
impl CommandMutations {
    /// Calls, places or pins a command otherwise.
    async fn update_command_menu_item(
        &self,
        ctx: &Context<'_>,
        input: UpdateCommandMenuItemInput,
    ) -> Result<CommandMenuItem> {
        changed(ctx, LayoutChange::UpdateCommand(input.into())).await
    }

    /// Takes back what was made of a command.
    async fn reset_command_menu_item(&self, ctx: &Context<'_>, id: Uuid) -> Result<CommandMenuItem> {
        changed(ctx, LayoutChange::ResetCommand(id)).await
    }
}

async fn changed(ctx: &Context<'_>, change: LayoutChange) -> Result<CommandMenuItem> {
    let caller = caller(ctx)?;
    require(&caller.actor, Flag::Layouts)?;
    let (outcome, id) = caller.change_one(Change::Layout(change)).await?;
    Ok(find(&outcome.after, id).ok_or_else(AppError::internal)?)
}

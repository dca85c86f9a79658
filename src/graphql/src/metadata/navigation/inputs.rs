//! What is sent about navigation items, and what it means.

use async_graphql::{InputObject, MaybeUndefined};
use icosa_contract::data_model::{CreateNavigationItem, NavigationItemPatch, UpdateNavigationItem};
use icosa_model::{ObjectId, ViewId};
use uuid::Uuid;

use crate::metadata::patches::patch;
use crate::metadata::words::NavigationMenuItemType;

/// An item to be made.
#[derive(InputObject)]
pub struct CreateNavigationMenuItemInput {
    id: Option<Uuid>,
    /// Whose personal item; the workspace's when absent.
    pub user_workspace_id: Option<Uuid>,
    target_record_id: Option<Uuid>,
    target_object_metadata_id: Option<Uuid>,
    view_id: Option<Uuid>,
    #[graphql(name = "type")]
    item_type: NavigationMenuItemType,
    name: Option<String>,
    link: Option<String>,
    icon: Option<String>,
    color: Option<String>,
    folder_id: Option<Uuid>,
    page_layout_id: Option<Uuid>,
    position: Option<f64>,
}

impl From<CreateNavigationMenuItemInput> for CreateNavigationItem {
    fn from(input: CreateNavigationMenuItemInput) -> Self {
        Self {
            id: input.id,
            item_type: input.item_type.into(),
            user_workspace_id: input.user_workspace_id,
            target_record_id: input.target_record_id,
            target_object_id: input.target_object_metadata_id.map(ObjectId),
            view_id: input.view_id.map(ViewId),
            page_layout_id: input.page_layout_id,
            name: input.name,
            link: input.link,
            icon: input.icon,
            color: input.color,
            folder_id: input.folder_id,
            position: input.position,
        }
    }
}

/// Changes of one item.
#[derive(InputObject)]
pub struct UpdateOneNavigationMenuItemInput {
    /// Which one.
    pub id: Uuid,
    /// What to change.
    update: UpdateNavigationMenuItemInput,
}

/// What to change of an item; what is absent stays.
#[derive(InputObject)]
pub struct UpdateNavigationMenuItemInput {
    folder_id: MaybeUndefined<Uuid>,
    position: Option<f64>,
    name: MaybeUndefined<String>,
    link: MaybeUndefined<String>,
    icon: MaybeUndefined<String>,
    color: MaybeUndefined<String>,
    page_layout_id: MaybeUndefined<Uuid>,
}

impl From<UpdateOneNavigationMenuItemInput> for UpdateNavigationItem {
    fn from(UpdateOneNavigationMenuItemInput { id, update }: UpdateOneNavigationMenuItemInput) -> Self {
        let update = NavigationItemPatch {
            folder_id: patch(update.folder_id),
            position: update.position,
            name: patch(update.name),
            link: patch(update.link),
            icon: patch(update.icon),
            color: patch(update.color),
            page_layout_id: patch(update.page_layout_id),
        };
        Self { id, update }
    }
}

//! Items of the navigation drawer.

use icosa_model::{ObjectId, ViewId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::patch::Patch;

/// Makes an item.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CreateNavigationItem {
    /// Chosen by the client, or made by the server.
    pub id: Option<Uuid>,
    /// `VIEW`, `FOLDER`, `LINK`, `OBJECT`, `RECORD` or `PAGE_LAYOUT`.
    #[serde(rename = "type")]
    pub item_type: String,
    /// Whose personal item; the workspace's when absent.
    pub user_workspace_id: Option<Uuid>,
    /// RECORD: which one.
    pub target_record_id: Option<Uuid>,
    /// OBJECT and RECORD.
    pub target_object_id: Option<ObjectId>,
    /// VIEW.
    pub view_id: Option<ViewId>,
    /// PAGE_LAYOUT.
    pub page_layout_id: Option<Uuid>,
    /// Own name.
    pub name: Option<String>,
    /// LINK: where it leads.
    pub link: Option<String>,
    /// Tabler icon name.
    pub icon: Option<String>,
    /// Tag colour.
    pub color: Option<String>,
    /// Folder it lies in.
    pub folder_id: Option<Uuid>,
    /// Order; last when absent.
    pub position: Option<f64>,
}

/// Changes an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateNavigationItem {
    /// Which one.
    pub id: Uuid,
    /// What to change.
    pub update: NavigationItemPatch,
}

/// What to change of an item; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "named as in CreateNavigationItem")]
pub struct NavigationItemPatch {
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub folder_id: Patch<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<f64>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub name: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub link: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub icon: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub color: Patch<String>,
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub page_layout_id: Patch<Uuid>,
}

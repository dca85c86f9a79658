//! Pages as they are stored: layouts of tabs that hold widgets, and the commands of the command menu.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::compact;
use crate::ids::ObjectId;

/// A page made of tabs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageLayoutRow {
    /// Differs per workspace.
    pub id: Uuid,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// What people call it.
    pub name: String,
    /// `RECORD_INDEX`, `RECORD_PAGE`, `DASHBOARD`, `STANDALONE_PAGE` or `RECORD_FORM`.
    #[serde(rename = "type")]
    pub layout_type: String,
    /// The object whose records it shows; none for dashboards.
    pub object_id: Option<ObjectId>,
    /// On wide screens the first tab stands beside the others.
    pub is_first_tab_pinned: bool,
    /// The tab shown first on narrow screens and in the panel.
    pub default_tab_id: Option<Uuid>,
    /// Made by people, and not along with its object.
    pub is_custom: bool,
    /// What it was made with and this workspace has replaced, by property name.
    #[serde(default, with = "compact")]
    pub original: Map<String, Value>,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
    /// Soft-deleted layouts are kept and not shown.
    #[serde(default)]
    pub deleted_at: Option<DateTime<Utc>>,
}

/// A tab of a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageLayoutTabRow {
    /// Differs per workspace.
    pub id: Uuid,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// The page it belongs to.
    pub page_layout_id: Uuid,
    /// What people read.
    pub title: String,
    /// Tabler icon name.
    pub icon: Option<String>,
    /// Order.
    pub position: f64,
    /// `GRID`, `VERTICAL_LIST` or `CANVAS`.
    pub layout_mode: String,
    /// Made by people, and not along with its object.
    pub is_custom: bool,
    /// Inactive tabs are not shown; what came with the object is switched off instead of deleted.
    pub is_active: bool,
    /// What it was made with and this workspace has replaced, by property name.
    #[serde(default, with = "compact")]
    pub original: Map<String, Value>,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
    /// Soft-deleted tabs are kept and not shown.
    #[serde(default)]
    pub deleted_at: Option<DateTime<Utc>>,
}

/// A widget of a tab.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageLayoutWidgetRow {
    /// Differs per workspace.
    pub id: Uuid,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// The tab it stands in.
    pub page_layout_tab_id: Uuid,
    /// What people read.
    pub title: String,
    /// e.g. `FIELDS`, `TIMELINE`, `GRAPH`.
    #[serde(rename = "type")]
    pub widget_type: String,
    /// The object whose records it shows, where it is not that of the page.
    pub object_id: Option<ObjectId>,
    /// Where it stands, by the mode of its tab; null where that follows by itself.
    #[serde(with = "compact")]
    pub position: Value,
    /// What it shows; `configurationType` says how to read it.
    #[serde(with = "compact")]
    pub configuration: Value,
    /// Rule on the device; null for none.
    #[serde(with = "compact")]
    pub conditional_display: Value,
    /// Expression that must be true for it to be shown.
    pub conditional_availability_expression: Option<String>,
    /// Made by people, and not along with its object.
    pub is_custom: bool,
    /// Inactive widgets are not shown; what came with the object is switched off instead of deleted.
    pub is_active: bool,
    /// What it was made with and this workspace has replaced, by property name.
    #[serde(default, with = "compact")]
    pub original: Map<String, Value>,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
    /// Soft-deleted widgets are kept and not shown.
    #[serde(default)]
    pub deleted_at: Option<DateTime<Utc>>,
}

/// An entry of the command menu.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CommandMenuItemRow {
    /// Differs per workspace.
    pub id: Uuid,
    /// The same in every workspace.
    pub universal_identifier: Uuid,
    /// What people read; may hold `{objectLabelPlural}`, filled with that of the object it leads to.
    pub label: String,
    /// What a button says.
    pub short_label: Option<String>,
    /// Tabler icon name; without one that of the object it leads to.
    pub icon: Option<String>,
    /// Order.
    pub position: f64,
    /// Shown as a button too.
    pub is_pinned: bool,
    /// `GLOBAL`, `GLOBAL_OBJECT_CONTEXT`, `RECORD_SELECTION` or `FALLBACK`.
    pub availability_type: String,
    /// What it does, e.g. `NAVIGATION`.
    pub engine_component_key: String,
    /// Keys pressed one after the other; without any, the letter of the object it leads to.
    pub hot_keys: Option<Vec<String>>,
    /// The object whose records it leads to.
    pub navigation_target_object_id: Option<ObjectId>,
    /// What it was made with and this workspace has replaced, by property name.
    #[serde(default, with = "compact")]
    pub original: Map<String, Value>,
    /// When it was made.
    #[serde(default)]
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default)]
    pub updated_at: DateTime<Utc>,
}

impl PageLayoutRow {
    /// A page without tabs.
    #[must_use]
    pub fn new(id: Uuid, name: &str, layout_type: &str) -> Self {
        Self {
            id,
            universal_identifier: id,
            name: name.to_owned(),
            layout_type: layout_type.to_owned(),
            object_id: None,
            is_first_tab_pinned: false,
            default_tab_id: None,
            is_custom: true,
            original: Map::new(),
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
            deleted_at: None,
        }
    }
}

impl PageLayoutTabRow {
    /// A tab without widgets.
    #[must_use]
    pub fn new(id: Uuid, layout: Uuid, title: &str, layout_mode: &str, position: f64) -> Self {
        Self {
            id,
            universal_identifier: id,
            page_layout_id: layout,
            title: title.to_owned(),
            icon: None,
            position,
            layout_mode: layout_mode.to_owned(),
            is_custom: true,
            is_active: true,
            original: Map::new(),
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
            deleted_at: None,
        }
    }

    /// Whether it is shown.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.is_active && self.deleted_at.is_none()
    }
}

impl PageLayoutWidgetRow {
    /// A widget without a place of its own.
    #[must_use]
    pub fn new(id: Uuid, tab: Uuid, title: &str, widget_type: &str, configuration: Value) -> Self {
        Self {
            id,
            universal_identifier: id,
            page_layout_tab_id: tab,
            title: title.to_owned(),
            widget_type: widget_type.to_owned(),
            object_id: None,
            position: Value::Null,
            configuration,
            conditional_display: Value::Null,
            conditional_availability_expression: None,
            is_custom: true,
            is_active: true,
            original: Map::new(),
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
            deleted_at: None,
        }
    }

    /// Whether it is shown.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.is_active && self.deleted_at.is_none()
    }
}

impl CommandMenuItemRow {
    /// Leads to the records of an object.
    #[must_use]
    pub fn go_to(id: Uuid, object: ObjectId, position: f64) -> Self {
        Self {
            id,
            universal_identifier: id,
            label: GO_TO.to_owned(),
            short_label: None,
            icon: None,
            position,
            is_pinned: false,
            availability_type: "GLOBAL".to_owned(),
            engine_component_key: "NAVIGATION".to_owned(),
            hot_keys: None,
            navigation_target_object_id: Some(object),
            original: Map::new(),
            created_at: DateTime::default(),
            updated_at: DateTime::default(),
        }
    }
}

/// What commands that lead to the records of an object say.
const GO_TO: &str = "Go to {objectLabelPlural}";

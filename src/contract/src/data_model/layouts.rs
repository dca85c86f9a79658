//! Pages made of tabs and widgets, and items of the command menu. Only programs ask for these changes so far, so
//! browsers do without their code.

use icosa_model::ObjectId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::patch::Patch;

/// A change of a page or of the command menu.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "change", content = "with")]
#[expect(missing_docs, reason = "verb and noun")]
pub enum LayoutChange {
    CreatePage(CreatePageLayout),
    UpdatePage(UpdatePageLayout),
    /// With its tabs and widgets, for good.
    DestroyPage(Uuid),
    /// The whole page as it is to be.
    SavePage(SavePageLayout),
    /// As it came with its object.
    ResetPage(Uuid),
    CreateTab(CreatePageLayoutTab),
    UpdateTab(UpdatePageLayoutTab),
    /// With its widgets; one that came with its object is switched off.
    DestroyTab(Uuid),
    ResetTab(Uuid),
    CreateWidget(CreatePageLayoutWidget),
    UpdateWidget(UpdatePageLayoutWidget),
    /// One that came with its object is switched off.
    DestroyWidget(Uuid),
    ResetWidget(Uuid),
    UpdateCommand(UpdateCommandMenuItem),
    /// As it came with its object.
    ResetCommand(Uuid),
}

/// Makes a page without tabs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CreatePageLayout {
    /// What people call it.
    pub name: String,
    /// `RECORD_PAGE` unless said otherwise.
    #[serde(rename = "type")]
    pub layout_type: Option<String>,
    /// Whose records it shows.
    pub object_id: Option<ObjectId>,
}

/// Changes a page; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "named as in CreatePageLayout")]
pub struct UpdatePageLayout {
    pub id: Uuid,
    pub name: Option<String>,
    #[serde(rename = "type")]
    pub layout_type: Option<String>,
    pub object_id: Patch<ObjectId>,
    pub is_first_tab_pinned: Option<bool>,
}

/// Makes a tab without widgets.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CreatePageLayoutTab {
    /// The page it is for.
    pub page_layout_id: Uuid,
    /// What people read.
    pub title: String,
    /// Order; last when absent.
    pub position: Option<f64>,
    /// `GRID`, `VERTICAL_LIST` or `CANVAS`; what pages of its kind usually have when absent.
    pub layout_mode: Option<String>,
}

/// Changes a tab; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "named as in CreatePageLayoutTab")]
pub struct UpdatePageLayoutTab {
    pub id: Uuid,
    pub title: Option<String>,
    pub position: Option<f64>,
    pub icon: Patch<String>,
    pub layout_mode: Option<String>,
}

/// Makes a widget.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CreatePageLayoutWidget {
    /// The tab it is for.
    pub page_layout_tab_id: Uuid,
    /// What people read.
    pub title: String,
    /// e.g. `FIELDS`, `GRAPH`.
    #[serde(rename = "type")]
    pub widget_type: String,
    /// Whose records it shows, where they are not those of the page.
    pub object_id: Option<ObjectId>,
    /// Where it stands, by the mode of its tab; behind the others when absent.
    pub position: Option<Value>,
    /// What it shows.
    pub configuration: Value,
}

/// Changes a widget; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[expect(missing_docs, reason = "named as in CreatePageLayoutWidget")]
pub struct UpdatePageLayoutWidget {
    pub id: Uuid,
    pub page_layout_tab_id: Option<Uuid>,
    pub title: Option<String>,
    #[serde(rename = "type")]
    pub widget_type: Option<String>,
    pub object_id: Patch<ObjectId>,
    pub position: Patch<Value>,
    pub configuration: Option<Value>,
    /// Rule on the device.
    pub conditional_display: Patch<Value>,
    /// Expression that must be true for it to be shown.
    pub conditional_availability_expression: Patch<String>,
}

/// A whole page as it is to be: what is not named goes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SavePageLayout {
    /// The page itself.
    pub page: UpdatePageLayout,
    /// All its tabs.
    pub tabs: Vec<SavePageLayoutTab>,
}

/// A tab as it is to be, found by its id or made with it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SavePageLayoutTab {
    /// The tab itself; title and position are given.
    pub tab: UpdatePageLayoutTab,
    /// All its widgets; title, type and tab are given.
    pub widgets: Vec<UpdatePageLayoutWidget>,
}

/// Changes an item of the command menu; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UpdateCommandMenuItem {
    /// Which one.
    pub id: Uuid,
    /// What people read.
    pub label: Option<String>,
    /// Tabler icon name.
    pub icon: Patch<String>,
    /// What a button says.
    pub short_label: Patch<String>,
    /// Order.
    pub position: Option<f64>,
    /// Shown as a button too.
    pub is_pinned: Option<bool>,
    /// Keys pressed one after the other.
    pub hot_keys: Patch<Vec<String>>,
}

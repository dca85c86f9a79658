//! What is sent about pages, tabs and widgets, and what it means.

use async_graphql::{InputObject, MaybeUndefined};
use icosa_contract::data_model::{
    CreatePageLayout, CreatePageLayoutTab, CreatePageLayoutWidget, SavePageLayout, SavePageLayoutTab,
    UpdatePageLayout, UpdatePageLayoutTab, UpdatePageLayoutWidget,
};
use icosa_contract::patch::Patch;
use icosa_model::ObjectId;
use serde_json::Value;
use uuid::Uuid;

use crate::metadata::patches::patch;
use crate::metadata::scalars::Json;
use crate::metadata::words::{PageLayoutTabLayoutMode, PageLayoutType, WidgetType};

/// A page to be made.
#[derive(InputObject)]
pub struct CreatePageLayoutInput {
    name: String,
    #[graphql(name = "type")]
    layout_type: Option<PageLayoutType>,
    object_metadata_id: Option<Uuid>,
}

impl From<CreatePageLayoutInput> for CreatePageLayout {
    fn from(input: CreatePageLayoutInput) -> Self {
        Self {
            name: input.name,
            layout_type: input.layout_type.map(String::from),
            object_id: input.object_metadata_id.map(ObjectId),
        }
    }
}

/// What to change of a page; what is absent stays.
#[derive(InputObject)]
pub struct UpdatePageLayoutInput {
    name: Option<String>,
    #[graphql(name = "type")]
    layout_type: Option<PageLayoutType>,
    object_metadata_id: MaybeUndefined<Uuid>,
}

impl UpdatePageLayoutInput {
    pub fn of(self, id: Uuid) -> UpdatePageLayout {
        UpdatePageLayout {
            id,
            name: self.name,
            layout_type: self.layout_type.map(String::from),
            object_id: patch(self.object_metadata_id),
            is_first_tab_pinned: None,
        }
    }
}

/// A tab to be made.
#[derive(InputObject)]
pub struct CreatePageLayoutTabInput {
    title: String,
    position: Option<f64>,
    page_layout_id: Uuid,
    layout_mode: Option<PageLayoutTabLayoutMode>,
}

impl From<CreatePageLayoutTabInput> for CreatePageLayoutTab {
    fn from(input: CreatePageLayoutTabInput) -> Self {
        Self {
            page_layout_id: input.page_layout_id,
            title: input.title,
            position: input.position,
            layout_mode: input.layout_mode.map(String::from),
        }
    }
}

/// What to change of a tab; what is absent stays.
#[derive(InputObject)]
pub struct UpdatePageLayoutTabInput {
    title: Option<String>,
    position: Option<f64>,
    icon: MaybeUndefined<String>,
    layout_mode: Option<PageLayoutTabLayoutMode>,
}

impl UpdatePageLayoutTabInput {
    pub fn of(self, id: Uuid) -> UpdatePageLayoutTab {
        UpdatePageLayoutTab {
            id,
            title: self.title,
            position: self.position,
            icon: patch(self.icon),
            layout_mode: self.layout_mode.map(String::from),
        }
    }
}

/// A widget to be made.
#[derive(InputObject)]
pub struct CreatePageLayoutWidgetInput {
    page_layout_tab_id: Uuid,
    title: String,
    #[graphql(name = "type")]
    widget_type: WidgetType,
    object_metadata_id: Option<Uuid>,
    position: Option<Json>,
    configuration: Json,
}

impl From<CreatePageLayoutWidgetInput> for CreatePageLayoutWidget {
    fn from(input: CreatePageLayoutWidgetInput) -> Self {
        Self {
            page_layout_tab_id: input.page_layout_tab_id,
            title: input.title,
            widget_type: input.widget_type.into(),
            object_id: input.object_metadata_id.map(ObjectId),
            position: input.position.map(|json| json.0),
            configuration: input.configuration.0,
        }
    }
}

/// What to change of a widget; what is absent stays.
#[derive(InputObject)]
pub struct UpdatePageLayoutWidgetInput {
    page_layout_tab_id: Option<Uuid>,
    title: Option<String>,
    #[graphql(name = "type")]
    widget_type: Option<WidgetType>,
    object_metadata_id: MaybeUndefined<Uuid>,
    position: MaybeUndefined<Json>,
    configuration: Option<Json>,
    conditional_display: MaybeUndefined<Json>,
    conditional_availability_expression: MaybeUndefined<String>,
}

impl UpdatePageLayoutWidgetInput {
    pub fn of(self, id: Uuid) -> UpdatePageLayoutWidget {
        UpdatePageLayoutWidget {
            id,
            page_layout_tab_id: self.page_layout_tab_id,
            title: self.title,
            widget_type: self.widget_type.map(String::from),
            object_id: patch(self.object_metadata_id),
            position: json(self.position),
            configuration: self.configuration.map(|json| json.0),
            conditional_display: json(self.conditional_display),
            conditional_availability_expression: patch(self.conditional_availability_expression),
        }
    }
}

fn json(value: MaybeUndefined<Json>) -> Patch<Value> {
    match value {
        MaybeUndefined::Undefined => Patch::Keep,
        MaybeUndefined::Null => Patch::Clear,
        MaybeUndefined::Value(json) if json.0.is_null() => Patch::Clear,
        MaybeUndefined::Value(json) => Patch::Set(json.0),
    }
}

/// A whole page as it is to be: tabs and widgets that are not named go.
#[derive(InputObject)]
pub struct UpdatePageLayoutWithTabsInput {
    name: String,
    #[graphql(name = "type")]
    layout_type: PageLayoutType,
    object_metadata_id: MaybeUndefined<Uuid>,
    is_first_tab_pinned: Option<bool>,
    tabs: Vec<UpdatePageLayoutTabWithWidgetsInput>,
}

impl UpdatePageLayoutWithTabsInput {
    pub fn of(self, id: Uuid) -> SavePageLayout {
        let page = UpdatePageLayout {
            id,
            name: Some(self.name),
            layout_type: Some(self.layout_type.into()),
            object_id: patch(self.object_metadata_id),
            is_first_tab_pinned: self.is_first_tab_pinned,
        };
        SavePageLayout { page, tabs: self.tabs.into_iter().map(SavePageLayoutTab::from).collect() }
    }
}

/// A tab as it is to be, made with its id if there is none.
#[derive(InputObject)]
pub struct UpdatePageLayoutTabWithWidgetsInput {
    id: Uuid,
    title: String,
    position: f64,
    icon: MaybeUndefined<String>,
    layout_mode: Option<PageLayoutTabLayoutMode>,
    widgets: Vec<UpdatePageLayoutWidgetWithIdInput>,
}

impl From<UpdatePageLayoutTabWithWidgetsInput> for SavePageLayoutTab {
    fn from(input: UpdatePageLayoutTabWithWidgetsInput) -> Self {
        let tab = UpdatePageLayoutTab {
            id: input.id,
            title: Some(input.title),
            position: Some(input.position),
            icon: patch(input.icon),
            layout_mode: input.layout_mode.map(String::from),
        };
        Self { tab, widgets: input.widgets.into_iter().map(UpdatePageLayoutWidget::from).collect() }
    }
}

/// A widget as it is to be, made with its id if there is none.
#[derive(InputObject)]
pub struct UpdatePageLayoutWidgetWithIdInput {
    id: Uuid,
    page_layout_tab_id: Uuid,
    title: String,
    #[graphql(name = "type")]
    widget_type: WidgetType,
    object_metadata_id: MaybeUndefined<Uuid>,
    position: MaybeUndefined<Json>,
    configuration: Option<Json>,
    conditional_display: MaybeUndefined<Json>,
    conditional_availability_expression: MaybeUndefined<String>,
}

impl From<UpdatePageLayoutWidgetWithIdInput> for UpdatePageLayoutWidget {
    fn from(input: UpdatePageLayoutWidgetWithIdInput) -> Self {
        Self {
            id: input.id,
            page_layout_tab_id: Some(input.page_layout_tab_id),
            title: Some(input.title),
            widget_type: Some(input.widget_type.into()),
            object_id: patch(input.object_metadata_id),
            position: json(input.position),
            configuration: input.configuration.map(|json| json.0),
            conditional_display: json(input.conditional_display),
            conditional_availability_expression: patch(input.conditional_availability_expression),
        }
    }
}

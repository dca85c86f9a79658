//! What is told of pages, tabs and widgets.

use async_graphql::{SimpleObject, Union};
use icosa_contract::AppError;
use icosa_model::definition::{PageLayoutRow, PageLayoutTabRow, PageLayoutWidgetRow};
use serde_json::Value;
use uuid::Uuid;

use super::configuration::{self, WidgetConfiguration};
use crate::metadata::scalars::{Json, Moment};
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::{
    PageLayoutTabLayoutMode, PageLayoutType, PageLayoutWidgetVerticalListHeightBehavior, WidgetType,
};

/// A page made of tabs.
#[derive(Clone, SimpleObject)]
pub struct PageLayout {
    id: Uuid,
    name: String,
    #[graphql(name = "type")]
    layout_type: PageLayoutType,
    object_metadata_id: Option<Uuid>,
    tabs: Option<Vec<PageLayoutTab>>,
    default_tab_to_focus_on_mobile_and_side_panel_id: Option<Uuid>,
    universal_identifier: Uuid,
    application_id: Uuid,
    is_system_side_effect: bool,
    is_first_tab_pinned: bool,
    created_at: Moment,
    updated_at: Moment,
    deleted_at: Option<Moment>,
}

/// A tab of a page.
#[derive(Clone, SimpleObject)]
pub struct PageLayoutTab {
    id: Uuid,
    universal_identifier: Uuid,
    is_system_side_effect: bool,
    application_id: Uuid,
    title: String,
    position: f64,
    page_layout_id: Uuid,
    widgets: Option<Vec<PageLayoutWidget>>,
    icon: Option<String>,
    layout_mode: Option<PageLayoutTabLayoutMode>,
    created_at: Moment,
    updated_at: Moment,
    is_active: bool,
    deleted_at: Option<Moment>,
    #[graphql(deprecation = "A tab can be reset whether or not it was changed")]
    is_overridden: Option<bool>,
}

/// A widget of a tab.
#[derive(Clone, SimpleObject)]
pub struct PageLayoutWidget {
    id: Uuid,
    universal_identifier: Uuid,
    is_system_side_effect: bool,
    application_id: Uuid,
    page_layout_tab_id: Uuid,
    title: String,
    #[graphql(name = "type")]
    widget_type: WidgetType,
    object_metadata_id: Option<Uuid>,
    #[graphql(deprecation = "Use position")]
    grid_position: Option<GridPosition>,
    position: Option<PageLayoutWidgetPosition>,
    configuration: WidgetConfiguration,
    conditional_display: Option<Json>,
    conditional_availability_expression: Option<String>,
    created_at: Moment,
    updated_at: Moment,
    is_active: bool,
    deleted_at: Option<Moment>,
    #[graphql(deprecation = "A widget can be reset whether or not it was changed")]
    is_overridden: Option<bool>,
}

/// A place in a grid.
#[derive(Clone, SimpleObject)]
pub struct GridPosition {
    row: f64,
    column: f64,
    row_span: f64,
    column_span: f64,
}

/// A place in a grid.
#[derive(Clone, SimpleObject)]
pub struct PageLayoutWidgetGridPosition {
    layout_mode: PageLayoutTabLayoutMode,
    row: i32,
    column: i32,
    row_span: i32,
    column_span: i32,
}

/// A place in a list.
#[derive(Clone, SimpleObject)]
pub struct PageLayoutWidgetVerticalListPosition {
    layout_mode: PageLayoutTabLayoutMode,
    index: i32,
    height_behavior: Option<PageLayoutWidgetVerticalListHeightBehavior>,
}

/// The whole tab.
#[derive(Clone, SimpleObject)]
pub struct PageLayoutWidgetCanvasPosition {
    layout_mode: PageLayoutTabLayoutMode,
}

/// Where a widget stands, by the mode of its tab.
#[derive(Clone, Union)]
pub enum PageLayoutWidgetPosition {
    /// In a grid.
    Grid(PageLayoutWidgetGridPosition),
    /// In a list.
    List(PageLayoutWidgetVerticalListPosition),
    /// All of the tab.
    Canvas(PageLayoutWidgetCanvasPosition),
}

impl PageLayout {
    pub fn new(now: &Snapshot, row: &PageLayoutRow) -> Result<Self, AppError> {
        let owner = Owner::of(now, row, row.is_custom);
        Ok(Self {
            id: row.id,
            name: row.name.clone(),
            layout_type: PageLayoutType::of(&row.layout_type).ok_or_else(AppError::internal)?,
            object_metadata_id: row.object_id.map(|id| id.0),
            tabs: Some(tabs_of(now, row)?),
            default_tab_to_focus_on_mobile_and_side_panel_id: row.default_tab_id,
            universal_identifier: row.universal_identifier,
            application_id: owner.application,
            is_system_side_effect: owner.is_side_effect,
            is_first_tab_pinned: row.is_first_tab_pinned,
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            deleted_at: row.deleted_at.map(Moment),
        })
    }
}

/// Tabs of a page that are shown, in order.
pub fn tabs_of(now: &Snapshot, page: &PageLayoutRow) -> Result<Vec<PageLayoutTab>, AppError> {
    let own = |tab: &&PageLayoutTabRow| tab.page_layout_id == page.id && tab.is_shown();
    let mut rows: Vec<_> = now.metadata().page_layout_tabs.iter().filter(own).collect();
    rows.sort_by(|a, b| a.position.total_cmp(&b.position));
    rows.into_iter().map(|row| PageLayoutTab::new(now, page, row)).collect()
}

impl PageLayoutTab {
    pub fn new(now: &Snapshot, page: &PageLayoutRow, row: &PageLayoutTabRow) -> Result<Self, AppError> {
        let owner = Owner::of(now, page, row.is_custom);
        Ok(Self {
            id: row.id,
            universal_identifier: row.universal_identifier,
            is_system_side_effect: owner.is_side_effect,
            application_id: owner.application,
            title: row.title.clone(),
            position: row.position,
            page_layout_id: row.page_layout_id,
            widgets: Some(widgets_of(now, page, row)?),
            icon: row.icon.clone(),
            layout_mode: PageLayoutTabLayoutMode::of(&row.layout_mode),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            is_active: row.is_active,
            deleted_at: row.deleted_at.map(Moment),
            is_overridden: Some(!row.original.is_empty()),
        })
    }
}

/// Widgets of a tab that are shown, in order.
pub fn widgets_of(
    now: &Snapshot,
    page: &PageLayoutRow,
    tab: &PageLayoutTabRow,
) -> Result<Vec<PageLayoutWidget>, AppError> {
    let own = |row: &&PageLayoutWidgetRow| row.page_layout_tab_id == tab.id && row.is_shown();
    let mut rows: Vec<_> = now.metadata().page_layout_widgets.iter().filter(own).collect();
    let number = |position: &Value, key: &str| position.get(key).and_then(Value::as_i64).unwrap_or_default();
    let place = |row: &&PageLayoutWidgetRow| ["index", "row", "column"].map(|key| number(&row.position, key));
    rows.sort_by_key(place);
    rows.into_iter().map(|row| PageLayoutWidget::new(now, page, row)).collect()
}

impl PageLayoutWidget {
    pub fn new(now: &Snapshot, page: &PageLayoutRow, row: &PageLayoutWidgetRow) -> Result<Self, AppError> {
        let owner = Owner::of(now, page, row.is_custom);
        let position = position(&row.position);
        let grid_position = match &position {
            Some(PageLayoutWidgetPosition::Grid(at)) => Some(GridPosition {
                row: at.row.into(),
                column: at.column.into(),
                row_span: at.row_span.into(),
                column_span: at.column_span.into(),
            }),
            _ => None,
        };
        let rule = Some(row.conditional_display.clone()).filter(|rule| !rule.is_null());
        Ok(Self {
            id: row.id,
            universal_identifier: row.universal_identifier,
            is_system_side_effect: owner.is_side_effect,
            application_id: owner.application,
            page_layout_tab_id: row.page_layout_tab_id,
            title: row.title.clone(),
            widget_type: WidgetType::of(&row.widget_type).ok_or_else(AppError::internal)?,
            object_metadata_id: row.object_id.map(|id| id.0),
            grid_position,
            position,
            configuration: configuration::read(&row.configuration)?,
            conditional_display: rule.map(Json::from),
            conditional_availability_expression: row.conditional_availability_expression.clone(),
            created_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            is_active: row.is_active,
            deleted_at: row.deleted_at.map(Moment),
            is_overridden: Some(!row.original.is_empty()),
        })
    }
}

fn position(value: &Value) -> Option<PageLayoutWidgetPosition> {
    let mode = PageLayoutTabLayoutMode::of(value.get("layoutMode")?.as_str()?)?;
    let number = |key: &str| i32::try_from(value.get(key)?.as_i64()?).ok();
    Some(match mode {
        PageLayoutTabLayoutMode::Grid => PageLayoutWidgetPosition::Grid(PageLayoutWidgetGridPosition {
            layout_mode: mode,
            row: number("row")?,
            column: number("column")?,
            row_span: number("rowSpan")?,
            column_span: number("columnSpan")?,
        }),
        PageLayoutTabLayoutMode::VerticalList => {
            let height = value.get("heightBehavior").and_then(Value::as_str);
            PageLayoutWidgetPosition::List(PageLayoutWidgetVerticalListPosition {
                layout_mode: mode,
                index: number("index")?,
                height_behavior: height.and_then(PageLayoutWidgetVerticalListHeightBehavior::of),
            })
        }
        PageLayoutTabLayoutMode::Canvas => {
            PageLayoutWidgetPosition::Canvas(PageLayoutWidgetCanvasPosition { layout_mode: mode })
        }
    })
}

/// Whose a page, tab or widget is: what comes with a standard object is the standard application's.
struct Owner {
    application: Uuid,
    is_side_effect: bool,
}

impl Owner {
    fn of(now: &Snapshot, page: &PageLayoutRow, is_custom: bool) -> Self {
        let is_standard =
            page.object_id.and_then(|id| now.object(id)).is_some_and(|object| object.is_standard);
        Self {
            application: now.application(is_standard && !is_custom),
            is_side_effect: !is_custom && !is_standard,
        }
    }
}

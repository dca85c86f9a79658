//! Reading pages: what is deleted or switched off is left out.

use async_graphql::{Context, Object, Result};
use icosa_contract::AppError;
use icosa_model::definition::{PageLayoutRow, PageLayoutTabRow, PageLayoutWidgetRow};
use uuid::Uuid;

use super::types::{PageLayout, PageLayoutTab, PageLayoutWidget, tabs_of, widgets_of};
use crate::metadata::caller::{caller, parse_id};
use crate::metadata::snapshot::Snapshot;
use crate::metadata::words::PageLayoutType;

/// Reading pages.
#[derive(Default)]
pub struct PageQueries;

#[Object]
impl PageQueries {
    /// All pages, or those of an object or of a type.
    async fn get_page_layouts(
        &self,
        ctx: &Context<'_>,
        object_metadata_id: Option<String>,
        page_layout_type: Option<PageLayoutType>,
    ) -> Result<Vec<PageLayout>> {
        let now = caller(ctx)?.now();
        let object = object_metadata_id.as_deref().map(parse_id).transpose()?;
        let is_meant = |row: &&PageLayoutRow| {
            row.deleted_at.is_none()
                && object.is_none_or(|object| row.object_id.is_some_and(|id| id.0 == object))
                && page_layout_type.is_none_or(|kind| row.layout_type == kind.word())
        };
        let rows = now.metadata().page_layouts.iter().filter(is_meant);
        Ok(rows.map(|row| PageLayout::new(&now, row)).collect::<Result<_, _>>()?)
    }

    /// One page.
    async fn get_page_layout(&self, ctx: &Context<'_>, id: String) -> Result<Option<PageLayout>> {
        let now = caller(ctx)?.now();
        match page(&now, parse_id(&id)?) {
            Ok(row) => Ok(Some(PageLayout::new(&now, row)?)),
            Err(_) => Ok(None),
        }
    }

    /// Tabs of a page, in order.
    async fn get_page_layout_tabs(
        &self,
        ctx: &Context<'_>,
        page_layout_id: String,
    ) -> Result<Vec<PageLayoutTab>> {
        let now = caller(ctx)?.now();
        Ok(tabs_of(&now, page(&now, parse_id(&page_layout_id)?)?)?)
    }

    /// One tab.
    async fn get_page_layout_tab(&self, ctx: &Context<'_>, id: String) -> Result<PageLayoutTab> {
        let now = caller(ctx)?.now();
        let (page, row) = tab(&now, parse_id(&id)?)?;
        Ok(PageLayoutTab::new(&now, page, row)?)
    }

    /// Widgets of a tab, in order.
    async fn get_page_layout_widgets(
        &self,
        ctx: &Context<'_>,
        page_layout_tab_id: String,
    ) -> Result<Vec<PageLayoutWidget>> {
        let now = caller(ctx)?.now();
        let (page, row) = tab(&now, parse_id(&page_layout_tab_id)?)?;
        Ok(widgets_of(&now, page, row)?)
    }

    /// One widget.
    async fn get_page_layout_widget(&self, ctx: &Context<'_>, id: String) -> Result<PageLayoutWidget> {
        let now = caller(ctx)?.now();
        let (page, row) = widget(&now, parse_id(&id)?)?;
        Ok(PageLayoutWidget::new(&now, page, row)?)
    }
}

/// A page that is there.
pub fn page(now: &Snapshot, id: Uuid) -> Result<&PageLayoutRow, AppError> {
    let mut rows = now.metadata().page_layouts.iter();
    let row = rows.find(|row| row.id == id && row.deleted_at.is_none());
    row.ok_or_else(|| {
        AppError::not_found(format!("There is no page {id}.")).with_sub_code("PAGE_LAYOUT_NOT_FOUND")
    })
}

/// A tab that is shown, with its page.
pub fn tab(now: &Snapshot, id: Uuid) -> Result<(&PageLayoutRow, &PageLayoutTabRow), AppError> {
    let missing =
        || AppError::not_found(format!("There is no tab {id}.")).with_sub_code("PAGE_LAYOUT_TAB_NOT_FOUND");
    let mut rows = now.metadata().page_layout_tabs.iter();
    let row = rows.find(|row| row.id == id && row.is_shown()).ok_or_else(missing)?;
    Ok((page(now, row.page_layout_id).map_err(|_| missing())?, row))
}

/// A widget that is shown, with its page.
pub fn widget(now: &Snapshot, id: Uuid) -> Result<(&PageLayoutRow, &PageLayoutWidgetRow), AppError> {
    let missing = || {
        AppError::not_found(format!("There is no widget {id}.")).with_sub_code("PAGE_LAYOUT_WIDGET_NOT_FOUND")
    };
    let mut rows = now.metadata().page_layout_widgets.iter();
    let row = rows.find(|row| row.id == id && row.is_shown()).ok_or_else(missing)?;
    let mut tabs = now.metadata().page_layout_tabs.iter();
    let tab = tabs.find(|tab| tab.id == row.page_layout_tab_id).ok_or_else(missing)?;
    Ok((page(now, tab.page_layout_id).map_err(|_| missing())?, row))
}

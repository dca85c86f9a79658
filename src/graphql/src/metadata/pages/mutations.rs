//! Changing pages; each takes the right to layouts.

use async_graphql::{Context, Object, Result};
use icosa_contract::AppError;
use icosa_contract::data_model::{Change, LayoutChange};
use uuid::Uuid;

use super::inputs::{
    CreatePageLayoutInput, CreatePageLayoutTabInput, CreatePageLayoutWidgetInput, UpdatePageLayoutInput,
    UpdatePageLayoutTabInput, UpdatePageLayoutWidgetInput, UpdatePageLayoutWithTabsInput,
};
use super::queries::{page, tab, widget};
use super::types::{PageLayout, PageLayoutTab, PageLayoutWidget};
use crate::metadata::caller::{Outcome, caller, parse_id};
use crate::metadata::permission::{Flag, require};

/// Changing pages.
#[derive(Default)]
pub struct PageMutations;

#[Object]
impl PageMutations {
    /// Makes a page without tabs.
    async fn create_page_layout(
        &self,
        ctx: &Context<'_>,
        input: CreatePageLayoutInput,
    ) -> Result<PageLayout> {
        a_page(ctx, LayoutChange::CreatePage(input.into())).await
    }

    /// Changes a page.
    async fn update_page_layout(
        &self,
        ctx: &Context<'_>,
        id: String,
        input: UpdatePageLayoutInput,
    ) -> Result<PageLayout> {
        a_page(ctx, LayoutChange::UpdatePage(input.of(parse_id(&id)?))).await
    }

    /// Removes a page with its tabs and widgets.
    async fn destroy_page_layout(&self, ctx: &Context<'_>, id: String) -> Result<bool> {
        gone(ctx, LayoutChange::DestroyPage(parse_id(&id)?)).await
    }

    /// Makes a page what is said of it: tabs and widgets are found by their ids or made with them, and go when they are
    /// not named.
    async fn update_page_layout_with_tabs_and_widgets(
        &self,
        ctx: &Context<'_>,
        id: String,
        input: UpdatePageLayoutWithTabsInput,
    ) -> Result<PageLayout> {
        a_page(ctx, LayoutChange::SavePage(input.of(parse_id(&id)?))).await
    }

    /// Takes back what was made of the page that came with an object.
    async fn reset_page_layout_to_default(&self, ctx: &Context<'_>, id: String) -> Result<PageLayout> {
        a_page(ctx, LayoutChange::ResetPage(parse_id(&id)?)).await
    }

    /// Makes a tab without widgets.
    async fn create_page_layout_tab(
        &self,
        ctx: &Context<'_>,
        input: CreatePageLayoutTabInput,
    ) -> Result<PageLayoutTab> {
        a_tab(ctx, LayoutChange::CreateTab(input.into())).await
    }

    /// Changes a tab.
    async fn update_page_layout_tab(
        &self,
        ctx: &Context<'_>,
        id: String,
        input: UpdatePageLayoutTabInput,
    ) -> Result<PageLayoutTab> {
        a_tab(ctx, LayoutChange::UpdateTab(input.of(parse_id(&id)?))).await
    }

    /// Removes a tab with its widgets; what came with an object can be reset.
    async fn destroy_page_layout_tab(&self, ctx: &Context<'_>, id: String) -> Result<bool> {
        gone(ctx, LayoutChange::DestroyTab(parse_id(&id)?)).await
    }

    /// Takes back what was made of a tab that came with an object.
    async fn reset_page_layout_tab_to_default(&self, ctx: &Context<'_>, id: String) -> Result<PageLayoutTab> {
        a_tab(ctx, LayoutChange::ResetTab(parse_id(&id)?)).await
    }

    /// Makes a widget.
    async fn create_page_layout_widget(
        &self,
        ctx: &Context<'_>,
        input: CreatePageLayoutWidgetInput,
    ) -> Result<PageLayoutWidget> {
        a_widget(ctx, LayoutChange::CreateWidget(input.into())).await
    }

    /// Changes a widget.
    async fn update_page_layout_widget(
        &self,
        ctx: &Context<'_>,
        id: String,
        input: UpdatePageLayoutWidgetInput,
    ) -> Result<PageLayoutWidget> {
        a_widget(ctx, LayoutChange::UpdateWidget(input.of(parse_id(&id)?))).await
    }

    /// Removes a widget; one that came with an object can be reset.
    async fn destroy_page_layout_widget(&self, ctx: &Context<'_>, id: String) -> Result<bool> {
        gone(ctx, LayoutChange::DestroyWidget(parse_id(&id)?)).await
    }

    /// Takes back what was made of a widget that came with an object.
    async fn reset_page_layout_widget_to_default(
        &self,
        ctx: &Context<'_>,
        id: String,
    ) -> Result<PageLayoutWidget> {
        a_widget(ctx, LayoutChange::ResetWidget(parse_id(&id)?)).await
    }
}

async fn changed(ctx: &Context<'_>, change: LayoutChange) -> Result<(Outcome, Uuid), AppError> {
    let caller = caller(ctx)?;
    require(&caller.actor, Flag::Layouts)?;
    caller.change_one(Change::Layout(change)).await
}

async fn a_page(ctx: &Context<'_>, change: LayoutChange) -> Result<PageLayout> {
    let (outcome, id) = changed(ctx, change).await?;
    Ok(PageLayout::new(&outcome.after, page(&outcome.after, id)?)?)
}

async fn a_tab(ctx: &Context<'_>, change: LayoutChange) -> Result<PageLayoutTab> {
    let (outcome, id) = changed(ctx, change).await?;
    let (page, row) = tab(&outcome.after, id)?;
    Ok(PageLayoutTab::new(&outcome.after, page, row)?)
}

async fn a_widget(ctx: &Context<'_>, change: LayoutChange) -> Result<PageLayoutWidget> {
    let (outcome, id) = changed(ctx, change).await?;
    let (page, row) = widget(&outcome.after, id)?;
    Ok(PageLayoutWidget::new(&outcome.after, page, row)?)
}

async fn gone(ctx: &Context<'_>, change: LayoutChange) -> Result<bool> {
    changed(ctx, change).await?;
    Ok(true)
}

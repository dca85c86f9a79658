//! Changing the navigation.

use std::sync::Arc;

use async_graphql::{Context, Object, Result};
use icosa_contract::AppError;
use icosa_contract::data_model::Change;
use icosa_model::definition::NavigationRow;
use uuid::Uuid;

use super::inputs::{CreateNavigationMenuItemInput, UpdateOneNavigationMenuItemInput};
use super::is_shown;
use super::types::NavigationMenuItem;
use crate::metadata::caller::{Caller, caller};
use crate::metadata::permission::require_navigation;
use crate::metadata::snapshot::Snapshot;

/// Changing the navigation.
#[derive(Default)]
pub struct NavigationMutations;

#[Object]
impl NavigationMutations {
    /// Makes an item.
    async fn create_navigation_menu_item(
        &self,
        ctx: &Context<'_>,
        input: CreateNavigationMenuItemInput,
    ) -> Result<NavigationMenuItem> {
        Ok(one(create(caller(ctx)?, vec![input]).await?)?)
    }

    /// Makes items, all or none.
    async fn create_many_navigation_menu_items(
        &self,
        ctx: &Context<'_>,
        inputs: Vec<CreateNavigationMenuItemInput>,
    ) -> Result<Vec<NavigationMenuItem>> {
        Ok(create(caller(ctx)?, inputs).await?)
    }

    /// Changes an item.
    async fn update_navigation_menu_item(
        &self,
        ctx: &Context<'_>,
        input: UpdateOneNavigationMenuItemInput,
    ) -> Result<NavigationMenuItem> {
        Ok(one(update(caller(ctx)?, vec![input]).await?)?)
    }

    /// Changes items, all or none.
    async fn update_many_navigation_menu_items(
        &self,
        ctx: &Context<'_>,
        inputs: Vec<UpdateOneNavigationMenuItemInput>,
    ) -> Result<Vec<NavigationMenuItem>> {
        Ok(update(caller(ctx)?, inputs).await?)
    }

    /// Removes an item; answers what it was.
    async fn delete_navigation_menu_item(&self, ctx: &Context<'_>, id: Uuid) -> Result<NavigationMenuItem> {
        Ok(one(delete(caller(ctx)?, vec![id]).await?)?)
    }

    /// Removes items, all or none; answers what they were.
    async fn delete_many_navigation_menu_items(
        &self,
        ctx: &Context<'_>,
        ids: Vec<Uuid>,
    ) -> Result<Vec<NavigationMenuItem>> {
        Ok(delete(caller(ctx)?, ids).await?)
    }
}

async fn create(
    caller: &Caller,
    inputs: Vec<CreateNavigationMenuItemInput>,
) -> Result<Vec<NavigationMenuItem>, AppError> {
    for input in &inputs {
        require_navigation(&caller.actor, input.user_workspace_id)?;
    }
    let change = |input: CreateNavigationMenuItemInput| Change::CreateNavigationItem(input.into());
    let outcome = caller.change(inputs.into_iter().map(change).collect()).await?;
    nodes(&outcome.after, &outcome.ids)
}

async fn update(
    caller: &Caller,
    inputs: Vec<UpdateOneNavigationMenuItemInput>,
) -> Result<Vec<NavigationMenuItem>, AppError> {
    let ids: Vec<Uuid> = inputs.iter().map(|input| input.id).collect();
    may_change(caller, &ids)?;
    let change = |input: UpdateOneNavigationMenuItemInput| Change::UpdateNavigationItem(input.into());
    let outcome = caller.change(inputs.into_iter().map(change).collect()).await?;
    nodes(&outcome.after, &ids)
}

async fn delete(caller: &Caller, ids: Vec<Uuid>) -> Result<Vec<NavigationMenuItem>, AppError> {
    may_change(caller, &ids)?;
    let outcome = caller.change(ids.iter().copied().map(Change::DeleteNavigationItem).collect()).await?;
    nodes(&outcome.before, &ids)
}

fn may_change(caller: &Caller, ids: &[Uuid]) -> Result<(), AppError> {
    let now = caller.now();
    for id in ids {
        let row = row(&now, *id)?;
        if !is_shown(&caller.actor, row) {
            return Err(unknown(*id));
        }
        require_navigation(&caller.actor, row.user_workspace_id)?;
    }
    Ok(())
}

fn row(snapshot: &Snapshot, id: Uuid) -> Result<&NavigationRow, AppError> {
    snapshot.metadata().navigation.iter().find(|item| item.id == id).ok_or_else(|| unknown(id))
}

fn unknown(id: Uuid) -> AppError {
    AppError::not_found(format!("There is no navigation item {id}."))
        .with_sub_code("NAVIGATION_MENU_ITEM_NOT_FOUND")
}

fn nodes(snapshot: &Arc<Snapshot>, ids: &[Uuid]) -> Result<Vec<NavigationMenuItem>, AppError> {
    ids.iter().map(|id| Ok(NavigationMenuItem::new(snapshot, row(snapshot, *id)?))).collect()
}

fn one(mut items: Vec<NavigationMenuItem>) -> Result<NavigationMenuItem, AppError> {
    items.pop().ok_or_else(AppError::internal)
}

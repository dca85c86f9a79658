//! Items of the navigation drawer: the workspace's and the caller's own.

mod inputs;
mod mutations;
mod types;

use async_graphql::{Context, Object, Result};
use icosa_contract::Actor;
use icosa_model::definition::NavigationRow;
use uuid::Uuid;

pub use mutations::NavigationMutations;
use types::NavigationMenuItem;

use crate::metadata::caller::caller;

/// Reading the navigation.
#[derive(Default)]
pub struct NavigationQueries;

#[Object]
impl NavigationQueries {
    /// The workspace's items and the caller's own, by position.
    async fn navigation_menu_items(&self, ctx: &Context<'_>) -> Result<Vec<NavigationMenuItem>> {
        let caller = caller(ctx)?;
        let now = caller.now();
        let all = now.metadata().navigation.iter();
        let mut items: Vec<_> = all.filter(|item| is_shown(&caller.actor, item)).collect();
        items.sort_by(|a, b| a.position.total_cmp(&b.position));
        Ok(items.into_iter().map(|item| NavigationMenuItem::new(&now, item)).collect())
    }

    /// One item.
    async fn navigation_menu_item(&self, ctx: &Context<'_>, id: Uuid) -> Result<Option<NavigationMenuItem>> {
        let caller = caller(ctx)?;
        let now = caller.now();
        let mut items = now.metadata().navigation.iter();
        let item = items.find(|item| item.id == id && is_shown(&caller.actor, item));
        Ok(item.map(|item| NavigationMenuItem::new(&now, item)))
    }
}

fn is_shown(actor: &Actor, item: &NavigationRow) -> bool {
    item.user_workspace_id.is_none() || item.user_workspace_id == actor.user_workspace
}

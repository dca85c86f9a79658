//! Changing views themselves.

use async_graphql::{Context, Object, Result};
use icosa_contract::data_model::Change;
use icosa_model::ViewId;

use super::inputs::{CreateViewInput, UpdateViewInput};
use super::parts::may_change;
use super::types::ViewNode;
use crate::metadata::caller::{caller, parse_id};
use crate::metadata::permission::{Flag, require};
use crate::metadata::words::ViewVisibility;

/// Changing views themselves.
#[derive(Default)]
pub struct ViewItself;

#[Object]
impl ViewItself {
    /// Makes a view.
    async fn create_view(&self, ctx: &Context<'_>, input: CreateViewInput) -> Result<ViewNode> {
        let caller = caller(ctx)?;
        if input.visibility != Some(ViewVisibility::Unlisted) {
            require(&caller.actor, Flag::Views)?;
        }
        let (outcome, id) = caller.change_one(Change::CreateView(input.into())).await?;
        Ok(ViewNode::new(&outcome.after, outcome.after.known_view(&caller.actor, ViewId(id))?))
    }

    /// Changes a view.
    async fn update_view(&self, ctx: &Context<'_>, id: String, input: UpdateViewInput) -> Result<ViewNode> {
        let caller = caller(ctx)?;
        let id = parse_id(&id)?;
        may_change(caller, ViewId(id))?;
        if input.visibility == Some(ViewVisibility::Workspace) {
            require(&caller.actor, Flag::Views)?;
        }
        let (outcome, id) = caller.change_one(Change::UpdateView(input.change(id))).await?;
        Ok(ViewNode::new(&outcome.after, outcome.after.known_view(&caller.actor, ViewId(id))?))
    }

    /// Takes a view away; it is kept and could come back.
    async fn delete_view(&self, ctx: &Context<'_>, id: String) -> Result<bool> {
        let caller = caller(ctx)?;
        let id = ViewId(parse_id(&id)?);
        may_change(caller, id)?;
        caller.change(vec![Change::DeleteView(id)]).await?;
        Ok(true)
    }

    /// Removes a view for good.
    async fn destroy_view(&self, ctx: &Context<'_>, id: String) -> Result<bool> {
        let caller = caller(ctx)?;
        let id = ViewId(parse_id(&id)?);
        may_change(caller, id)?;
        caller.change(vec![Change::DestroyView(id)]).await?;
        Ok(true)
    }
}

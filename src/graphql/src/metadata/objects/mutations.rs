//! Changing objects.

use async_graphql::{Context, Object, Result};
use icosa_contract::AppError;
use icosa_contract::data_model::{Change, UpdateObject};
use icosa_model::ObjectId;

use super::inputs::{CreateOneObjectInput, DeleteOneObjectInput, UpdateOneObjectInput};
use super::types::ObjectNode;
use crate::metadata::caller::caller;
use crate::metadata::permission::{Flag, require};

/// Changing objects.
#[derive(Default)]
pub struct ObjectMutations;

#[Object]
impl ObjectMutations {
    /// Makes an object with its table, system fields, relations, views and navigation item.
    async fn create_one_object(&self, ctx: &Context<'_>, input: CreateOneObjectInput) -> Result<ObjectNode> {
        let caller = caller(ctx)?;
        require(&caller.actor, Flag::DataModel)?;
        let (outcome, id) = caller.change_one(Change::CreateObject(input.object.into())).await?;
        Ok(ObjectNode::new(&outcome.after, outcome.after.known_object(ObjectId(id))?))
    }

    /// Changes an object.
    async fn update_one_object(&self, ctx: &Context<'_>, input: UpdateOneObjectInput) -> Result<ObjectNode> {
        let caller = caller(ctx)?;
        require(&caller.actor, Flag::DataModel)?;
        let (outcome, id) = caller.change_one(Change::UpdateObject(input.try_into()?)).await?;
        Ok(ObjectNode::new(&outcome.after, outcome.after.known_object(ObjectId(id))?))
    }

    /// Changes several objects, all or none.
    async fn update_many_objects(
        &self,
        ctx: &Context<'_>,
        inputs: Vec<UpdateOneObjectInput>,
    ) -> Result<Vec<ObjectNode>> {
        let caller = caller(ctx)?;
        require(&caller.actor, Flag::DataModel)?;
        let update = |input| UpdateObject::try_from(input).map(Change::UpdateObject);
        let changes = inputs.into_iter().map(update).collect::<Result<_, AppError>>()?;
        let outcome = caller.change(changes).await?;
        let after = &outcome.after;
        let node = |id| Ok(ObjectNode::new(after, after.known_object(ObjectId(id))?));
        outcome.ids.iter().copied().map(node).collect()
    }

    /// Removes an object with its records and everything that refers to it; answers what it was.
    async fn delete_one_object(&self, ctx: &Context<'_>, input: DeleteOneObjectInput) -> Result<ObjectNode> {
        let caller = caller(ctx)?;
        require(&caller.actor, Flag::DataModel)?;
        let id = ObjectId(input.id);
        let outcome = caller.change(vec![Change::DeleteObject(id)]).await?;
        Ok(ObjectNode::new(&outcome.before, outcome.before.known_object(id)?))
    }
}

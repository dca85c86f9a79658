//! Changing fields.

use async_graphql::{Context, Object, Result};
use icosa_contract::data_model::Change;
use icosa_model::FieldId;

use super::inputs::{CreateOneFieldMetadataInput, DeleteOneFieldInput, UpdateOneFieldMetadataInput};
use super::types::FieldNode;
use crate::metadata::caller::caller;
use crate::metadata::permission::{Flag, require};

/// Changing fields.
#[derive(Default)]
pub struct FieldMutations;

#[Object]
impl FieldMutations {
    /// Makes a field; of a relation, both sides. Of a morph relation the first field is answered.
    async fn create_one_field(
        &self,
        ctx: &Context<'_>,
        input: CreateOneFieldMetadataInput,
    ) -> Result<FieldNode> {
        let caller = caller(ctx)?;
        require(&caller.actor, Flag::DataModel)?;
        let (outcome, id) = caller.change_one(Change::CreateField(input.field.try_into()?)).await?;
        Ok(FieldNode::new(&outcome.after, outcome.after.known_field(FieldId(id))?))
    }

    /// Changes a field.
    async fn update_one_field(
        &self,
        ctx: &Context<'_>,
        input: UpdateOneFieldMetadataInput,
    ) -> Result<FieldNode> {
        let caller = caller(ctx)?;
        require(&caller.actor, Flag::DataModel)?;
        let (outcome, id) = caller.change_one(Change::UpdateField(input.try_into()?)).await?;
        Ok(FieldNode::new(&outcome.after, outcome.after.known_field(FieldId(id))?))
    }

    /// Removes a field with its values and everything that refers to it; answers what it was.
    async fn delete_one_field(&self, ctx: &Context<'_>, input: DeleteOneFieldInput) -> Result<FieldNode> {
        let caller = caller(ctx)?;
        require(&caller.actor, Flag::DataModel)?;
        let id = FieldId(input.id);
        let outcome = caller.change(vec![Change::DeleteField(id)]).await?;
        Ok(FieldNode::new(&outcome.before, outcome.before.known_field(id)?))
    }
}

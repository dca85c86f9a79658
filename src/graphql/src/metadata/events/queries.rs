//! Queries attached to a stream of live changes.

use async_graphql::{Context, InputObject, Object, Result};
use icosa_contract::AppError;
use icosa_engine::Engine;
use icosa_engine::live::AddQuery;

use crate::metadata::caller::caller;
use crate::metadata::scalars::Json;

/// A query and the stream that it is attached to.
#[derive(InputObject)]
pub struct AddQuerySubscriptionInput {
    event_stream_id: String,
    query_id: String,
    /// `{objectNameSingular, variables: {filter}}` or `{metadataName}`.
    operation_signature: Json,
}

/// A query and the stream that it is taken off.
#[derive(InputObject)]
pub struct RemoveQueryFromEventStreamInput {
    event_stream_id: String,
    query_id: String,
}

/// What streams of live changes tell.
#[derive(Default)]
pub struct EventMutations;

#[Object]
impl EventMutations {
    /// The stream tells what happens to the query's records from now on.
    async fn add_query_to_event_stream(
        &self,
        ctx: &Context<'_>,
        input: AddQuerySubscriptionInput,
    ) -> Result<bool> {
        let add = AddQuery {
            stream: &input.event_stream_id,
            query: &input.query_id,
            signature: &input.operation_signature.0,
        };
        engine(ctx)?.add_event_query(&caller(ctx)?.actor, add).await?;
        Ok(true)
    }

    /// The stream does not name the query any more.
    async fn remove_query_from_event_stream(
        &self,
        ctx: &Context<'_>,
        input: RemoveQueryFromEventStreamInput,
    ) -> Result<bool> {
        let actor = &caller(ctx)?.actor;
        engine(ctx)?.remove_event_query(actor, &input.event_stream_id, &input.query_id).await?;
        Ok(true)
    }
}

fn engine<'c>(ctx: &Context<'c>) -> Result<&'c Engine, AppError> {
    ctx.data_opt::<Engine>().ok_or_else(AppError::internal)
}

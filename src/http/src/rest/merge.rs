//! Merging records.

use axum::response::Response;
use chrono::Utc;
use icosa_contract::AppError;
use icosa_engine::record_api::{MergeMany, PreparedReads, parse_id, plain_by_id};
use icosa_graphql::numbers::whole;
use icosa_model::values::moment::instant_text;
use serde_json::{Value, json};
use uuid::Uuid;

use super::error::RestError;
use super::{Context, not_found};

/// Makes one record of several; a trial answers what would come of it, under an id that stands for nothing.
pub(super) async fn merge(context: &Context, body: &[u8]) -> Result<Response, RestError> {
    let body = super::write::one_record(body)?;
    let invalid = |message: &str| RestError::invalid("INVALID_QUERY_INPUT", message);
    let ids = body.get("ids").and_then(Value::as_array);
    let ids = ids.ok_or_else(|| invalid("'ids' must be an array of the records to merge"))?;
    let priority = body.get("conflictPriorityIndex").and_then(Value::as_number).and_then(whole);
    let dry_run = match body.get("dryRun") {
        None | Some(Value::Null) => false,
        Some(flag) => flag.as_bool().ok_or_else(|| invalid("'dryRun' must be true or false"))?,
    };
    let request = MergeMany {
        object: context.object_name(),
        ids: ids.iter().map(|id| parse_id("ids", id)).collect::<Result<_, AppError>>()?,
        priority: priority.ok_or_else(|| invalid("'conflictPriorityIndex' must be a place among 'ids'"))?,
        dry_run,
    };
    let read = plain_by_id(&context.model, &context.object, request.survivor()?, &context.select()?);
    let answer = PreparedReads::new(&context.model, &[read])?;
    let merged = context.engine.merge_many(&context.actor, request, &answer).await?.ok_or_else(not_found)?;
    let merged = if dry_run { as_trial(&merged)? } else { merged };
    let key = format!("merge{}", super::write::capitalised(&context.object.name_plural));
    Ok(context.with_capped(super::json_text(format!("{{\"data\":{{{}:{merged}}}}}", json!(key)))))
}

fn as_trial(merged: &str) -> Result<String, AppError> {
    let mut record: Value = serde_json::from_str(merged).map_err(|_| AppError::internal())?;
    record["id"] = json!(Uuid::new_v4());
    if record.get("deletedAt").is_some() {
        record["deletedAt"] = json!(instant_text(Utc::now()));
    }
    Ok(record.to_string())
}

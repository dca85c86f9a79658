//! Writing records.

use axum::Json;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use icosa_contract::AppError;
use icosa_contract::records::{CreateRecord, RecordIds, RecordsApi, UpdateRecord};
use icosa_engine::record_api::{
    Condition, CreateMany, Removal, RemoveMany, UpdateMany, WrittenAnswer, filter_required, read_filter,
    selected_relations,
};
use icosa_model::Record;
use icosa_model::query::{DeletedRows, Select};
use serde_json::{Value, json};
use uuid::Uuid;

use super::error::RestError;
use super::route::Operation;
use super::{Context, not_found};

/// Does what is asked for; reads are not.
pub(super) async fn write(
    context: &Context,
    operation: Operation,
    body: Bytes,
) -> Result<Response, RestError> {
    let (status, verb, data) = match operation {
        Operation::CreateOne => (StatusCode::CREATED, "create", create_one(context, &body).await?),
        Operation::CreateMany => (StatusCode::CREATED, "create", create_many(context, &body).await?),
        Operation::UpdateOne(id) => (StatusCode::OK, "update", update_one(context, id, &body).await?),
        Operation::UpdateMany => (StatusCode::OK, "update", update_many(context, &body).await?),
        Operation::DeleteOne(id) => (StatusCode::OK, "delete", delete_one(context, id).await?),
        Operation::DeleteMany => (StatusCode::OK, "delete", delete_many(context).await?),
        Operation::RestoreOne(id) => (StatusCode::OK, "restore", restore_one(context, id).await?),
        Operation::RestoreMany => (StatusCode::OK, "restore", restore_many(context).await?),
        Operation::FindMany
        | Operation::FindOne(_)
        | Operation::FindDuplicates
        | Operation::GroupBy
        | Operation::MergeMany => {
            return Err(RestError::bad_request("This is no plain write"));
        }
    };
    let object = &context.object;
    let name = if data.is_array() { &object.name_plural } else { &object.name_singular };
    let key = format!("{verb}{}", capitalised(name));
    let response = (status, Json(json!({"data": { key: data }}))).into_response();
    let is_deletion = matches!(operation, Operation::DeleteOne(_) | Operation::DeleteMany);
    Ok(if is_deletion { response } else { context.with_capped(response) })
}

pub(super) fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

async fn create_one(context: &Context, body: &[u8]) -> Result<Value, RestError> {
    let mut records = connected(context, vec![one_record(body)?]).await?;
    if context.params.upsert {
        let made = make(context, records).await?;
        return made
            .into_iter()
            .next()
            .map(Value::Object)
            .ok_or_else(|| RestError::bad_request("Nothing was made"));
    }
    let mut values = records.pop().unwrap_or_default();
    let request = CreateRecord {
        object: context.object_name(),
        id: take_id(&mut values)?,
        values,
        select: context.select()?,
    };
    let mut record = context.engine.create(&context.actor, request).await?;
    context.only_asked_for(&mut record);
    Ok(Value::Object(record))
}

async fn create_many(context: &Context, body: &[u8]) -> Result<Value, RestError> {
    let Value::Array(items) = parsed(body)? else {
        return Err(RestError::bad_request("The body must be an array of records"));
    };
    let records: Option<Vec<Record>> = items.into_iter().map(into_record).collect();
    let records = records.ok_or_else(|| RestError::bad_request("The body must be an array of records"))?;
    let records = connected(context, records).await?;
    Ok(json!(make(context, records).await?))
}

async fn make(context: &Context, records: Vec<Record>) -> Result<Vec<Record>, RestError> {
    let request = CreateMany {
        object: context.object_name(),
        records,
        upsert: context.params.upsert,
        select: context.select()?,
    };
    let mut records = context.engine.create_many(&context.actor, request).await?;
    records.iter_mut().for_each(|record| context.only_asked_for(record));
    Ok(records)
}

async fn update_one(context: &Context, id: Uuid, body: &[u8]) -> Result<Value, RestError> {
    let mut values = connected(context, vec![one_record(body)?]).await?.pop().unwrap_or_default();
    if take_id(&mut values)?.is_some_and(|given| given != id) {
        return Err(RestError::invalid("INVALID_ARGS_DATA", "The id of a record never changes"));
    }
    let request = UpdateRecord { object: context.object_name(), id, values, select: context.select()? };
    let mut record = context.engine.update(&context.actor, request).await?;
    context.only_asked_for(&mut record);
    Ok(Value::Object(record))
}

async fn update_many(context: &Context, body: &[u8]) -> Result<Value, RestError> {
    let select = context.select()?;
    let (condition, deleted) = mandatory_filter(context, "update", DeletedRows::Hidden, &select)?;
    let values = connected(context, vec![one_record(body)?]).await?.pop().unwrap_or_default();
    let request = UpdateMany { object: context.object_name(), condition, deleted, values, select };
    Ok(json!(context.engine.update_many(&context.actor, request).await?))
}

async fn delete_one(context: &Context, id: Uuid) -> Result<Value, RestError> {
    delete(context, vec![id]).await?;
    Ok(json!({"id": id}))
}

async fn delete_many(context: &Context) -> Result<Value, RestError> {
    let soft = context.params.soft_delete;
    let (verb, rows) =
        if soft { ("delete", DeletedRows::Hidden) } else { ("destroy", DeletedRows::Included) };
    let removal = if soft { Removal::Delete } else { Removal::Destroy };
    let ids = remove_matching(context, verb, rows, removal, &[]).await?;
    Ok(ids.into_iter().map(|id| json!({"id": id})).collect())
}

/// For good, unless asked to keep what can be restored; a record that is deleted already is not found then.
async fn delete(context: &Context, ids: Vec<Uuid>) -> Result<(), RestError> {
    let request = RecordIds { object: context.object_name(), ids };
    let count = request.ids.len();
    let changed = if context.params.soft_delete {
        context.engine.delete(&context.actor, request).await?
    } else {
        context.engine.destroy(&context.actor, request).await?
    };
    if count == 1 && changed.is_empty() { Err(not_found().into()) } else { Ok(()) }
}

async fn restore_one(context: &Context, id: Uuid) -> Result<Value, RestError> {
    let answer = answer_about_written(context, context.select()?).await?;
    let request = RecordIds { object: context.object_name(), ids: vec![id] };
    let restored = context.engine.restore(&context.actor, request).await?;
    let record = answered(context, &answer, &restored).await.into_iter().next();
    Ok(record.map(Value::Object).ok_or_else(not_found)?)
}

async fn restore_many(context: &Context) -> Result<Value, RestError> {
    let select = context.select()?;
    let answer = answer_about_written(context, select.clone()).await?;
    let restored = remove_matching(context, "restore", DeletedRows::Only, Removal::Restore, &select).await?;
    Ok(json!(answered(context, &answer, &restored).await))
}

async fn answer_about_written(context: &Context, select: Vec<Select>) -> Result<WrittenAnswer<'_>, AppError> {
    context.engine.written_answer(&context.actor, &context.object.name_singular, select).await
}

async fn answered(context: &Context, answer: &WrittenAnswer<'_>, ids: &[Uuid]) -> Vec<Record> {
    if ids.is_empty() {
        return Vec::new();
    }
    let mut records = answer.written(ids).await;
    records.iter_mut().for_each(|record| context.only_asked_for(record));
    records
}

async fn remove_matching(
    context: &Context,
    verb: &str,
    rows: DeletedRows,
    removal: Removal,
    select: &[Select],
) -> Result<Vec<Uuid>, RestError> {
    let (condition, deleted) = mandatory_filter(context, verb, rows, select)?;
    let request = RemoveMany { object: context.object_name(), condition, deleted, removal };
    Ok(context.engine.remove_many(&context.actor, request).await?)
}

/// Nothing is done to all records by mistake. Its relations and those of the answer are counted together.
fn mandatory_filter(
    context: &Context,
    verb: &str,
    rows: DeletedRows,
    select: &[Select],
) -> Result<(Condition, DeletedRows), RestError> {
    if context.params.filter.is_none() {
        return Err(RestError::bad_request(format!("Filters are mandatory for bulk {verb} operations")));
    }
    let filtered = read_filter(&context.model, &context.object, Some(&context.filter_value()?))?;
    context.check_relations(filtered.relation_count() + selected_relations(select))?;
    let deleted = filtered.deleted(rows);
    Ok((filtered.condition.ok_or_else(filter_required)?, deleted))
}

async fn connected(context: &Context, records: Vec<Record>) -> Result<Vec<Record>, RestError> {
    Ok(context.engine.resolve_connections(&context.actor, &context.object.name_singular, records).await?)
}

fn parsed(body: &[u8]) -> Result<Value, RestError> {
    serde_json::from_slice(body).map_err(|_| RestError::bad_request("The body is not valid JSON"))
}

pub(super) fn one_record(body: &[u8]) -> Result<Record, RestError> {
    into_record(parsed(body)?).ok_or_else(|| RestError::bad_request("The body must be an object"))
}

fn into_record(value: Value) -> Option<Record> {
    match value {
        Value::Object(record) => Some(record),
        _ => None,
    }
}

fn take_id(values: &mut Record) -> Result<Option<Uuid>, RestError> {
    match values.remove("id") {
        None | Some(Value::Null) => Ok(None),
        Some(id) => match id.as_str().and_then(|text| Uuid::parse_str(text).ok()) {
            Some(id) => Ok(Some(id)),
            None => {
                let shown = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
                let message = format!("Invalid UUID value '{shown}' for field \"id\"");
                Err(RestError::invalid("INVALID_ARGS_DATA", message))
            }
        },
    }
}

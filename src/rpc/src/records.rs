//! Records: reading, writing, searching.

use icosa_contract::records::{
    CountQuery, CreateLinked, CreateRecord, FindRecords, GetRecord, RecordIds, RecordPage, RecordSummary,
    SearchRecords, TimelineItem, TimelineQuery, UpdateRecord,
};
use icosa_contract::{AppError, Passed};
use icosa_model::Record;
use icosa_model::query::{ListQuery, ViewScope};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use uuid::Uuid;

/// One page of records.
///
/// # Errors
/// As the server says.
pub async fn records_list(query: ListQuery) -> Result<RecordPage, AppError> {
    records_list_as_written(query).await?.read()
}

/// The same as it goes over the wire.
#[server(prefix = "/rpc", endpoint = "records_list", input = Json, output = Json)]
pub async fn records_list_as_written(query: ListQuery) -> Result<Passed<RecordPage>, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.records.list_as_written(&actor, query).await)
}

/// One page of what a view and criteria keep.
///
/// # Errors
/// As the server says.
pub async fn records_shown(query: ListQuery, within: ViewScope) -> Result<RecordPage, AppError> {
    records_shown_as_written(query, within).await?.read()
}

/// The same as it goes over the wire.
#[server(prefix = "/rpc", endpoint = "records_shown", input = Json, output = Json)]
pub async fn records_shown_as_written(
    query: ListQuery,
    within: ViewScope,
) -> Result<Passed<RecordPage>, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.records.list_shown(&actor, query, within).await)
}

/// How many records.
#[server(prefix = "/rpc", endpoint = "records_count", input = Json, output = Json)]
pub async fn records_count(query: CountQuery) -> Result<u64, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.records.count(&actor, query).await)
}

/// One record.
///
/// # Errors
/// As the server says.
pub async fn record_get(query: GetRecord) -> Result<Record, AppError> {
    record_get_as_written(query).await?.read()
}

/// The same as it goes over the wire.
#[server(prefix = "/rpc", endpoint = "record_get", input = Json, output = Json)]
pub async fn record_get_as_written(query: GetRecord) -> Result<Passed<Record>, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.records.get_as_written(&actor, query).await)
}

/// Makes a record.
#[server(prefix = "/rpc", endpoint = "record_create", input = Json, output = Json)]
pub async fn record_create(request: CreateRecord) -> Result<Record, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.records.create(&actor, request).await)
}

/// Makes a note or task tied to a record.
#[server(prefix = "/rpc", endpoint = "record_create_linked", input = Json, output = Json)]
pub async fn record_create_linked(request: CreateLinked) -> Result<Record, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.records.create_linked(&actor, request).await)
}

/// Changes values of a record.
#[server(prefix = "/rpc", endpoint = "record_update", input = Json, output = Json)]
pub async fn record_update(request: UpdateRecord) -> Result<Record, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.records.update(&actor, request).await)
}

/// Soft-deletes records.
#[server(prefix = "/rpc", endpoint = "records_delete", input = Json, output = Json)]
pub async fn records_delete(request: RecordIds) -> Result<Vec<Uuid>, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.records.delete(&actor, request).await)
}

/// Undoes soft deletions.
#[server(prefix = "/rpc", endpoint = "records_restore", input = Json, output = Json)]
pub async fn records_restore(request: RecordIds) -> Result<Vec<Uuid>, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.records.restore(&actor, request).await)
}

/// Removes records for good.
#[server(prefix = "/rpc", endpoint = "records_destroy", input = Json, output = Json)]
pub async fn records_destroy(request: RecordIds) -> Result<Vec<Uuid>, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.records.destroy(&actor, request).await)
}

/// Best matches for a text.
#[server(prefix = "/rpc", endpoint = "records_search", input = Json, output = Json)]
pub async fn records_search(request: SearchRecords) -> Result<Vec<RecordSummary>, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.records.search(&actor, request).await)
}

/// Best matches for a text among records of all kinds.
#[server(prefix = "/rpc", endpoint = "records_find", input = Json, output = Json)]
pub async fn records_find(request: FindRecords) -> Result<Vec<RecordSummary>, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.records.find(&actor, request).await)
}

/// What happened to a record.
#[server(prefix = "/rpc", endpoint = "record_timeline", input = Json, output = Json)]
pub async fn record_timeline(query: TimelineQuery) -> Result<Vec<TimelineItem>, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.records.timeline(&actor, query).await)
}

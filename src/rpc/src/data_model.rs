//! The data model: changing it, taking changes back, and what stands behind it.

use icosa_contract::AppError;
use icosa_contract::data_model::{Change, Changed, DataModelTask, Impact, RecordCount, Target};
use icosa_model::{FieldId, ObjectId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use uuid::Uuid;

/// Applies changes in order, all or none.
#[server(prefix = "/rpc", endpoint = "data_model_change", input = Json, output = Json)]
pub async fn data_model_change(changes: Vec<Change>) -> Result<Changed, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.data_model.change(&actor, changes).await)
}

/// Brings back what a change has deleted.
#[server(prefix = "/rpc", endpoint = "data_model_restore", input = Json, output = Json)]
pub async fn data_model_restore(undo: Uuid) -> Result<Changed, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.data_model.restore(&actor, undo).await)
}

/// What a deletion would take with it.
#[server(prefix = "/rpc", endpoint = "data_model_impact", input = Json, output = Json)]
pub async fn data_model_impact(target: Target) -> Result<Impact, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.data_model.impact(&actor, target).await)
}

/// How many records each object has.
#[server(prefix = "/rpc", endpoint = "data_model_counts", input = Json, output = Json)]
pub async fn data_model_counts() -> Result<Vec<RecordCount>, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.data_model.record_counts(&actor).await)
}

/// Fields of an object that hardly any record has a value in.
#[server(prefix = "/rpc", endpoint = "data_model_mostly_empty", input = Json, output = Json)]
pub async fn data_model_mostly_empty(object: ObjectId) -> Result<Vec<FieldId>, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.data_model.mostly_empty_fields(&actor, object).await)
}

/// Labels in ASCII: the tables of all scripts are too large for browsers.
#[server(prefix = "/rpc", endpoint = "data_model_labels", input = Json, output = Json)]
pub async fn labels_in_ascii(labels: Vec<String>) -> Result<Vec<String>, AppError> {
    let (backend, _) = crate::server::caller()?;
    crate::server::answer(backend.data_model.labels_in_ascii(labels).await)
}

/// Long work that a change has left behind.
#[server(prefix = "/rpc", endpoint = "data_model_tasks", input = Json, output = Json)]
pub async fn data_model_tasks() -> Result<Vec<DataModelTask>, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.data_model.tasks(&actor).await)
}

/// Lets long work that has failed go on.
#[server(prefix = "/rpc", endpoint = "data_model_retry", input = Json, output = Json)]
pub async fn data_model_retry(task: Uuid) -> Result<(), AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.data_model.retry_task(&actor, task).await)
}

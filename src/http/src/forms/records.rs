//! Creating, changing, deleting and restoring a record by plain forms.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use icosa_contract::records::{CreateRecord, RecordIds, RecordsApi, UpdateRecord};
use icosa_contract::{AppError, routes};
use icosa_model::format::Zone;
use icosa_model::{Field, Object, Record, values};
use serde_json::Value;
use uuid::Uuid;

use super::account::to_sign_in;
use super::body::{Form, FormWithFiles};
use super::files;
use crate::HttpState;
use crate::session::SignedInCaller;

type Caller = Option<Extension<SignedInCaller>>;

/// A new record; its page is next.
pub async fn create(
    State(state): State<HttpState>,
    caller: Caller,
    Path(object): Path<String>,
    FormWithFiles { form, files: sent }: FormWithFiles,
) -> Response {
    let Some(Extension(caller)) = caller else { return to_sign_in() };
    let Some(session) = &caller.session else { return to_sign_in() };
    let Some(definition) = caller.model.object(&object) else { return missing() };
    let values = match read(definition, &form, &session.preferences.zone) {
        Ok(values) => files::take(&state, &caller.actor, definition, &form, sent, values).await,
        Err(error) => Err(error),
    };
    let result = match values {
        Ok(values) => {
            let request = CreateRecord { object: object.clone(), id: None, values, select: Vec::new() };
            state.engine.create(&caller.actor, request).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(record) => {
            let id = record.get("id").and_then(Value::as_str).unwrap_or_default();
            Redirect::to(&routes::record(&object, id)).into_response()
        }
        Err(error) => {
            let back = routes::new_record(&definition.name_plural);
            state.flashes.refuse(&back, &error, &form).await.into_response()
        }
    }
}

/// New values of a record; its page is next.
pub async fn update(
    State(state): State<HttpState>,
    caller: Caller,
    Path((object, id)): Path<(String, Uuid)>,
    FormWithFiles { form, files: sent }: FormWithFiles,
) -> Response {
    let Some(Extension(caller)) = caller else { return to_sign_in() };
    let Some(session) = &caller.session else { return to_sign_in() };
    let Some(definition) = caller.model.object(&object) else { return missing() };
    let values = match read(definition, &form, &session.preferences.zone) {
        Ok(values) => files::take(&state, &caller.actor, definition, &form, sent, values).await,
        Err(error) => Err(error),
    };
    let result = match values {
        Ok(values) => {
            let request = UpdateRecord { object: object.clone(), id, values, select: Vec::new() };
            state.engine.update(&caller.actor, request).await
        }
        Err(error) => Err(error),
    };
    match result {
        Ok(_) => Redirect::to(&routes::record(&object, &id.to_string())).into_response(),
        Err(error) => {
            let back = routes::edit_record(&object, &id.to_string());
            state.flashes.refuse(&back, &error, &form).await.into_response()
        }
    }
}

/// Soft-deletes; the list is next.
pub async fn delete(
    State(state): State<HttpState>,
    caller: Caller,
    Path((object, id)): Path<(String, Uuid)>,
) -> Result<Response, crate::error::ErrorResponse> {
    let Some(Extension(caller)) = caller else { return Ok(to_sign_in()) };
    let Some(definition) = caller.model.object(&object) else { return Ok(missing()) };
    state.engine.delete(&caller.actor, RecordIds { object, ids: vec![id] }).await?;
    Ok(Redirect::to(&routes::index(&definition.name_plural)).into_response())
}

/// Undoes a soft deletion; the record's page is next.
pub async fn restore(
    State(state): State<HttpState>,
    caller: Caller,
    Path((object, id)): Path<(String, Uuid)>,
) -> Result<Response, crate::error::ErrorResponse> {
    let Some(Extension(caller)) = caller else { return Ok(to_sign_in()) };
    let back = routes::record(&object, &id.to_string());
    state.engine.restore(&caller.actor, RecordIds { object, ids: vec![id] }).await?;
    Ok(Redirect::to(&back).into_response())
}

/// The wire values of the fields the form has inputs for.
fn read(object: &Object, form: &Form, zone: &Zone) -> Result<Record, AppError> {
    let mut record = Record::new();
    for field in object.fields.iter().filter(|field| field.is_ui_editable && !field.is_system) {
        let Some(value) = values::from_form_in(field, zone, &|name| form.all(name)) else { continue };
        let value = value.map_err(|error| {
            AppError::bad_input(error.message).with_sub_code(error.sub_code).with_field(field.name.clone())
        })?;
        record.insert(key(field), value);
    }
    Ok(record)
}

fn key(field: &Field) -> String {
    field.join_column().unwrap_or(&field.name).to_owned()
}

fn missing() -> Response {
    crate::error::ErrorResponse(AppError::not_found("There is no such kind of record.")).into_response()
}

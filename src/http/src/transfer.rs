//! Records as files: `/rest/imports` and `/rest/exports`, for programs with a token and for our own pages.
//!
//! Files come in and go out as streams; everything else is a call of the engine. docs/import-export.md tells callers.

mod export;
mod imports;
mod upload;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures::{Stream, TryStreamExt};
use icosa_contract::AppError;
use icosa_model::{Model, Object};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use uuid::Uuid;

use crate::HttpState;
use crate::limits::MAX_API_BODY;
use crate::rest::error::RestError;

/// Imports go by their id, except that a file is sent to the plural name of an object.
pub fn routes() -> Router<HttpState> {
    Router::new()
        .route("/rest/imports", get(imports::list))
        .route("/rest/imports/{name}", get(imports::one).post(upload::upload).delete(imports::remove))
        .route("/rest/imports/{id}/preview", get(imports::preview))
        .route("/rest/imports/{id}/validate", post(imports::validate))
        .route("/rest/imports/{id}/start", post(imports::start))
        .route("/rest/imports/{id}/cancel", post(imports::cancel))
        .route("/rest/imports/{id}/undo", post(imports::undo))
        .route("/rest/imports/{id}/problems", get(imports::problems))
        .route("/rest/imports/{id}/errors.csv", get(imports::errors))
        .route("/rest/imports/{id}/refused.csv", get(imports::refused_rows))
        .route("/rest/exports/{name}", get(export::export))
}

fn data(key: &str, value: impl Serialize) -> Response {
    Json(json!({"data": { key: value }})).into_response()
}

fn import_id(text: &str) -> Result<Uuid, RestError> {
    Uuid::parse_str(text).map_err(|_| {
        let shown: String = text.chars().take(64).collect();
        RestError::bad_request(format!("'{shown}' is not a valid UUID"))
    })
}

/// Objects go by their plural.
fn object<'m>(model: &'m Model, plural: &str) -> Result<&'m Object, RestError> {
    let found = model.object_by_plural(plural).map(AsRef::as_ref);
    found.ok_or_else(|| {
        let shown: String = plural.chars().take(64).collect();
        RestError::bad_request(format!("object '{shown}' not found. eg: companies"))
    })
}

/// A JSON body; an empty one is the default.
async fn body<T: DeserializeOwned + Default>(request: Request) -> Result<T, RestError> {
    let bytes = axum::body::to_bytes(request.into_body(), MAX_API_BODY).await;
    let bytes = bytes.map_err(|_| RestError::bad_request("The body could not be read"))?;
    if bytes.trim_ascii().is_empty() {
        return Ok(T::default());
    }
    if !bytes.trim_ascii().starts_with(b"{") {
        return Err(RestError::bad_request("The body must be an object"));
    }
    serde_json::from_slice(&bytes)
        .map_err(|error| RestError::bad_request(format!("The body is not valid: {error}")))
}

/// Names and values of a query string.
fn query(query: Option<&str>) -> Vec<(String, String)> {
    let query = query.unwrap_or_default();
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn value<'q>(query: &'q [(String, String)], name: &str) -> Option<&'q str> {
    query
        .iter()
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
        .filter(|value| !value.is_empty())
}

/// A file that is sent as it is made; one that breaks off is not ended properly, so that nobody takes it for whole.
fn file(
    name: &str,
    kind: &'static str,
    bytes: impl Stream<Item = Result<Vec<u8>, AppError>> + Send + 'static,
) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    // Names of objects are letters and digits.
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    (headers, Body::from_stream(bytes.map_ok(Bytes::from))).into_response()
}

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
use crate::bearer::is_below;
use crate::limits::{MAX_API_BODY, unread};
use crate::rest::error::RestError;
use crate::session::SignedInCaller;

/// Addresses at which both are, whatever objects a workspace has: no name of an object has a hyphen.
const ALWAYS: [&str; 2] = ["/rest/record-imports", "/rest/record-exports"];
/// Addresses at which both are as well, where no object of the workspace is called so: objects go first.
const UNLESS_NAMED: [(&str, &str); 2] = [("/rest/imports", "imports"), ("/rest/exports", "exports")];

/// Imports go by their id, except that a file is sent to the plural name of an object.
pub fn routes() -> Router<HttpState> {
    let [imports, exports] = ALWAYS;
    let [(also_imports, _), (also_exports, _)] = UNLESS_NAMED;
    Router::new()
        .merge(of_imports(imports))
        .merge(of_imports(also_imports))
        .route(&format!("{exports}/{{name}}"), get(export::export))
        .route(&format!("{also_exports}/{{name}}"), get(export::export))
}

fn of_imports(base: &str) -> Router<HttpState> {
    let at = |path: &str| format!("{base}{path}");
    Router::new()
        .route(base, get(imports::list))
        .route(&at("/{name}"), get(imports::one).post(upload::upload).delete(imports::remove))
        .route(&at("/{id}/preview"), get(imports::preview))
        .route(&at("/{id}/validate"), post(imports::validate))
        .route(&at("/{id}/start"), post(imports::start))
        .route(&at("/{id}/cancel"), post(imports::cancel))
        .route(&at("/{id}/undo"), post(imports::undo))
        .route(&at("/{id}/problems"), get(imports::problems))
        .route(&at("/{id}/errors.csv"), get(imports::errors))
        .route(&at("/{id}/refused.csv"), get(imports::refused_rows))
}

/// Calls of an object that is called like one of our addresses are for the API of records: its caller, and the path
/// below `/rest`.
pub(crate) fn given_way(request: &Request) -> Option<(SignedInCaller, String)> {
    let path = request.uri().path();
    let (_, plural) = UNLESS_NAMED.iter().find(|(base, _)| is_below(path, base))?;
    let caller = request.extensions().get::<SignedInCaller>()?;
    let path = path.strip_prefix("/rest")?;
    caller.model.object_by_plural(plural).map(|_| (caller.clone(), path.to_owned()))
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
    let bytes = bytes.map_err(|error| unread(error, MAX_API_BODY))?;
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

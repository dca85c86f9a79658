//! The metadata API over HTTP: GraphQL at `/metadata`, its REST twins below `/rest/metadata`.

pub(crate) mod resources;
mod rest;
mod stream;
mod uploads;

use std::sync::Arc;

use async_graphql::{Request, Response as Answer, Variables};
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request as HttpRequest, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Json, Router};
use icosa_contract::{Actor, AppError};
use icosa_graphql::metadata::{Apis, Caller, Headers, MetadataSchema};
use icosa_graphql::numbers::write_whole;
use serde::Deserialize;
use serde_json::json;

use crate::HttpState;
use crate::error::in_form_of;
use crate::events::live_caller;
use crate::multipart;
use crate::session::SignedInCaller;

/// `/metadata` and `/rest/metadata`; the schema is made once, here.
pub fn routes() -> Router<HttpState> {
    Router::new()
        .route("/metadata", post(graphql))
        .nest("/rest/metadata", rest::routes())
        .layer(Extension(icosa_graphql::metadata::schema()))
}

/// A GraphQL request as clients send it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body {
    query: String,
    #[serde(default)]
    variables: Option<serde_json::Value>,
    #[serde(default)]
    operation_name: Option<String>,
}

impl Body {
    fn read(body: &[u8]) -> Option<Request> {
        let body: Self = serde_json::from_slice(body).ok()?;
        let mut request = Request::new(body.query);
        if let Some(mut variables) = body.variables.filter(|variables| !variables.is_null()) {
            write_whole(&mut variables);
            request = request.variables(Variables::from_json(variables));
        }
        Some(match body.operation_name {
            Some(name) => request.operation_name(name),
            None => request,
        })
    }
}

/// Answers 200 to everything that is a GraphQL request, whatever comes of it, as clients expect.
async fn graphql(
    State(state): State<HttpState>,
    Extension(schema): Extension<MetadataSchema>,
    caller: Option<Extension<SignedInCaller>>,
    request: HttpRequest,
) -> Response {
    let headers = request.headers().clone();
    let is_stream = stream::is_asked_for(&headers);
    let is_multipart = multipart::is_multipart(&headers);
    if is_multipart && caller.is_none() {
        // Nothing is read of files that nobody sends.
        return Json(icosa_graphql::metadata::unauthenticated()).into_response();
    }
    let request = match read(request, is_multipart).await {
        Ok(request) => request,
        Err(response) => return response,
    };
    let Some(Extension(caller)) = caller else {
        let answer = icosa_graphql::metadata::unauthenticated();
        return if is_stream { stream::respond(stream::one(answer)) } else { Json(answer).into_response() };
    };
    let versions = versions(&headers);
    let request = request.data(state.engine.clone());
    if is_stream {
        let live = live_caller(&state, &caller, &headers);
        return stream::respond(stream::answers(&state, &schema, live, versions, request).await);
    }
    Json(run(&state, &schema, &caller.actor, &versions, request).await).into_response()
}

/// The request in a body of JSON, or in one of several parts together with its files.
async fn read(request: HttpRequest, is_multipart: bool) -> Result<Request, Response> {
    if !is_multipart {
        let body = Bytes::from_request(request, &()).await.map_err(IntoResponse::into_response)?;
        return Body::read(&body).ok_or_else(not_understood);
    }
    let parts = Multipart::from_request(request, &()).await.map_err(IntoResponse::into_response)?;
    let parts = multipart::read(parts).await.map_err(|error| in_form_of("/metadata", error))?;
    uploads::request(parts).ok_or_else(not_understood)
}

async fn run(
    state: &HttpState,
    schema: &MetadataSchema,
    actor: &Actor,
    headers: &Headers,
    request: Request,
) -> Answer {
    match Caller::new(apis(state), actor.clone(), headers.locale.clone()).await {
        Ok(caller) => icosa_graphql::metadata::execute(schema, caller, headers, request).await,
        Err(error) => icosa_graphql::metadata::refused(&error),
    }
}

fn apis(state: &HttpState) -> Apis {
    let engine = Arc::new(state.engine.clone());
    Apis { data_model: engine.clone(), records: engine, files: Arc::new(state.files.clone()) }
}

/// What a request's headers say about the client.
fn versions(headers: &HeaderMap) -> Headers {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    Headers {
        schema_version: text("x-schema-version"),
        app_version: text("x-app-version"),
        locale: text("x-locale"),
    }
}

fn not_understood() -> Response {
    let error = AppError::bad_input("The body is no GraphQL request: JSON with a query is wanted.");
    let errors =
        json!([{ "message": error.message, "extensions": icosa_graphql::metadata::extensions(&error) }]);
    (StatusCode::BAD_REQUEST, Json(json!({ "errors": errors }))).into_response()
}

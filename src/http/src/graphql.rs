//! The record API over HTTP: GraphQL at `/graphql`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Extension, Json, Router};
use icosa_graphql::records::{
    RecordRequest, Records, persisted_query_answer, unauthenticated_record_answer, unreadable_record_request,
};

use crate::HttpState;
use crate::session::SignedInCaller;

/// `/graphql`; what is made of schemas, documents and queries is kept here.
pub fn routes() -> Router<HttpState> {
    Router::new().route("/graphql", post(handler)).layer(Extension(Arc::new(Records::default())))
}

/// Answers 200 to everything that is a GraphQL request, whatever comes of it, as clients expect.
async fn handler(
    State(state): State<HttpState>,
    Extension(records): Extension<Arc<Records>>,
    caller: Option<Extension<SignedInCaller>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !is_json(&headers) {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, Json(unreadable_record_request())).into_response();
    }
    let Some(request) = RecordRequest::read(&body) else {
        return match persisted_query_answer(&body) {
            Some(answer) => Json(answer).into_response(),
            None => (StatusCode::BAD_REQUEST, Json(unreadable_record_request())).into_response(),
        };
    };
    let Some(Extension(caller)) = caller else {
        return Json(unauthenticated_record_answer()).into_response();
    };
    let answer = records.execute(&state.engine, &caller.actor, &caller.model, &request).await;
    ([(header::CONTENT_TYPE, "application/json")], answer).into_response()
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE) else { return true };
    let kind = value.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    matches!(kind.to_ascii_lowercase().as_str(), "application/json" | "application/graphql-response+json")
}

//! What a request may cost: body size, and a panic that must not take the server down.

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use icosa_contract::{AppError, Code};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;

use crate::error::ErrorResponse;

/// The largest body of a form or server function, bytes.
pub const MAX_BODY: usize = 2 * 1024 * 1024;
/// How much of a refused body is read before the connection is given up, bytes.
const MAX_DRAINED: usize = 64 * 1024 * 1024;

/// Refuses larger bodies with 413 and turns panics into a 500 that says nothing.
pub fn layer<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(RequestBodyLimitLayer::new(MAX_BODY))
        .layer(from_fn(refuse_large))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            ErrorResponse(AppError::internal()).into_response()
        }))
}

/// Says so in our own words, whatever was sent.
async fn refuse_large(request: Request, next: Next) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let is_large =
        length.and_then(|length| length.parse::<u64>().ok()).is_some_and(|length| length > MAX_BODY as u64);
    if is_large {
        drain(request).await;
        return too_large();
    }
    let response = next.run(request).await;
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE { too_large() } else { response }
}

/// Reads a refused body to its end, so that the sender gets to read the answer; gives up on absurd ones.
async fn drain(request: Request) {
    let mut body = request.into_body().into_data_stream();
    let mut read = 0;
    while let Some(Ok(chunk)) = body.next().await {
        read += chunk.len();
        if read > MAX_DRAINED {
            return;
        }
    }
}

fn too_large() -> Response {
    let message = format!("The request is larger than {} MB.", MAX_BODY / 1024 / 1024);
    ErrorResponse(AppError::new(Code::PayloadTooLarge, message)).into_response()
}

//! The workspace's metadata for the browser, immutable under its version.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use icosa_contract::AppError;
use uuid::Uuid;

use crate::HttpState;
use crate::error::ErrorResponse;
use crate::session::SignedInCaller;

/// Answers the version asked for if it is the current one of the caller's own workspace. A browser that holds an old
/// page asks for an old version: it is sent the current one, not to be stored.
pub async fn handler(
    State(state): State<HttpState>,
    caller: Option<Extension<SignedInCaller>>,
    Path((workspace, version)): Path<(Uuid, u64)>,
) -> Result<Response, ErrorResponse> {
    let Some(Extension(caller)) = caller else { return Err(AppError::unauthenticated().into()) };
    if caller.actor.workspace.0 != workspace {
        return Err(AppError::not_found("There is no such workspace.").into());
    }
    let is_current = caller.model.version() == version;
    let cache = if is_current { "private, max-age=31536000, immutable" } else { "no-store" };
    let json = state.engine.model_json(&caller.model, &caller.actor)?;
    Ok(([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, cache)], json).into_response())
}

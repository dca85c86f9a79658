//! Files over HTTP: reading one (`GET /file/<folder>/<id>?token=`) and sending one (`PUT /file-upload/<id>?token=`).
//!
//! The token in the address is all that counts: files are asked for without headers of ours. Pictures of people and
//! workspaces (`/file/core-picture/<id>`) need none where a member asks.

pub mod range;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, put};
use chrono::Utc;
use icosa_contract::AppError;
use icosa_contract::files::FileFolder;
use icosa_files::{Download, Opened, UPLOAD_STALLED};
use icosa_model::WorkspaceId;
use serde::Deserialize;
use uuid::Uuid;

use crate::HttpState;
use crate::bearer::bearer;
use crate::error::ErrorResponse;
use crate::limits::drain;
use range::Asked;

/// Marks answers that are sent as they are stored: never compressed on the way, so that parts and sizes are right.
#[derive(Debug, Clone, Copy)]
pub struct AsStored;

/// What a file shown in a window of its own may do: nothing.
const SANDBOX: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'unsafe-inline'; sandbox",
);

/// `/file` and `/file-upload`.
pub fn routes() -> Router<HttpState> {
    Router::new().route("/file/{folder}/{id}", get(download)).route("/file-upload/{id}", put(upload))
}

/// The token of an address; an address without one is as good as a wrong one.
#[derive(Deserialize)]
struct Address {
    #[serde(default)]
    token: String,
}

async fn download(
    State(state): State<HttpState>,
    Path((folder, id)): Path<(String, Uuid)>,
    Query(address): Query<Address>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, ErrorResponse> {
    let is_picture = address.token.is_empty() && folder == FileFolder::CorePicture.path();
    let found = match is_picture.then_some(own_workspace(&state, &headers)) {
        Some(workspace) => match workspace.await? {
            Some(workspace) => state.files.find_picture(workspace, id).await?,
            None => state.files.find(&folder, id, "").await?,
        },
        None => state.files.find(&folder, id, &address.token).await?,
    };
    let etag = found.etag();
    if text(&headers, &header::IF_NONE_MATCH)
        .is_some_and(|known| known.split(',').any(|one| one.trim() == etag))
    {
        let mut response = StatusCode::NOT_MODIFIED.into_response();
        describe(&mut response, &found);
        return Ok(response);
    }
    let is_same = text(&headers, &header::IF_RANGE).is_none_or(|known| known == etag);
    let asked = text(&headers, &header::RANGE).filter(|_| is_same);
    let (status, bytes) = match range::read(asked, found.size()) {
        Asked::All => (StatusCode::OK, 0..found.size()),
        Asked::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Asked::Nothing => return Ok(unsatisfiable(found.size())),
    };
    let length = bytes.end - bytes.start;
    let body = if method == Method::HEAD || length == 0 {
        Body::empty()
    } else {
        let part = (status == StatusCode::PARTIAL_CONTENT).then(|| bytes.clone());
        match state.files.open(&found, part).await? {
            Opened::Bytes(stream) => Body::from_stream(stream),
            Opened::Elsewhere(address) => return Ok(elsewhere(&address)),
        }
    };
    let mut response = (status, body).into_response();
    describe(&mut response, &found);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {}-{}/{}", bytes.start, bytes.end - 1, found.size());
        headers.extend(HeaderValue::from_str(&range).map(|range| (header::CONTENT_RANGE, range)));
    }
    Ok(response)
}

/// The workspace that a member or a program is in, by session or token. The session counts first: a proxy in front of
/// the pages may send a token of its own along.
async fn own_workspace(state: &HttpState, headers: &HeaderMap) -> Result<Option<WorkspaceId>, AppError> {
    if let Some(token) = state.cookies.read(headers)
        && let Some((actor, ..)) = state.engine.call_context(token, None).await?
    {
        return Ok(Some(actor.workspace));
    }
    let Some(token) = bearer(headers) else { return Ok(None) };
    Ok(Some(state.engine.bearer_context(token).await?.actor.workspace))
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// What it is, what it is called, how long it may be kept, and what it may do.
fn describe(response: &mut Response, found: &Download) {
    let kind = match found.mime_type() {
        text if text.starts_with("text/") => format!("{text}; charset=utf-8"),
        other => other.to_owned(),
    };
    let seconds = (found.expires_at - Utc::now()).num_seconds().max(0);
    let texts = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, found.disposition()),
        (header::ETAG, found.etag()),
        (header::CACHE_CONTROL, format!("private, max-age={seconds}, immutable")),
    ];
    response.extensions_mut().insert(AsStored);
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    for (name, value) in texts {
        headers.extend(HeaderValue::from_str(&value).map(|value| (name, value)));
    }
    // The browsers' own viewer of PDF does not work in a sandbox; it runs nothing of the document's.
    if found.mime_type() != "application/pdf" {
        headers.insert(header::CONTENT_SECURITY_POLICY, SANDBOX);
    }
}

fn unsatisfiable(size: u64) -> Response {
    let range = [(header::CONTENT_RANGE, format!("bytes */{size}"))];
    (StatusCode::RANGE_NOT_SATISFIABLE, range).into_response()
}

/// The storage answers itself, for a short while.
fn elsewhere(address: &str) -> Response {
    let mut response = (StatusCode::FOUND, Redirect::temporary(address)).into_response();
    *response.status_mut() = StatusCode::FOUND;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

async fn upload(
    State(state): State<HttpState>,
    Path(id): Path<Uuid>,
    Query(address): Query<Address>,
    request: Request,
) -> Result<StatusCode, ErrorResponse> {
    let mut bytes = request.into_body().into_data_stream();
    let sent = state.files.send(id, &address.token, &mut bytes).await;
    if let Err(error) = sent {
        if error.sub_code.as_deref() != Some(UPLOAD_STALLED) {
            drain(bytes).await;
        }
        return Err(error.into());
    }
    Ok(StatusCode::NO_CONTENT)
}

//! What a request may cost: body size, and how often programs may call.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use futures::{Stream, StreamExt};
use http_body_util::{LengthLimitError, Limited};
use icosa_contract::files::{MAX_FILE, MAX_FORM_FILE};
use icosa_contract::routes::forms;
use icosa_contract::transfer::MAX_IMPORT_FILE;
use icosa_contract::{AppError, Code};
use icosa_model::WorkspaceId;

use crate::HttpState;
use crate::bearer::{ByToken, is_below};
use crate::error::in_form_of;
use crate::multipart::is_multipart;
use crate::rest::error::RestError;
use crate::session::SignedInCaller;

/// The largest body of a form or server function, bytes.
pub const MAX_BODY: usize = 2 * 1024 * 1024;
/// The largest body of a call of the API, bytes (record API 13.1).
pub const MAX_API_BODY: usize = 10 * 1024 * 1024;
/// Paths that take larger bodies than forms do: themselves and everything below.
const LARGE: [(&str, usize); 5] = [
    ("/rest", MAX_API_BODY),
    ("/graphql", MAX_API_BODY),
    ("/metadata", MAX_API_BODY),
    ("/admin-panel", MAX_API_BODY),
    ("/mcp", MAX_API_BODY),
];
/// Paths on which calls of API keys are counted: those of the record API.
const COUNTED: [&str; 3] = ["/rest", "/graphql", "/mcp"];
/// How much of a refused body is read before the connection is given up, bytes.
const MAX_DRAINED: usize = 64 * 1024 * 1024;
/// How long the sender of a refused body may be silent before the connection is given up.
const SILENCE: Duration = Duration::from_secs(5);

/// The largest body that a path takes, bytes.
#[must_use]
pub fn most_bytes(path: &str) -> usize {
    LARGE.iter().find(|(prefix, _)| is_below(path, prefix)).map_or(MAX_BODY, |(_, most)| *most)
}

/// The largest body of this request, bytes: files come by themselves, or in bodies of several parts.
pub(crate) fn most_of(request: &Request) -> usize {
    let path = request.uri().path();
    let takes_files = path == "/metadata"
        || path == forms::PICTURE
        || path == forms::LOGO
        || is_below(path, "/forms/records");
    let most = if is_below(path, "/file-upload") {
        MAX_FILE
    } else if is_below(path, "/rest/imports") || is_below(path, "/rest/record-imports") {
        MAX_IMPORT_FILE
    } else if is_new_import(path) && is_multipart(request.headers()) {
        MAX_IMPORT_FILE + MAX_BODY as u64
    } else if takes_files && is_multipart(request.headers()) {
        // The heads of the parts come on top.
        MAX_FORM_FILE + MAX_BODY as u64
    } else {
        return most_bytes(path);
    };
    usize::try_from(most).unwrap_or(usize::MAX)
}

/// Whether a path is where a form sends a file to be imported; what goes on from there is small.
fn is_new_import(path: &str) -> bool {
    path.strip_prefix("/forms/imports/").is_some_and(|object| !object.contains('/'))
}

/// The request with a body that cannot be read further than that; a larger one is refused with 413, whatever was sent.
pub(crate) async fn limited(request: Request, most: usize) -> Result<Request, Response> {
    let length = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    let is_large =
        length.and_then(|length| length.parse::<u64>().ok()).is_some_and(|length| length > most as u64);
    if is_large {
        let path = request.uri().path().to_owned();
        drain(request.into_body().into_data_stream()).await;
        return Err(in_form_of(&path, too_large(most)));
    }
    let mut request = request.map(|body| Body::new(Limited::new(body, most)));
    DefaultBodyLimit::max(most).apply(&mut request);
    Ok(request)
}

/// The answer about a body that turned out to be too large; words of handlers stay, those of extractors are replaced.
pub(crate) fn in_our_words(path: &str, most: usize, response: Response) -> Response {
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE && !is_json(&response) {
        return in_form_of(path, too_large(most));
    }
    response
}

fn is_json(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("application/json"))
}

/// Reads a refused body to its end, so that the sender gets to read the answer; gives up on absurd ones.
pub(crate) async fn drain<E>(mut body: impl Stream<Item = Result<Bytes, E>> + Unpin) {
    let mut read = 0;
    while let Ok(Some(Ok(chunk))) = tokio::time::timeout(SILENCE, body.next()).await {
        read += chunk.len();
        if read > MAX_DRAINED {
            return;
        }
    }
}

/// The answer about a body of more than `most` bytes.
pub(crate) fn too_large(most: usize) -> AppError {
    let (size, unit) = match most >> 20 {
        megabytes if megabytes >= 1024 && megabytes % 1024 == 0 => (megabytes >> 10, "GB"),
        megabytes => (megabytes, "MB"),
    };
    let message = format!("The request is larger than {size} {unit}.");
    AppError::new(Code::PayloadTooLarge, message)
}

/// A body that was not read to its end: it has more than `most` bytes, or the sender went away.
pub(crate) fn unread(error: axum::Error, most: usize) -> RestError {
    if exceeds_limit(error) {
        return too_large(most).into();
    }
    RestError::bad_request("The body could not be read")
}

/// Whether a body was not read to its end because it is too large.
pub(crate) fn exceeds_limit(error: axum::Error) -> bool {
    let error = error.into_inner();
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error.as_ref());
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Counts calls of API keys on the record API and refuses those that come too often (record API 13.1).
pub(crate) async fn refuse_frequent(
    state: &HttpState,
    path: &str,
    workspace: WorkspaceId,
) -> Result<(), Box<Response>> {
    let Err(refused) = state.engine.count_api_call(workspace).await else { return Ok(()) };
    let seconds = refused.retry_after.as_secs_f64().ceil().max(1.0);
    let mut response = in_form_of(path, refused.error);
    if let Ok(value) = HeaderValue::from_str(&format!("{seconds:.0}")) {
        response.headers_mut().insert(header::RETRY_AFTER, value);
    }
    Err(Box::new(response))
}

/// The workspace whose key calls the record API.
pub(crate) fn counted(request: &Request) -> Option<WorkspaceId> {
    request.extensions().get::<ByToken>()?.api_key?;
    let path = request.uri().path();
    let is_counted = COUNTED.iter().any(|prefix| is_below(path, prefix));
    let caller = request.extensions().get::<SignedInCaller>().filter(|_| is_counted)?;
    Some(caller.actor.workspace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_takes_larger_bodies_than_forms() {
        for path in ["/rest", "/rest/batch/people", "/graphql", "/metadata"] {
            assert_eq!(most_bytes(path), 10 * 1024 * 1024, "{path}");
        }
        for path in ["/", "/sign-in", "/restaurants", "/api/records"] {
            assert_eq!(most_bytes(path), 2 * 1024 * 1024, "{path}");
        }
    }
}

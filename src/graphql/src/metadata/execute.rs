//! Runs a request and says what went wrong the way clients expect it.

use async_graphql::{Request, Response, ServerError};
use futures::StreamExt;
use futures::stream::BoxStream;
use icosa_contract::AppError;
use serde_json::json;

use crate::metadata::caller::Caller;
use crate::metadata::error::{complete, server_error, set};
use crate::metadata::schema::MetadataSchema;

/// The version of the wire that this server speaks.
pub const WIRE_VERSION: &str = "2.43.0";

/// What a request's headers say about the client.
#[derive(Debug, Clone, Default)]
pub struct Headers {
    /// `x-schema-version`: the metadata version that the client was built on.
    pub schema_version: Option<String>,
    /// `x-app-version`.
    pub app_version: Option<String>,
    /// `x-locale`: the language that words are told in.
    pub locale: Option<String>,
}

/// Runs one operation for a caller.
pub async fn execute(
    schema: &MetadataSchema,
    caller: Caller,
    headers: &Headers,
    mut request: Request,
) -> Response {
    if let Err(error) = request.parsed_query() {
        return failed(vec![error], "GRAPHQL_PARSE_FAILED");
    }
    let version = caller.version();
    let response = schema.execute(request.data(caller)).await;
    told(response, headers, version)
}

/// Runs one operation for a caller and goes on answering: of a subscription whenever something happens, of anything
/// else once.
pub fn subscribe(
    schema: &MetadataSchema,
    caller: Caller,
    headers: Headers,
    request: Request,
) -> BoxStream<'static, Response> {
    let version = caller.version();
    let answers = schema.execute_stream(request.data(caller));
    answers.map(move |response| told(response, &headers, version)).boxed()
}

fn told(response: Response, headers: &Headers, version: u64) -> Response {
    let is_refused = !response.errors.is_empty() && response.errors.iter().all(|error| error.path.is_empty());
    match mismatch(headers, version) {
        Some(error) if is_refused => Response::from_errors(vec![error]),
        _ => finish(response, "GRAPHQL_VALIDATION_FAILED"),
    }
}

/// The answer for callers who are not signed in.
#[must_use]
pub fn unauthenticated() -> Response {
    refused(&AppError::unauthenticated())
}

/// The answer to an operation that could not run.
#[must_use]
pub fn refused(error: &AppError) -> Response {
    Response::from_errors(vec![server_error(error)])
}

fn failed(errors: Vec<ServerError>, stage: &str) -> Response {
    finish(Response::from_errors(errors), stage)
}

fn finish(mut response: Response, stage: &str) -> Response {
    for error in &mut response.errors {
        complete(error, stage);
    }
    response
}

/// Why a document that does not fit the schema may have been right once: the client is older than the server.
fn mismatch(headers: &Headers, version: u64) -> Option<ServerError> {
    let major = |version: &str| version.trim_start_matches('v').split('.').next()?.parse::<u64>().ok();
    let app = headers.app_version.as_deref().and_then(major);
    if app.is_some_and(|app| Some(app) < major(WIRE_VERSION)) {
        let mut error = ServerError::new("App version mismatch.", None);
        let message = "Your app is out of date. Please refresh the page.";
        set(&mut error, json!({ "code": "APP_VERSION_MISMATCH", "userFriendlyMessage": message }));
        return Some(error);
    }
    if headers.schema_version.as_deref().is_some_and(|schema| schema != version.to_string()) {
        let mut error = ServerError::new("Schema version mismatch.", None);
        let message = "Your workspace has been changed. Please refresh the page.";
        set(&mut error, json!({ "userFriendlyMessage": message }));
        return Some(error);
    }
    None
}

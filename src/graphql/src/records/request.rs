//! A request as clients send it.

use apollo_compiler::response::JsonMap;
use icosa_contract::AppError;
use serde::Deserialize;
use serde_json::{Value, json};

use super::error::{Problem, refusal};
use crate::numbers::write_whole_variables;

/// A GraphQL request over HTTP.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecordRequest {
    /// The document.
    pub query: String,
    /// Values of its variables.
    #[serde(default)]
    pub variables: Option<JsonMap>,
    /// Which of its operations.
    #[serde(default)]
    pub operation_name: Option<String>,
}

impl RecordRequest {
    /// Reads a body; `None` for what is no request.
    #[must_use]
    pub fn read(body: &[u8]) -> Option<Self> {
        let mut request: Self = serde_json::from_slice(body).ok()?;
        request.variables.iter_mut().for_each(write_whole_variables);
        Some(request)
    }
}

/// The answer to callers who are not signed in.
#[must_use]
pub fn unauthenticated_record_answer() -> Value {
    let mut answer = refusal(&[Problem::from(AppError::unauthenticated())]);
    answer["data"] = Value::Null;
    answer
}

/// The answer to a body that names a document by its hash alone; `None` for any other. Clients that ask so send the whole
/// document when they hear that no documents are kept.
#[must_use]
pub fn persisted_query_answer(body: &[u8]) -> Option<Value> {
    let body: Value = serde_json::from_slice(body).ok()?;
    body.pointer("/extensions/persistedQuery").filter(|_| body.get("query").is_none_or(Value::is_null))?;
    Some(refusal(&[Problem::coded("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")]))
}

/// The answer to a body that is no request.
#[must_use]
pub fn unreadable_record_request() -> Value {
    let message = "The body is no GraphQL request: JSON with a query is wanted.";
    json!({ "errors": [Problem::coded("GRAPHQL_PARSE_FAILED", message).to_json()] })
}

//! From the wire error to an HTTP answer.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use icosa_contract::{AppError, Code};
use serde_json::{Value, json};

use crate::bearer::is_below;
use crate::rest::error::RestError;

/// An [`AppError`] as the answer of a handler: its status, and itself as JSON.
pub struct ErrorResponse(pub AppError);

impl From<AppError> for ErrorResponse {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl IntoResponse for ErrorResponse {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(self.0)).into_response()
    }
}

/// An error that is met before a handler, in the form of the API that the path belongs to.
pub(crate) fn in_form_of(path: &str, error: AppError) -> Response {
    let is = |prefixes: &[&str]| prefixes.iter().any(|prefix| is_below(path, prefix));
    if is(&["/rest", "/open-api"]) {
        RestError::from(error).into_response()
    } else if is(&["/graphql", "/metadata", "/admin-panel"]) {
        // GraphQL answers 200, except where the request itself did not arrive.
        let is_lost = error.code == Code::PayloadTooLarge;
        let status = if is_lost { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::OK };
        (status, Json(json!({"errors": [graphql_error(&error)]}))).into_response()
    } else {
        ErrorResponse(error).into_response()
    }
}

fn graphql_error(error: &AppError) -> Value {
    let code = match error.code {
        Code::Unauthenticated => "UNAUTHENTICATED",
        Code::Forbidden => "FORBIDDEN",
        Code::PayloadTooLarge | Code::RateLimited => "BAD_USER_INPUT",
        _ => "INTERNAL_SERVER_ERROR",
    };
    let mut extensions = json!({"code": code, "userFriendlyMessage": error.message});
    // Of these errors only some have a finer code on the wire.
    match error.sub_code.as_deref() {
        Some(sub_code @ ("UNAUTHENTICATED" | "LIMIT_REACHED")) => extensions["subCode"] = json!(sub_code),
        _ if error.code == Code::Unavailable => extensions["subCode"] = json!("UNAVAILABLE"),
        _ => {}
    }
    json!({"message": error.message, "extensions": extensions})
}

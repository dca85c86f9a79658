//! Errors in the form of the REST API.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use icosa_contract::{AppError, Code};
use serde_json::json;

/// An error as REST clients get it: `{statusCode, error, messages, code?}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestError {
    status: u16,
    messages: Vec<String>,
    code: Option<String>,
}

impl RestError {
    /// A request that cannot be understood.
    #[must_use]
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self { status: 400, messages: vec![message.into()], code: None }
    }

    /// The same with the code of the rule it breaks.
    #[must_use]
    pub fn invalid(code: &str, message: impl Into<String>) -> Self {
        Self { code: Some(code.to_owned()), ..Self::bad_request(message) }
    }

    /// Nobody is signed in.
    #[must_use]
    pub fn missing_token() -> Self {
        let messages = vec!["Missing authentication token".to_owned()];
        Self { status: 401, messages, code: Some("UNAUTHENTICATED".to_owned()) }
    }

    /// The sentences.
    #[must_use]
    pub fn messages(&self) -> &[String] {
        &self.messages
    }
}

impl From<AppError> for RestError {
    fn from(error: AppError) -> Self {
        // Clients recognise a value in use by these words.
        if matches!(error.sub_code.as_deref(), Some("DUPLICATE_ENTRY")) {
            let messages = vec!["A duplicate entry was detected".to_owned(), error.message];
            return Self { status: 400, messages, code: Some("DUPLICATE_ENTRY_DETECTED".to_owned()) };
        }
        let status = match error.code {
            Code::Unavailable if error.sub_code.as_deref() == Some("QUERY_READ_TIMEOUT") => 500,
            code => code.status(),
        };
        Self { status, messages: vec![error.message], code: error.sub_code }
    }
}

impl IntoResponse for RestError {
    fn into_response(self) -> Response {
        let mut body = json!({
            "statusCode": self.status,
            "error": name(self.status),
            "messages": self.messages,
        });
        if let Some(code) = self.code {
            body["code"] = json!(code);
        }
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, Json(body)).into_response()
    }
}

fn name(status: u16) -> &'static str {
    match status {
        401 => "UnauthorizedException",
        402 => "PaymentRequiredException",
        403 => "ForbiddenException",
        404 => "NotFoundException",
        405 => "MethodNotAllowedException",
        409 => "ConflictException",
        416 => "RequestedRangeNotSatisfiableException",
        422 => "UnprocessableEntityException",
        500.. => "InternalServerErrorException",
        _ => "BadRequestException",
    }
}

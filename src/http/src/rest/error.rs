//! Errors in the form of the REST API.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use icosa_contract::{AppError, Code};
use serde_json::json;

/// An error as REST clients get it: `{statusCode, error, messages, code?}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestError {
    status: u16,
    messages: Vec<String>,
    code: Option<String>,
    /// Of a path that does not have the method: those it has.
    methods: Option<String>,
}

impl RestError {
    /// A request that cannot be understood.
    #[must_use]
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self { status: 400, messages: vec![message.into()], code: None, methods: None }
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
        Self { status: 401, messages, code: Some("UNAUTHENTICATED".to_owned()), methods: None }
    }

    /// The path is there, but has other methods.
    #[must_use]
    pub fn with_methods<'m>(self, methods: impl IntoIterator<Item = &'m str>) -> Self {
        let methods: Vec<&str> = methods.into_iter().collect();
        Self { status: 405, methods: Some(methods.join(", ")), ..self }
    }

    /// The body holds something else than JSON.
    #[must_use]
    pub fn unsupported_media_type() -> Self {
        Self { status: 415, ..Self::bad_request("The body must be JSON (application/json)") }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
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
            let code = Some("DUPLICATE_ENTRY_DETECTED".to_owned());
            return Self { status: 400, messages, code, methods: None };
        }
        if let Some(message) = error.required_on_the_wire() {
            let code = Some("INVALID_ARGS_DATA".to_owned());
            return Self { status: 400, messages: vec![message], code, methods: None };
        }
        let status = match error.code {
            // The request asks for too much: the same one will not do better.
            Code::Unavailable if error.sub_code.as_deref() == Some("QUERY_READ_TIMEOUT") => 408,
            code => code.status(),
        };
        Self { status, messages: vec![error.message], code: error.sub_code, methods: None }
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
        let mut response = (status, Json(body)).into_response();
        if let Some(methods) = self.methods.and_then(|methods| HeaderValue::from_str(&methods).ok()) {
            response.headers_mut().insert(header::ALLOW, methods);
        }
        response
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

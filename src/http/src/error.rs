//! From the wire error to an HTTP answer.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use icosa_contract::AppError;

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

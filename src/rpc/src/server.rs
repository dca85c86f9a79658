//! The server side of every server function: who calls, and the status of the answer.

use axum::http::StatusCode;
use icosa_contract::{Actor, AppError, Backend};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

/// Who calls, as the session middleware found it; put into the request and given to every page and function.
#[derive(Clone)]
pub struct Caller(pub Option<Actor>);

/// The backend and the signed-in actor.
///
/// # Errors
/// `UNAUTHENTICATED` without a valid session.
pub fn caller() -> Result<(Backend, Actor), AppError> {
    let backend = use_context::<Backend>().ok_or_else(AppError::internal)?;
    let actor = use_context::<Caller>().and_then(|caller| caller.0);
    match actor {
        Some(actor) => Ok((backend, actor)),
        None => answer(Err(AppError::unauthenticated())),
    }
}

/// Passes the answer on, with the HTTP status of its error.
///
/// # Errors
/// The error given.
pub fn answer<T>(result: Result<T, AppError>) -> Result<T, AppError> {
    if let (Err(error), Some(response)) = (&result, use_context::<ResponseOptions>()) {
        let status = StatusCode::from_u16(error.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        response.set_status(status);
    }
    result
}

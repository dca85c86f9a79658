//! What happens around every route, in one function. A layer each would be a service each, which is copied for every
//! request together with all those below it.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use icosa_contract::AppError;

use crate::cors::Cors;
use crate::error::ErrorResponse;
use crate::{HttpState, bearer, cors, guard, headers, limits, origin, session, transfer};

/// What the steps need.
pub(crate) struct Around {
    pub state: HttpState,
    pub cors: Cors,
}

/// From security headers, outermost, to the handler; a panic is a 500 that says nothing.
pub(crate) async fn run(State(around): State<Arc<Around>>, request: Request, next: Next) -> Response {
    let policy = headers::cache_policy(request.uri().path());
    let cors = around.cors.clone();
    let inner = cors::apply(&cors, request, |request| limited(around, request, next));
    let response = AssertUnwindSafe(inner).catch_unwind().await;
    let response = response.unwrap_or_else(|_| ErrorResponse(AppError::internal()).into_response());
    headers::complete(response, policy)
}

async fn limited(around: Arc<Around>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let most = limits::most_of(&request);
    match limits::limited(request, most).await {
        Ok(request) => limits::in_our_words(
            &path,
            most,
            admitted(&around, request, next).await.unwrap_or_else(|refused| *refused),
        ),
        Err(refused) => refused,
    }
}

/// A request that is answered before its handler; boxed because few are.
type Refused = Box<Response>;

async fn admitted(around: &Around, mut request: Request, next: Next) -> Result<Response, Refused> {
    let Around { state, cors } = around;
    bearer::resolve(state, &mut request).await?;
    if let Some(workspace) = limits::counted(&request) {
        limits::refuse_frequent(state, request.uri().path(), workspace).await?;
    }
    origin::refuse_foreign(cors, &request)?;
    session::resolve(state, &mut request).await?;
    guard::redirect(&request)?;
    match transfer::given_way(&request) {
        Some((caller, path)) => Ok(crate::rest::respond(state.clone(), caller, &path, request).await),
        None => Ok(next.run(request).await),
    }
}

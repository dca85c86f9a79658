//! HTTP: sessions, tokens, guards, the REST API, plain form posts, the live stream, the model and health. Pages and
//! server functions are mounted beside these by `server`.
//!
//! Order of the layers, outermost first: request id and log line, security headers, panic guard, calls of other origins,
//! body limit, bearer token, rate limit, origin check, session, page guard. A new route gets a file with its handler and a
//! line in [`routes`].

pub mod bearer;
pub mod cookies;
pub mod cors;
pub mod error;
pub mod events;
pub mod files;
pub mod forms;
pub mod graphql;
pub mod guard;
pub mod headers;
pub mod health;
pub mod limits;
pub mod metadata;
pub mod model;
pub mod multipart;
pub mod openapi;
pub mod origin;
pub mod rest;
pub mod session;
pub mod transfer;

use std::sync::Arc;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use icosa_engine::Engine;
use icosa_files::Files;

use forms::flash::Flashes;

/// What the handlers share; cheap to clone.
#[derive(Clone)]
pub struct HttpState {
    /// Every use-case.
    pub engine: Engine,
    /// Files of records.
    pub files: Files,
    /// Refused forms waiting to be shown.
    pub flashes: Flashes,
    /// How session cookies are named and marked.
    pub cookies: Arc<cookies::CookieSettings>,
}

impl HttpState {
    /// State over an engine, configured as the engine is.
    #[must_use]
    pub fn new(engine: Engine, files: Files) -> Self {
        let cookies = cookies::CookieSettings::from_config(engine.config());
        let flashes = Flashes::new(engine.redis().cloned());
        Self { engine, files, flashes, cookies: Arc::new(cookies) }
    }
}

/// Everything but pages and server functions.
pub fn routes() -> Router<HttpState> {
    Router::new()
        .route("/healthz", get(health::process))
        .route("/readyz", get(health::readiness))
        .route("/events", get(events::stream))
        .route("/model/{workspace}/{version}", get(model::handler))
        .merge(files::routes())
        .merge(forms::routes())
        .merge(graphql::routes())
        .merge(metadata::routes())
        .merge(openapi::routes())
        .merge(rest::routes())
        .merge(transfer::routes())
}

/// Wraps pages, server functions and [`routes`] in the common layers.
pub fn with_layers(router: Router<HttpState>, state: &HttpState) -> Router {
    let cors = cors::Cors::from_config(state.engine.config());
    let router = router
        .layer(from_fn_with_state(state.clone(), guard::redirect))
        .layer(from_fn_with_state(state.clone(), session::resolve))
        .layer(from_fn_with_state(cors.clone(), origin::refuse_foreign))
        .layer(from_fn_with_state(state.clone(), limits::refuse_frequent))
        .layer(from_fn_with_state(state.clone(), bearer::resolve))
        .layer(from_fn(limits::refuse_large))
        .layer(from_fn_with_state(cors, cors::apply));
    headers::layer(limits::guard_panics(router)).with_state(state.clone())
}

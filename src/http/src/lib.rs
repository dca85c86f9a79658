//! HTTP: sessions, tokens, guards, the REST API, plain form posts, the live stream, the model and health. Pages and
//! server functions are mounted beside these by `server`.
//!
//! What happens around every route ([`layers`]), outermost first: security headers, panic guard, calls of other origins, body limit, bearer token,
//! rate limit, origin check, session, page guard. Requests are not logged: addresses of files hold tokens. A new route gets a
//! file with its handler and a line in [`routes`].

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
mod layers;
pub mod limits;
pub mod metadata;
pub mod model;
pub mod multipart;
pub mod openapi;
pub mod origin;
pub mod rest;
pub mod session;
pub mod transfer;

use std::ops::Deref;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use icosa_engine::Engine;
use icosa_engine::record_api::PlanCache;
use icosa_files::Files;

use forms::flash::Flashes;

/// What the handlers share; cheap to clone.
#[derive(Clone)]
pub struct HttpState(Arc<Shared>);

/// What an [`HttpState`] leads to.
pub struct Shared {
    /// Every use-case.
    pub engine: Engine,
    /// Files of records.
    pub files: Files,
    /// Refused forms waiting to be shown.
    pub flashes: Flashes,
    /// How session cookies are named and marked.
    pub cookies: cookies::CookieSettings,
    /// Plans of reads of the REST API.
    pub plans: PlanCache,
}

impl Deref for HttpState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl HttpState {
    /// State over an engine, configured as the engine is.
    #[must_use]
    pub fn new(engine: Engine, files: Files) -> Self {
        let cookies = cookies::CookieSettings::from_config(engine.config());
        let flashes = Flashes::new(engine.redis().cloned());
        Self(Arc::new(Shared { engine, files, flashes, cookies, plans: PlanCache::default() }))
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

/// Wraps pages, server functions and [`routes`] in what is common to all.
pub fn with_layers(router: Router<HttpState>, state: &HttpState) -> Router {
    let cors = cors::Cors::from_config(state.engine.config());
    let around = Arc::new(layers::Around { state: state.clone(), cors });
    router.layer(from_fn_with_state(around, layers::run)).with_state(state.clone())
}

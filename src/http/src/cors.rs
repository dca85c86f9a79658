//! Calls from pages of other origins. Who brings a token may call from anywhere; the session cookie counts only for
//! pages of this server and of `AUTH_COOKIE_ALLOWED_ORIGINS`.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::http::{HeaderValue, Method, header, request};
use axum::response::{IntoResponse, Response};
use icosa_contract::AppError;
use icosa_store::config::Config;
use tower::{Layer, ServiceExt, service_fn};
use tower_http::cors::{AllowCredentials, AllowHeaders, AllowOrigin, CorsLayer};

use crate::error::ErrorResponse;
use crate::origin;
use crate::rest::FIELDS_CAPPED;

/// How long browsers may keep an answer to a question beforehand; no browser keeps it longer.
const MAX_AGE: Duration = Duration::from_secs(2 * 3600);

/// The origins whose pages may call with the session cookie, and what browsers are told.
#[derive(Debug, Clone)]
pub struct Cors(Arc<Rules>);

#[derive(Debug)]
struct Rules {
    origins: Arc<[String]>,
    layer: CorsLayer,
}

impl Cors {
    /// As configured.
    #[must_use]
    pub fn from_config(config: &Config) -> Self {
        let own = config.server_url.origin().ascii_serialization();
        let origins: Arc<[String]> = config.allowed_origins.iter().cloned().chain([own]).collect();
        let trusted = Arc::clone(&origins);
        let may_send_cookies = move |origin: &HeaderValue, _: &request::Parts| {
            origin.to_str().is_ok_and(|origin| trusted.iter().any(|known| known == origin))
        };
        let layer = CorsLayer::new()
            .allow_origin(AllowOrigin::mirror_request())
            .allow_credentials(AllowCredentials::predicate(may_send_cookies))
            .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
            .allow_headers(AllowHeaders::mirror_request())
            .expose_headers([FIELDS_CAPPED, header::RETRY_AFTER])
            .max_age(MAX_AGE);
        Self(Arc::new(Rules { origins, layer }))
    }

    /// Whether pages of that origin may call with the session cookie.
    #[must_use]
    pub fn is_trusted(&self, origin: &str) -> bool {
        self.0.origins.iter().any(|known| known == origin)
    }
}

/// Answers the questions that browsers ask beforehand and marks answers, on paths of the API. Who is no page of another
/// origin names none.
pub(crate) async fn apply<F, Fut>(cors: &Cors, request: Request, inner: F) -> Response
where
    F: FnOnce(Request) -> Fut,
    Fut: Future<Output = Response>,
{
    let is_of_a_page = request.headers().contains_key(header::ORIGIN) || *request.method() == Method::OPTIONS;
    if !is_of_a_page || !origin::is_open(request.uri().path()) {
        return inner(request).await;
    }
    let mut inner = Some(inner);
    let service = service_fn(move |request| {
        let answer = inner.take().map(|inner| inner(request));
        async move {
            // It is called once.
            Ok::<_, Infallible>(match answer {
                Some(answer) => answer.await,
                None => ErrorResponse(AppError::internal()).into_response(),
            })
        }
    });
    match cors.0.layer.layer(service).oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

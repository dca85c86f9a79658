//! Refuses requests that another site makes a browser send with our cookies.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};
use icosa_contract::{AppError, Code};

use crate::bearer::{ByToken, is_api, is_below};
use crate::cors::Cors;
use crate::error::ErrorResponse;

/// Lets safe methods pass; others only when the browser says that they come from this site, or when no browser sent
/// them (neither `Sec-Fetch-Site` nor `Origin`). Who calls with a token sends no cookie of ours along: no site can make a
/// browser do that.
///
/// Pages of origins that are trusted by configuration may call the API.
pub(crate) fn refuse_foreign(cors: &Cors, request: &Request) -> Result<(), Box<Response>> {
    if is_allowed(cors, request) {
        return Ok(());
    }
    let error = AppError::new(Code::Forbidden, "The request came from another site.");
    Err(Box::new(ErrorResponse(error.with_sub_code("FOREIGN_ORIGIN")).into_response()))
}

fn is_allowed(cors: &Cors, request: &Request) -> bool {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let by_token = request.extensions().get::<ByToken>().is_some();
    is_safe
        || by_token
        || is_own(request.headers())
        || (is_open(request.uri().path()) && comes_from(cors, request.headers()))
}

/// Paths that pages of trusted origins may call: the API, and the addresses of files, where only their token counts.
pub(crate) fn is_open(path: &str) -> bool {
    is_api(path) || ["/file-upload", "/file"].iter().any(|prefix| is_below(path, prefix))
}

fn comes_from(cors: &Cors, headers: &HeaderMap) -> bool {
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    origin.is_some_and(|origin| cors.is_trusted(origin))
}

fn is_own(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => match (text(header::ORIGIN.as_str()), text(header::HOST.as_str())) {
            (None, _) => true,
            (Some(origin), Some(host)) => {
                origin.split_once("://").is_some_and(|(_, authority)| authority == host)
            }
            (Some(_), None) => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn own(pairs: &[(&'static str, &'static str)]) -> bool {
        let pairs = pairs.iter().map(|(k, v)| (HeaderName::from_static(k), HeaderValue::from_static(v)));
        is_own(&HeaderMap::from_iter(pairs))
    }

    #[test]
    fn only_our_own_pages_may_post() {
        assert!(own(&[("sec-fetch-site", "same-origin")]));
        assert!(!own(&[("sec-fetch-site", "cross-site")]));
        assert!(!own(&[("sec-fetch-site", "same-site")]));
        assert!(own(&[("origin", "http://localhost:3000"), ("host", "localhost:3000")]));
        assert!(!own(&[("origin", "https://evil.example"), ("host", "localhost:3000")]));
        assert!(!own(&[("origin", "null"), ("host", "localhost:3000")]));
        assert!(own(&[("host", "localhost:3000")]), "a client that is no browser");
    }
}

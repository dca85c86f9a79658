//! Headers every answer carries, and how long answers may be kept.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

const ALWAYS: [(HeaderName, HeaderValue); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
];

/// Adds the headers; `policy` says how long a successful answer may be kept, unless it says so itself.
pub(crate) fn complete(mut response: Response, policy: &'static str) -> Response {
    let is_success = response.status().is_success();
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, value);
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        let value = if is_success { policy } else { "no-store" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
    }
    response
}

/// Files whose name carries a hash are kept for ever, everything personal is not stored.
pub(crate) fn cache_policy(path: &str) -> &'static str {
    if path.starts_with("/pkg/") || path.starts_with("/fonts/") {
        "public, max-age=31536000, immutable"
    } else if path.starts_with("/editor/") || path.starts_with("/favicon") {
        "public, max-age=300"
    } else {
        "no-store"
    }
}

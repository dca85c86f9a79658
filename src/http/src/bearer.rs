//! Finds out who calls with a token: `Authorization: Bearer <access token or API key>`.
//!
//! Only on paths of the API: a proxy in front of the pages may send a token of its own along. A token and a session
//! cookie never add up: with a token the cookie is not looked at. Pictures, which pages and programs read, are asked for by
//! session first (`files.rs`).

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::response::Response;
use uuid::Uuid;

use crate::HttpState;
use crate::error::in_form_of;
use crate::session::SignedInCaller;

/// In the extensions of a request whose caller was found by a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ByToken {
    /// The API key, if a program calls.
    pub api_key: Option<Uuid>,
}

/// Where tokens count: the paths themselves and everything below.
const API: [&str; 8] =
    ["/graphql", "/metadata", "/rest", "/admin-panel", "/mcp", "/open-api", "/events", "/model"];

/// Resolves the token and puts a [`SignedInCaller`] into the request; a token that is not valid is answered here.
pub(crate) async fn resolve(state: &HttpState, request: &mut Request) -> Result<(), Box<Response>> {
    let path = request.uri().path();
    if !is_api(path) {
        return Ok(());
    }
    let Some(token) = bearer(request.headers()) else { return Ok(()) };
    match state.engine.bearer_context(token).await {
        Ok(context) => {
            let session = context.session.map(Arc::new);
            let caller = SignedInCaller { actor: context.actor, session, model: context.model };
            request.extensions_mut().insert(ByToken { api_key: context.api_key });
            request.extensions_mut().insert(caller);
            Ok(())
        }
        Err(error) => Err(Box::new(in_form_of(path, error))),
    }
}

/// A path of the API.
pub(crate) fn is_api(path: &str) -> bool {
    API.iter().any(|prefix| is_below(path, prefix))
}

/// The path itself, or one below it.
pub(crate) fn is_below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The token of a request; a header that cannot be read is a token that cannot be valid.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next()?.to_str().unwrap_or("Bearer ?");
    let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
    let is_bearer = scheme.eq_ignore_ascii_case("bearer");
    is_bearer.then(|| if values.next().is_some() { "" } else { token.trim() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn read(lines: &[&str]) -> Option<String> {
        let lines = lines.iter().map(|line| (header::AUTHORIZATION, HeaderValue::from_str(line).unwrap()));
        let mut headers = HeaderMap::new();
        lines.for_each(|(name, value)| {
            headers.append(name, value);
        });
        bearer(&headers).map(str::to_owned)
    }

    #[test]
    fn the_token_is_read_from_the_header() {
        assert_eq!(read(&["Bearer a.b.c"]).as_deref(), Some("a.b.c"));
        assert_eq!(read(&["bearer  a.b.c "]).as_deref(), Some("a.b.c"));
        assert_eq!(read(&["Bearer"]).as_deref(), Some(""));
        assert_eq!(read(&["Bearer a", "Bearer b"]).as_deref(), Some(""), "which one?");
        assert_eq!(read(&["Basic dTpw"]), None);
        assert_eq!(read(&[]), None);
    }

    #[test]
    fn tokens_count_on_paths_of_the_api_only() {
        assert!(is_below("/rest", "/rest") && is_below("/rest/people", "/rest"));
        assert!(!is_below("/restaurants", "/rest"));
    }
}

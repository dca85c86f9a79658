//! Finds out who calls, once per request.

use std::sync::Arc;

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use icosa_contract::{Actor, Session, routes};
use icosa_model::Model;

use crate::HttpState;
use crate::bearer::ByToken;
use crate::cookies::{ZONE_COOKIE, read};
use crate::error::ErrorResponse;

/// The signed-in caller, put into the request's extensions.
#[derive(Clone)]
pub struct SignedInCaller {
    /// For every engine call.
    pub actor: Actor,
    /// For pages and forms; a program that calls with an API key has none.
    pub session: Option<Arc<Session>>,
    /// The workspace's model at this moment.
    pub model: Arc<Model>,
}

/// Resolves the session cookie. Requests for files and health pass by without a look at the database; only pages ask
/// it for the newest event. Who called with a token is known already: their cookies do not count.
pub(crate) async fn resolve(state: &HttpState, request: &mut Request) -> Result<(), Box<Response>> {
    if request.extensions().get::<ByToken>().is_none()
        && needs_session(request.uri().path())
        && let Some(token) = state.cookies.read(request.headers())
    {
        let zone = read(request.headers(), ZONE_COOKIE).map(|zone| zone.replace("%2F", "/"));
        let context = if renders_page(request.uri().path()) {
            state.engine.session_context(token, zone.as_deref()).await
        } else {
            state.engine.call_context(token, zone.as_deref()).await
        };
        match context {
            Ok(Some((actor, session, model))) => {
                let session = Some(Arc::new(session));
                request.extensions_mut().insert(SignedInCaller { actor, session, model });
            }
            Ok(None) => {}
            Err(error) => return Err(Box::new(ErrorResponse(error).into_response())),
        }
    }
    Ok(())
}

fn needs_session(path: &str) -> bool {
    !["/pkg/", "/fonts/", "/editor/", "/healthz", "/readyz", "/favicon", "/file/", "/file-upload/"]
        .iter()
        .any(|prefix| path.starts_with(prefix))
}

/// What is not known to be a call is taken for a page.
fn renders_page(path: &str) -> bool {
    ![routes::RPC, routes::EVENTS, "/model", "/forms", "/rest", "/graphql", "/metadata"]
        .iter()
        .any(|prefix| path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_need_the_newest_event() {
        for path in ["/", "/objects/companies", "/object/company/1", "/welcome", "/rpcs", "/models"] {
            assert!(renders_page(path), "{path}");
        }
        for path in ["/rpc/records_list", "/events", "/model/1/2", "/forms/sign-out", "/rest/people"] {
            assert!(!renders_page(path), "{path}");
        }
    }
}

//! Sign-up, sign-in, sign-out and the demo: they set or clear the session cookie.

use std::net::SocketAddr;

use axum::Extension;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use icosa_contract::account::Credentials;
use icosa_contract::{AppError, routes};
use icosa_engine::sessions::{Client, NewSession};

use super::body::Form;
use crate::HttpState;
use crate::guard::safe_return;

/// Checks the password and starts a fresh session.
pub async fn sign_in(
    State(state): State<HttpState>,
    address: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let next = safe_return(form.text("next")).unwrap_or("/").to_owned();
    match state.engine.sign_in(credentials(&form), client(address, &headers)).await {
        Ok(session) => enter(&state, &headers, &session, &next).await,
        Err(error) => {
            let back = url::form_urlencoded::Serializer::new(format!("{}?mode=sign-in", routes::WELCOME))
                .append_pair("next", &next)
                .finish();
            state.flashes.refuse(&back, &error, &form).await.into_response()
        }
    }
}

/// Makes the user and their workspace, and starts a session.
pub async fn sign_up(
    State(state): State<HttpState>,
    address: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    match state.engine.sign_up(credentials(&form), client(address, &headers)).await {
        Ok(session) => enter(&state, &headers, &session, "/").await,
        Err(error) => {
            let back = format!("{}?mode=sign-up", routes::WELCOME);
            state.flashes.refuse(&back, &error, &form).await.into_response()
        }
    }
}

/// Makes the demo workspace if it is not there and enters it; refused once this installation is in use.
pub async fn demo(
    State(state): State<HttpState>,
    address: Option<Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    match state.engine.enter_demo(client(address, &headers)).await {
        Ok(session) => enter(&state, &headers, &session, "/").await,
        Err(error) => state.flashes.refuse(routes::WELCOME, &error, &form).await.into_response(),
    }
}

/// Ends the session this browser presents; without one it does nothing.
pub async fn sign_out(
    State(state): State<HttpState>,
    headers: HeaderMap,
) -> Result<Response, crate::error::ErrorResponse> {
    let mut response = Redirect::to(routes::WELCOME).into_response();
    if let Some(token) = state.cookies.read(&headers) {
        state.engine.sign_out(token).await?;
        if let Some(cookie) = state.cookies.end() {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    Ok(response)
}

/// Sets the new cookie; a session the browser had before is revoked, so that a planted one is worth nothing.
async fn enter(state: &HttpState, headers: &HeaderMap, session: &NewSession, to: &str) -> Response {
    if let Some(before) = state.cookies.read(headers)
        && let Err(error) = state.engine.sign_out(before).await
    {
        tracing::warn!(%error, "the former session could not be revoked");
    }
    let Some(cookie) = state.cookies.start(&session.token, session.max_age_seconds) else {
        return crate::error::ErrorResponse(AppError::internal()).into_response();
    };
    let mut response = Redirect::to(to).into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

fn credentials(form: &Form) -> Credentials {
    Credentials { email: form.text("email").trim().to_owned(), password: form.text("password").to_owned() }
}

fn client(address: Option<Extension<ConnectInfo<SocketAddr>>>, headers: &HeaderMap) -> Client {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Client {
        ip: address.map(|Extension(ConnectInfo(address))| address.ip().to_string()).unwrap_or_default(),
        user_agent: agent.map(|agent| agent.chars().take(400).collect()),
    }
}

//! What signed-in pages share: the session and the model.

use std::sync::Arc;

use icosa_contract::Session;
use icosa_model::Model;
use leptos::prelude::*;

/// The signed-in person and the workspace's model.
#[derive(Clone)]
pub struct SignedIn {
    /// As sent with the page; only the theme changes while it is open.
    pub session: Arc<Session>,
    /// The model the page was rendered with.
    pub model: Arc<Model>,
}

/// Makes the session available to the pages below; `None` on public pages.
pub fn provide_signed_in(signed_in: Option<SignedIn>) {
    provide_context(signed_in);
}

/// The session, or `None` on public pages.
#[must_use]
pub fn use_signed_in() -> Option<SignedIn> {
    use_context::<Option<SignedIn>>().flatten()
}

/// Says that the page being rendered shows nothing that exists: the answer gets status 404. Does nothing in the
/// browser.
pub fn set_not_found() {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
}

//! What signed-in pages share: the session and the model.

use std::sync::Arc;

use icosa_contract::Session;
use icosa_model::Model;
use leptos::prelude::*;

use crate::live_model::LiveModel;

/// The signed-in person and the workspace's model.
#[derive(Clone)]
pub struct SignedIn {
    /// As sent with the page; only the theme changes while it is open.
    pub session: Arc<Session>,
    /// The newest model when this was asked for. What must follow changes of the model asks [`use_model`].
    pub model: Arc<Model>,
}

#[derive(Clone)]
struct Shared {
    session: Arc<Session>,
    model: LiveModel,
}

/// Makes the session available to the pages below; `None` on public pages.
pub fn provide_signed_in(signed_in: Option<SignedIn>) {
    provide_context(signed_in.map(|page| Shared {
        model: LiveModel::new(page.model, page.session.member_id),
        session: page.session,
    }));
}

fn shared() -> Option<Shared> {
    use_context::<Option<Shared>>().flatten()
}

/// The session and the model as they are now, or `None` on public pages.
#[must_use]
pub fn use_signed_in() -> Option<SignedIn> {
    let Shared { session, model } = shared()?;
    Some(SignedIn { session, model: model.newest() })
}

/// The model of this window, which follows every change; `None` on public pages.
#[must_use]
pub fn use_model() -> Option<LiveModel> {
    Some(shared()?.model)
}

/// Says that the page being rendered shows nothing that exists: the answer gets status 404. Does nothing in the
/// browser.
pub fn set_not_found() {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
}

//! The sign-in page, refused forms and personal preferences.

use icosa_contract::AppError;
use icosa_contract::account::WelcomeInfo;
use icosa_contract::forms::Flash;
use icosa_contract::session::{ColorScheme, OpenIn};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// Stores the theme.
#[server(prefix = "/rpc", endpoint = "color_scheme_set", input = Json, output = Json)]
pub async fn color_scheme_set(scheme: ColorScheme) -> Result<(), AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.account.set_color_scheme(&actor, scheme).await)
}

/// Stores where the person's records open.
#[server(prefix = "/rpc", endpoint = "open_record_in_set", input = Json, output = Json)]
pub async fn open_record_in_set(place: OpenIn) -> Result<(), AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.account.set_open_record_in(&actor, place).await)
}

/// What the sign-in page shows; anyone may ask.
#[server(prefix = "/rpc", endpoint = "welcome_info", input = Json, output = Json)]
pub async fn welcome_facts() -> Result<WelcomeInfo, AppError> {
    let backend = use_context::<icosa_contract::Backend>().ok_or_else(AppError::internal)?;
    crate::server::answer(backend.account.welcome_info().await)
}

/// A refused form, by the id its redirect carried; anyone who holds the id may ask.
#[server(prefix = "/rpc", endpoint = "form_flash", input = Json, output = Json)]
pub async fn form_flash(id: String) -> Result<Option<Flash>, AppError> {
    let backend = use_context::<icosa_contract::Backend>().ok_or_else(AppError::internal)?;
    Ok(backend.forms.flash(&id).await)
}

//! Personal preferences.

use icosa_contract::AppError;
use icosa_contract::session::ColorScheme;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// Stores the theme.
#[server(prefix = "/rpc", endpoint = "color_scheme_set", input = Json, output = Json)]
pub async fn color_scheme_set(scheme: ColorScheme) -> Result<(), AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.account.set_color_scheme(&actor, scheme).await)
}

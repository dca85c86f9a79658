//! Views: columns changed in place.

use icosa_contract::AppError;
use icosa_contract::views::UpdateViewField;
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

/// Changes a column; answers the new metadata version.
#[server(prefix = "/rpc", endpoint = "view_field_update", input = Json, output = Json)]
pub async fn view_field_update(request: UpdateViewField) -> Result<u64, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.views.update_field(&actor, request).await)
}

//! Refused forms, shown again on the page they came from.

use icosa_contract::forms::Flash;
use icosa_rpc::account::form_flash;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The refused form that the page's address names (`?flash=`).
pub fn use_flash() -> Resource<Option<Flash>> {
    let query = use_query_map();
    Resource::new(
        move || query.with(|query| query.get("flash")),
        |id| async move {
            match id {
                Some(id) => form_flash(id).await.ok().flatten(),
                None => None,
            }
        },
    )
}

/// What a page shows of a form once it is known whether it was refused.
#[component]
pub fn Flashed(
    /// Makes the content; an empty [`Flash`] where nothing was refused.
    content: Callback<Flash, AnyView>,
) -> AnyView {
    let flash = use_flash();
    let shown = move || Suspend::new(async move { content.run(flash.await.unwrap_or_default()) });
    view! { <Transition>{shown}</Transition> }.into_any()
}

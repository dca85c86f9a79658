//! Pages for what is not there.

use icosa_ui::document_title::PageTitle;
use leptos::prelude::*;

/// Unknown address: status 404 when it comes from the server.
#[component]
pub fn NotFoundPage() -> AnyView {
    icosa_rpc::context::set_not_found();
    view! {
        <PageTitle text="Not found – Icosa"/>
        <main class="min-h-dvh grid place-items-center bg-secondary p-6">
            <div class="flex flex-col items-center gap-4 text-center max-w-96">
                <icosa_ui::logo::Logo size=48/>
                <h1 class="text-xl font-semibold text-primary">"This page does not exist"</h1>
                <p class="text-tertiary">
                    "The address may be mistyped, or what was here has been deleted for good."
                </p>
                <a href="/" rel="external" class="text-blue font-medium">"Back to Icosa"</a>
            </div>
        </main>
    }
    .into_any()
}

//! The page that imports a file. Its code is a part of its own, which browsers load when it is opened.

use icosa_ui_records::transfer::ImportPage;
use leptos::prelude::*;
use leptos_router::LazyRoute;

/// The one door to that part of the program.
#[lazy]
fn import_page() -> AnyView {
    view! { <ImportPage/> }.into_any()
}

/// The route of the page.
#[derive(Debug)]
pub struct Import;

impl LazyRoute for Import {
    fn data() -> Self {
        Self
    }

    async fn view(_: Self) -> AnyView {
        import_page().await
    }

    async fn preload() {
        #[cfg(target_arch = "wasm32")]
        __preload_import_page().await;
    }
}

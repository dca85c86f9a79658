//! The pages of the settings. Their code is a part of its own, which browsers load with the first of them.

use icosa_ui_settings::data_model::{
    FieldPage, NewFieldPage, NewObjectPage, ObjectPage, ObjectsPage, OverviewPage, SelectTypePage,
};
use icosa_ui_settings::general::GeneralPage;
use icosa_ui_settings::profile::ProfilePage;
use leptos::prelude::*;
use leptos_router::LazyRoute;

/// Which page of the settings.
#[derive(Debug, Clone, Copy)]
enum Page {
    Profile,
    General,
    Objects,
    Overview,
    NewObject,
    Object,
    SelectType,
    NewField,
    Field,
}

/// The one door to that part of the program: everything that only these pages use lies behind it.
#[lazy]
fn settings_page(page: Page) -> AnyView {
    match page {
        Page::Profile => view! { <ProfilePage/> }.into_any(),
        Page::General => view! { <GeneralPage/> }.into_any(),
        Page::Objects => view! { <ObjectsPage/> }.into_any(),
        Page::Overview => view! { <OverviewPage/> }.into_any(),
        Page::NewObject => view! { <NewObjectPage/> }.into_any(),
        Page::Object => view! { <ObjectPage/> }.into_any(),
        Page::SelectType => view! { <SelectTypePage/> }.into_any(),
        Page::NewField => view! { <NewFieldPage/> }.into_any(),
        Page::Field => view! { <FieldPage/> }.into_any(),
    }
}

macro_rules! routes {
    ($($page:ident),*) => {$(
        #[doc = concat!("The route of the page `", stringify!($page), "`.")]
        #[derive(Debug)]
        pub struct $page;

        impl LazyRoute for $page {
            fn data() -> Self {
                Self
            }

            async fn view(_: Self) -> AnyView {
                settings_page(Page::$page).await
            }

            async fn preload() {
                #[cfg(target_arch = "wasm32")]
                __preload_settings_page().await;
            }
        }
    )*};
}

routes!(Profile, General, Objects, Overview, NewObject, Object, SelectType, NewField, Field);

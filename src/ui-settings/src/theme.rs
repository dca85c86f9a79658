//! Light, dark or as the system: a plain form that JavaScript makes instant.

use icosa_contract::routes;
use icosa_contract::session::ColorScheme;
use icosa_rpc::account::color_scheme_set;
use icosa_rpc::use_signed_in;
use icosa_ui::icon::Icon;
use icosa_ui::toast::use_toasts;
use leptos::leptos_dom::helpers::is_browser;
use leptos::prelude::*;

const CHOICES: [(ColorScheme, &str); 3] = [
    (ColorScheme::Light, "IconSun"),
    (ColorScheme::Dark, "IconMoon"),
    (ColorScheme::System, "IconDeviceDesktop"),
];

/// Three buttons, the current one pressed.
#[component]
pub fn ThemeSwitch() -> AnyView {
    let current = RwSignal::new(shown());
    let choices = CHOICES.map(|(scheme, icon)| view! { <ThemeButton scheme icon current/> });
    view! {
        <form method="post" action=routes::forms::COLOR_SCHEME role="group" aria-label="Theme"
            class="flex gap-1 p-1 rounded-sm bg-tertiary">
            {choices}
        </form>
    }
    .into_any()
}

#[component]
fn ThemeButton(scheme: ColorScheme, icon: &'static str, current: RwSignal<ColorScheme>) -> AnyView {
    let toasts = use_toasts();
    let choose = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        let before = current.get_untracked();
        current.set(scheme);
        show(scheme);
        leptos::task::spawn_local(async move {
            if let Err(error) = color_scheme_set(scheme).await {
                let _ = current.try_set(before);
                show(before);
                toasts.error(error.message);
            }
        });
    };
    view! {
        <button type="submit" name="scheme" value=scheme.as_str() on:click=choose
            aria-pressed=move || (current.get() == scheme).to_string()
            class="flex-1 h-6 flex items-center justify-center gap-1 rounded-xs text-secondary hover:bg-hover aria-pressed:bg-primary aria-pressed:text-primary">
            <Icon name=icon size=14/>
            <span class="text-sm">{scheme.as_str()}</span>
        </button>
    }
    .into_any()
}

/// The theme the document has: that of the session, until another is chosen.
fn shown() -> ColorScheme {
    if is_browser() {
        let class = document().document_element().map(|root| root.class_name()).unwrap_or_default();
        let known = CHOICES.iter().map(|(scheme, _)| *scheme);
        return known.into_iter().find(|scheme| class == scheme.as_str().to_lowercase()).unwrap_or_default();
    }
    use_signed_in().map_or(ColorScheme::System, |page| page.session.color_scheme)
}

fn show(scheme: ColorScheme) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("class", &scheme.as_str().to_lowercase());
    }
}

//! Leaving a page with input that is not saved: asked about first, wherever the person is going.

use icosa_ui::hooks::{Listener, Way, hold_ways};
use icosa_ui::modal::ConfirmDialog;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, MouseEvent};

/// Asks before a page with unsaved input is left: by a link, keys or the command menu, with the browser's Back, or by
/// closing the window. Links beside the form's own button (`set-buttons`, `form-buttons`) say what they do, and are followed.
#[component]
pub fn LeaveGuard(
    /// Something would be lost.
    #[prop(into)]
    is_dirty: Signal<bool>,
) -> AnyView {
    let (open, way) = (RwSignal::new(false), StoredValue::new(None::<Way>));
    // The person has said that it may be lost.
    let is_free = StoredValue::new(false);
    let holds =
        move || is_dirty.try_get_untracked().unwrap_or(false) && !is_free.try_get_value().unwrap_or(true);
    let ask = move |wanted: Way| {
        way.set_value(Some(wanted));
        open.set(true);
    };
    let location = use_location();
    let here = move || {
        let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
        let search = search.trim_start_matches('?');
        if search.is_empty() { path } else { format!("{path}?{search}") }
    };
    Effect::new(move |_| {
        let closing = Listener::new(window().into(), "beforeunload", false, move |event| {
            if holds() {
                event.prevent_default();
                let _ = js_sys::Reflect::set(&event, &"returnValue".into(), &JsValue::TRUE);
            }
        });
        let following = Listener::new(document().into(), "click", true, move |event| {
            if let Some(page) = page_of(&event).filter(|_| holds()) {
                event.prevent_default();
                event.stop_propagation();
                ask(Way::Page(page));
            }
        });
        hold_ways(move |way| {
            let is_held = holds();
            if is_held {
                // The router has not heard yet that the address is another one.
                if way == Way::Back
                    && let Ok(history) = window().history()
                {
                    let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&here()));
                }
                ask(way);
            }
            is_held
        });
        StoredValue::new_local((closing, following));
    });
    let navigate = use_navigate();
    let leave = move |()| {
        is_free.set_value(true);
        match way.try_update_value(Option::take).flatten() {
            Some(Way::Page(page)) => navigate(&page, NavigateOptions::default()),
            Some(Way::Back) => {
                let _ = window().history().and_then(|history| history.back());
            }
            None => {}
        }
    };
    view! {
        <ConfirmDialog open title="Leave without saving?" message="What you have changed here is lost." confirm="Leave"
            danger=true on_confirm=leave/>
    }
    .into_any()
}

/// The page of the interface that a click leads to in this window.
fn page_of(event: &Event) -> Option<String> {
    let click: &MouseEvent = event.dyn_ref()?;
    let is_plain = click.button() == 0
        && !(click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key());
    let target: Element = event.target()?.dyn_into().ok()?;
    let link = target.closest("a[href]").ok()??;
    let leads_elsewhere = ["target", "download"].iter().any(|name| link.has_attribute(name))
        || link.get_attribute("rel").is_some_and(|rel| rel.contains("external"));
    if !is_plain || leads_elsewhere || link.closest(".set-buttons, .form-buttons").ok()?.is_some() {
        return None;
    }
    let href = link.get_attribute("href")?;
    (href.starts_with('/') && !href.starts_with("//")).then_some(href)
}

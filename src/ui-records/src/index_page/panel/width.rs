//! How wide the panel is: dragged at its edge, or changed by keys; the browser keeps it.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Width to begin with, and its bounds; pixels.
const BEGIN: i32 = 500;
const NARROWEST: i32 = 360;
const WIDEST: i32 = 1000;
/// By so much a key changes it.
const STEP: i32 = 20;
/// Where the browser keeps it.
const KEPT_AS: &str = "icosa-panel-width";

/// The width, as this browser had it last.
pub fn use_width() -> RwSignal<i32> {
    let width = RwSignal::new(BEGIN);
    Effect::new(move |_| {
        let kept = storage().and_then(|storage| storage.get_item(KEPT_AS).ok().flatten());
        if let Some(kept) = kept.and_then(|kept| kept.parse::<i32>().ok()) {
            width.set(bounded(kept));
        }
    });
    width
}

fn bounded(width: i32) -> i32 {
    width.clamp(NARROWEST, WIDEST)
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn keep(width: i32) {
    if let Some(storage) = storage() {
        // A browser that keeps nothing begins anew.
        let _ = storage.set_item(KEPT_AS, &width.to_string());
    }
}

/// The edge that is dragged.
#[component]
pub fn Edge(width: RwSignal<i32>) -> AnyView {
    let dragged_from = StoredValue::new(None::<(i32, i32)>);
    let press = move |event: PointerEvent| {
        event.prevent_default();
        let edge = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        if let Some(edge) = edge {
            let _ = edge.set_pointer_capture(event.pointer_id());
        }
        dragged_from.set_value(Some((event.client_x(), width.get_untracked())));
    };
    let drag = move |event: PointerEvent| {
        if let Some((x, from)) = dragged_from.get_value() {
            width.set(bounded(from + x - event.client_x()));
        }
    };
    let release = move |_: PointerEvent| {
        if dragged_from.try_update_value(Option::take).flatten().is_some() {
            keep(width.get_untracked());
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" => STEP,
            "ArrowRight" => -STEP,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        width.update(|width| *width = bounded(*width + by));
        keep(width.get_untracked());
    };
    view! {
        <span class="rec-panel-edge" role="separator" tabindex="0" aria-orientation="vertical" aria-label="Width of the panel"
            aria-valuemin=NARROWEST.to_string() aria-valuemax=WIDEST.to_string() aria-valuenow=move || width.get().to_string()
            on:pointerdown=press on:pointermove=drag on:pointerup=release on:pointercancel=release on:keydown=on_key></span>
    }
    .into_any()
}

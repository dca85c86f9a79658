//! Keys that work on every signed-in page: `G` and an object's letter opens its table, `G` `S` settings, `/` goes to
//! the page's search field. A page with unsaved input is asked first.

use icosa_contract::routes;
use icosa_model::Model;
use icosa_rpc::LiveModel;
use icosa_ui::hooks::{Way, is_held, use_window_listener};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

/// A sequence's second key must follow within this many milliseconds.
const SEQUENCE_MS: f64 = 1_000.0;

/// Installs the keys; they are ignored while a text field has the focus.
pub fn use_shortcuts(model: LiveModel) {
    let navigate = use_navigate();
    let armed_at = StoredValue::new(None::<f64>);
    use_window_listener(leptos::ev::keydown, move |event| {
        if event.ctrl_key()
            || event.meta_key()
            || event.alt_key()
            || event.default_prevented()
            || is_typing(&event)
        {
            return;
        }
        let key = event.key().to_lowercase();
        let was_armed =
            armed_at.try_get_value().flatten().is_some_and(|at| event.time_stamp() - at < SEQUENCE_MS);
        let _ = armed_at.try_set_value(None);
        if was_armed {
            if let Some(path) = target(&model.newest(), &key) {
                event.prevent_default();
                if !is_held(Way::Page(path.clone())) {
                    navigate(&path, NavigateOptions::default());
                }
            }
        } else if key == "g" {
            let _ = armed_at.try_set_value(Some(event.time_stamp()));
        } else if key == "/" && focus_search() {
            event.prevent_default();
        }
    });
}

/// Where `G` and a key lead: `S` to settings, an object's letter to its table.
fn target(model: &Model, key: &str) -> Option<String> {
    let is_its = |letter: &String| letter.to_lowercase() == key;
    let object = model.objects().iter().find(|object| object.shortcut.as_ref().is_some_and(is_its));
    let settings = (key == "s").then(|| routes::settings::PROFILE.to_owned());
    object.map(|object| routes::index(&object.name_plural)).or(settings)
}

fn is_typing(event: &leptos::ev::KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        || element.closest("[contenteditable='true']").ok().flatten().is_some()
}

fn focus_search() -> bool {
    let field = document().query_selector("input[type='search']").ok().flatten();
    field
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
        .is_some_and(|element| element.focus().is_ok())
}

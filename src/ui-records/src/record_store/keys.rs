//! Keys and events of the whole window that the store follows.

use icosa_ui::hooks::use_window_listener;
use leptos::ev::KeyboardEvent;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::RecordStore;

/// Ctrl+Z (Cmd+Z) takes the last change of a record back, with Shift it is done again; text fields keep their own.
pub(super) fn listen(store: &RecordStore) {
    let keys = store.clone();
    use_window_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        let is_command = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        if !is_command || event.default_prevented() || is_typing(&event) {
            return;
        }
        match (event.key().as_str(), event.shift_key()) {
            ("z", false) => keys.undo(),
            ("Z" | "z", true) | ("y", false) => keys.redo(),
            _ => return,
        }
        event.prevent_default();
    });
    let store = store.clone();
    use_window_listener(leptos::ev::popstate, move |_| store.note_return());
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|element| {
        let is_box = element.get_attribute("type").is_some_and(|kind| kind == "checkbox");
        (matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") && !is_box)
            || element.closest("[contenteditable='true'], dialog, [role='dialog']").ok().flatten().is_some()
    })
}

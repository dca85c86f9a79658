//! Copying text, in the browser.

use leptos::prelude::*;

use crate::toast::Toasts;

/// Puts a text on the clipboard and says so; says why where the browser does not offer one.
pub fn copy(text: &str, said: &str, toasts: Toasts) {
    let navigator = window().navigator();
    let is_offered =
        js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object());
    if is_offered {
        let _ = navigator.clipboard().write_text(text);
        toasts.success(said);
    } else {
        toasts.error("This browser copies only on pages with an https address.");
    }
}

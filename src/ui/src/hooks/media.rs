//! What the browser window is like. The server knows none of it: first renders assume a wide, awake window.

use leptos::prelude::*;

use super::listener::Listener;

/// Media query of small screens, as in the style sheet.
pub const PHONE: &str = "(max-width: 767px)";

/// Whether a media query matches, following changes. `false` on the server and until the page is awake.
#[must_use]
pub fn use_media_query(query: &'static str) -> Signal<bool> {
    let matches = RwSignal::new(false);
    Effect::new(move || {
        let Ok(Some(list)) = window().match_media(query) else { return };
        matches.set(list.matches());
        let source = list.clone();
        let listener = Listener::new(list.into(), "change", false, move |_| {
            let _ = matches.try_set(source.matches());
        });
        StoredValue::new_local(listener);
    });
    matches.into()
}

/// Whether the window is narrower than 768 pixels.
#[must_use]
pub fn use_is_phone() -> Signal<bool> {
    use_media_query(PHONE)
}

/// `false` on the server and during the first render in the browser, `true` from then on: what only a running page
/// can do is shown by this.
#[must_use]
pub fn use_hydrated() -> Signal<bool> {
    let is_awake = RwSignal::new(false);
    Effect::new(move || is_awake.set(true));
    is_awake.into()
}

//! Light or dark.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{MutationObserver, MutationObserverInit};

use super::media::use_media_query;

struct ClassObserver {
    observer: MutationObserver,
    _run: Closure<dyn FnMut()>,
}

impl Drop for ClassObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Whether the page is dark right now: by the class of `<html>` (`light`, `dark`, `system`) and the device. Needed
/// only by what cannot use the colour tokens, which follow by themselves. `false` until the page is awake.
#[must_use]
pub fn use_is_dark() -> Signal<bool> {
    let device = use_media_query("(prefers-color-scheme: dark)");
    let class = RwSignal::new(String::new());
    Effect::new(move || {
        let Some(root) = document().document_element() else { return };
        class.set(root.class_name());
        let observed = root.clone();
        let run = Closure::<dyn FnMut()>::new(move || {
            let _ = class.try_set(observed.class_name());
        });
        let Ok(observer) = MutationObserver::new(run.as_ref().unchecked_ref()) else { return };
        let what = MutationObserverInit::new();
        what.set_attributes(true);
        let _ = observer.observe_with_options(&root, &what);
        StoredValue::new_local(ClassObserver { observer, _run: run });
    });
    Signal::derive(move || class.with(|class| is_dark(class, device.get())))
}

fn is_dark(class: &str, device_is_dark: bool) -> bool {
    class.split_whitespace().any(|class| class == "dark" || (class == "system" && device_is_dark))
}

#[cfg(test)]
mod tests {
    use super::is_dark;

    #[test]
    fn the_chosen_scheme_wins_over_the_device() {
        assert!(is_dark("dark", false) && is_dark("system", true));
        assert!(!is_dark("light", true) && !is_dark("system", false) && !is_dark("", true));
    }
}

//! Tells the server the browser's time zone, by a cookie, so that the next page is rendered in it.

use js_sys::{Array, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};

/// Must be the name that `http::cookies` reads.
const COOKIE: &str = "icosa-zone";
/// A year, in seconds.
const MAX_AGE: u32 = 31_536_000;

/// Sets the cookie once the page has woken up.
pub fn tell_server() {
    Effect::new(|_| {
        let Some(zone) = browser_zone().filter(|zone| is_plain(zone)) else { return };
        if let Some(document) = document().dyn_ref::<web_sys::HtmlDocument>() {
            let _ = document.set_cookie(&format!("{COOKIE}={zone}; Path=/; SameSite=Lax; Max-Age={MAX_AGE}"));
        }
    });
}

/// IANA names hold nothing that means something in a cookie.
fn is_plain(zone: &str) -> bool {
    zone.len() < 64 && zone.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+'))
}

fn browser_zone() -> Option<String> {
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&options, &JsValue::from_str("timeZone")).ok()?.as_string()
}

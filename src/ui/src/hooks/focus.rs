//! Moving the keyboard focus.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

const FOCUSABLE: &str = "a[href], button:not([disabled]), input:not([disabled]):not([type='hidden']), \
     select:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex='-1'])";

/// Focuses an element without scrolling to it.
pub fn focus(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Everything inside that can be focused by key, in document order.
#[must_use]
pub fn focusable(inside: &Element) -> Vec<HtmlElement> {
    matching(inside, FOCUSABLE)
}

/// Elements inside that match a selector, in document order.
pub(crate) fn matching(inside: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = inside.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.get(index)?.dyn_into().ok()).collect()
}

/// Focuses what is marked `autofocus`, else the first thing that can be, else the element itself; not when the focus
/// is inside already.
pub fn focus_first(inside: &HtmlElement) {
    let own: &web_sys::Node = inside;
    if document()
        .active_element()
        .is_some_and(|active| own != active.as_ref() && inside.contains(Some(&active)))
    {
        return;
    }
    let marked = matching(inside, "[autofocus]").into_iter().next();
    match marked.or_else(|| focusable(inside).into_iter().next()) {
        Some(first) => focus(&first),
        None => focus(inside),
    }
}

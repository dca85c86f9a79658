//! Key caps.

use leptos::prelude::*;

/// Keys of a shortcut, one cap each: `<Kbd keys="G P"/>`. Not shown on touch screens.
#[component]
pub fn Kbd(
    /// Keys separated by spaces.
    #[prop(into)]
    keys: String,
) -> AnyView {
    let caps: Vec<_> = keys.split_whitespace().map(|key| view! { <kbd>{key.to_owned()}</kbd> }).collect();
    view! { <span class="kbd">{caps}</span> }.into_any()
}

//! Pictures of people, companies and workspaces.

use icosa_model::format::{hue, initials};
use leptos::html;
use leptos::prelude::*;

use crate::tag::color_classes;

/// A picture, or initials on a colour that is always the same for the same `seed`. Decorative: the name stands
/// beside it.
#[component]
pub fn Avatar(
    /// Name the initials are taken from.
    #[prop(into)]
    name: String,
    /// What the colour is chosen by, the record's id; the name when empty.
    #[prop(optional, into)]
    seed: String,
    /// Address of the picture; initials when absent, empty or broken.
    #[prop(optional_no_strip, into)]
    image: Option<String>,
    /// Width and height in pixels.
    #[prop(default = 16)]
    size: u16,
    /// Rounded square (companies, workspaces) instead of a circle.
    #[prop(optional)]
    square: bool,
) -> AnyView {
    let color = color_classes(hue(if seed.is_empty() { &name } else { &seed }));
    let shape = if square { "avatar avatar-square" } else { "avatar" };
    let letters: String = initials(&name).chars().take(if size < 20 { 1 } else { 2 }).collect();
    let picture = image.filter(|address| !address.is_empty()).map(|address| view! { <Picture address/> });
    view! {
        <span class=format!("{shape} {color}") style=format!("--size:{size}px") aria-hidden="true">
            {letters}
            {picture}
        </span>
    }
    .into_any()
}

/// Covers the initials; removes itself when the picture cannot be loaded, also when that happened before hydration.
#[component]
fn Picture(address: String) -> AnyView {
    let is_broken = RwSignal::new(false);
    let element = NodeRef::<html::Img>::new();
    Effect::new(move || {
        if element.get().is_some_and(|image| image.complete() && image.natural_width() == 0) {
            is_broken.set(true);
        }
    });
    view! {
        <img src=address alt="" loading="lazy" decoding="async" node_ref=element hidden=move || is_broken.get()
            on:error=move |_| is_broken.set(true)/>
    }
    .into_any()
}

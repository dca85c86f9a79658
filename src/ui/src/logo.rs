//! The product's mark: an icosahedron seen on one of its faces.

use leptos::prelude::*;

/// Facets from the lightest to the darkest side, as path data in a 24 by 24 box with the class that tints them.
const FACETS: [(&str, &str); 4] = [
    ("logo-front", "M12 5.08L17.99 15.46H6.01Z"),
    ("logo-light", "M12 5.08V.8L2.3 6.4ZM6.01 15.46L12 5.08L2.3 6.4ZM12 5.08V.8L21.7 6.4Z"),
    ("logo-middle", "M12 5.08L17.99 15.46L21.7 6.4ZM6.01 15.46L2.3 17.6V6.4Z"),
    (
        "logo-dark",
        "M17.99 15.46H6.01L12 23.2ZM17.99 15.46L21.7 17.6V6.4ZM17.99 15.46L21.7 17.6L12 23.2ZM6.01 15.46L2.3 17.6L12 23.2Z",
    ),
];

/// The mark; the word stands beside it as text where it is wanted.
#[component]
pub fn Logo(
    /// Width and height in pixels.
    #[prop(default = 24)]
    size: u16,
) -> AnyView {
    let size = size.to_string();
    let facets = FACETS.map(|(class, path)| view! { <path class=class d=path></path> });
    view! {
        <svg class="logo" width=size.clone() height=size viewBox="0 0 24 24" role="img" aria-label="Icosa">{facets}</svg>
    }
    .into_any()
}

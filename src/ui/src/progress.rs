//! Something is under way: a spinner, a bar, and boxes where content will be.

use leptos::prelude::*;

/// A small turning ring in the colour of the text.
#[component]
pub fn Spinner(
    /// Diameter in pixels.
    #[prop(default = 16)]
    size: u16,
) -> AnyView {
    let size = size.to_string();
    view! {
        <svg class="spinner" width=size.clone() height=size viewBox="0 0 16 16" role="status" aria-label="Loading">
            <circle cx="8" cy="8" r="6" pathLength="100"></circle>
            <circle class="spinner-head" cx="8" cy="8" r="6" pathLength="100"></circle>
        </svg>
    }
    .into_any()
}

/// A bar that fills from 0 to 1; without a value it shows that something goes on.
#[component]
pub fn ProgressBar(
    /// What is under way, for assistive technology.
    #[prop(into)]
    label: String,
    /// Between 0 and 1.
    #[prop(into)]
    value: Signal<Option<f64>>,
) -> AnyView {
    let percent = move || value.get().map(|value| format!("{:.0}", value.clamp(0.0, 1.0) * 100.0));
    let width = move || percent().map(|percent| format!("width: {percent}%"));
    let class =
        move || if value.get().is_some() { "progress-fill" } else { "progress-fill progress-running" };
    view! {
        <div class="progress" role="progressbar" aria-label=label aria-valuemin="0" aria-valuemax="100"
            aria-valuenow=percent>
            <div class=class style=width></div>
        </div>
    }
    .into_any()
}

/// A grey box where text will be. Give the region around it `aria-busy="true"`.
#[component]
pub fn Skeleton(
    /// CSS width, e.g. `8rem` or `60%`.
    #[prop(default = "100%")]
    width: &'static str,
    /// Height in pixels.
    #[prop(default = 16)]
    height: u16,
) -> AnyView {
    view! { <span class="skeleton" aria-hidden="true" style=format!("width:{width};height:{height}px")></span> }.into_any()
}

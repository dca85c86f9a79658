//! Yes or no: checkboxes and switches. Both are native checkboxes, so they submit with forms.

use leptos::html;
use leptos::prelude::*;

/// A checkbox, with its label or with a spoken one only.
#[component]
pub fn Checkbox(
    /// What it stands for.
    #[prop(into)]
    label: String,
    /// Show the label beside the box; otherwise it is spoken only.
    #[prop(optional)]
    show_label: bool,
    /// Whether it is checked.
    #[prop(into)]
    checked: Signal<bool>,
    /// Some but not all of what it stands for is checked.
    #[prop(optional, into)]
    indeterminate: Signal<bool>,
    /// Called with the new state.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
    /// Key in the submitted form; its value is `true`.
    #[prop(optional, into)]
    name: Option<String>,
    /// Cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// A circle instead of a square (tasks).
    #[prop(optional)]
    round: bool,
) -> AnyView {
    let element = NodeRef::<html::Input>::new();
    // `indeterminate` is a property without attribute: there is none before hydration.
    Effect::new(move || {
        if let Some(input) = element.get() {
            input.set_indeterminate(indeterminate.get());
        }
    });
    let changed = move |event| {
        if let Some(on_change) = on_change {
            on_change.run(event_target_checked(&event));
        }
    };
    let spoken = (!show_label).then(|| label.clone());
    view! {
        <label class="check">
            <input type="checkbox" class=if round { "check-box check-round" } else { "check-box" } name=name value="true"
                checked=checked.get_untracked() prop:checked=move || checked.get() aria-label=spoken node_ref=element
                disabled=move || disabled.get() on:change=changed/>
            {show_label.then(|| view! { <span>{label}</span> })}
        </label>
    }
    .into_any()
}

/// A switch: takes effect at once.
#[component]
pub fn Toggle(
    /// What it switches.
    #[prop(into)]
    label: String,
    /// Show the label beside it; otherwise it is spoken only.
    #[prop(optional)]
    show_label: bool,
    /// Whether it is on.
    #[prop(into)]
    checked: Signal<bool>,
    /// Called with the new state.
    #[prop(optional, into)]
    on_change: Option<Callback<bool>>,
    /// Key in the submitted form; its value is `true`.
    #[prop(optional, into)]
    name: Option<String>,
    /// Cannot be changed.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> AnyView {
    let changed = move |event| {
        if let Some(on_change) = on_change {
            on_change.run(event_target_checked(&event));
        }
    };
    let spoken = (!show_label).then(|| label.clone());
    view! {
        <label class="check">
            <input type="checkbox" role="switch" class="toggle" name=name value="true" checked=checked.get_untracked()
                prop:checked=move || checked.get() aria-label=spoken disabled=move || disabled.get() on:change=changed/>
            {show_label.then(|| view! { <span>{label}</span> })}
        </label>
    }
    .into_any()
}

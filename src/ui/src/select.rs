//! A native choice among few options, for forms.

use leptos::prelude::*;

use crate::icon::Icon;
use crate::input::Field;

/// A drop-down list of the browser's own: works before hydration and with every phone.
#[component]
pub fn Select(
    /// Above it; also spoken.
    #[prop(into)]
    label: String,
    /// Value and label of each option.
    options: Vec<(String, String)>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Key in the submitted form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Called with the chosen value.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// One line of help below.
    #[prop(optional, into)]
    hint: String,
    /// Do not show the label, only speak it.
    #[prop(optional)]
    hide_label: bool,
) -> AnyView {
    let changed = move |event| {
        if let Some(on_change) = on_change {
            on_change.run(event_target_value(&event));
        }
    };
    let items: Vec<AnyView> = options
        .into_iter()
        .map(|(key, text)| {
            let is_chosen = value.with_untracked(|value| *value == key);
            let own = key.clone();
            view! {
                <option value=key selected=is_chosen prop:selected=move || value.with(|value| *value == own)>{text}</option>
            }
            .into_any()
        })
        .collect();
    let spoken = hide_label.then(|| label.clone());
    view! {
        <Field label=if hide_label { String::new() } else { label } hint>
            <span class="input-group">
                <select class="input" name=name aria-label=spoken on:change=changed>{items}</select>
                <span class="input-end"><Icon name="IconChevronDown" size=14/></span>
            </span>
        </Field>
    }
    .into_any()
}

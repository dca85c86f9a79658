//! Several lines of text. The text is set as a property and never as a child: the framework does not escape children
//! of this element on the server.

use leptos::html;
use leptos::prelude::*;

use super::field::Field;

/// A text area that grows with its text. Its text appears at hydration; the server's HTML has it empty, so forms that
/// must work without JavaScript use [`TextInput`](super::TextInput).
#[component]
pub fn TextArea(
    /// The text.
    value: RwSignal<String>,
    /// Above it.
    #[prop(optional, into)]
    label: String,
    /// Key in the submitted form.
    #[prop(optional, into)]
    name: Option<String>,
    /// Shown while empty.
    #[prop(optional, into)]
    placeholder: String,
    /// Height in lines before it grows.
    #[prop(default = 3)]
    rows: u16,
    /// One line of help below.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with the value; empty when nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
    /// Reference to the element, to focus it.
    #[prop(optional)]
    area_ref: NodeRef<html::Textarea>,
) -> AnyView {
    let aria_label = label.is_empty().then(|| placeholder.clone());
    view! {
        <Field label hint error>
            <textarea class="input input-area" name=name rows=rows.to_string() placeholder=placeholder aria-label=aria_label
                prop:value=move || value.get() node_ref=area_ref
                on:input=move |event| value.set(event_target_value(&event))
                aria-invalid=move || error.with(|error| (!error.is_empty()).then_some("true"))></textarea>
        </Field>
    }
    .into_any()
}

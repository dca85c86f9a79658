//! One line of text, and the label, hint and error around any control.

use leptos::html;
use leptos::prelude::*;

/// Label above, hint or error below a control. The control must be the only one inside.
#[component]
pub fn Field(
    /// Empty: none is shown (give the control an `aria-label`).
    #[prop(optional, into)]
    label: String,
    /// One line of help below.
    #[prop(optional, into)]
    hint: String,
    /// Replaces the hint when it is not empty; announced when it appears.
    #[prop(optional, into)]
    error: Signal<String>,
    /// Ties hint and error to the control: its `aria-describedby` must be this id.
    #[prop(optional, into)]
    note_id: String,
    /// Marks the label of fields that may stay empty.
    #[prop(optional)]
    is_optional: bool,
    /// The control.
    children: Children,
) -> AnyView {
    let label = (!label.is_empty()).then(|| {
        view! { <span class="input-label">{label}{is_optional.then(|| view! { <i>" optional"</i> })}</span> }
    });
    let has_error = move || error.with(|error| !error.is_empty());
    let has_hint = !hint.is_empty();
    let note = move || error.with(|error| if error.is_empty() { hint.clone() } else { error.clone() });
    view! {
        <div class="input-field">
            <label class="input-control">{label}{children()}</label>
            <p class="input-note" id=(!note_id.is_empty()).then_some(note_id) class:input-error=has_error
                hidden=move || !has_hint && !has_error() role=move || has_error().then_some("alert")>{note}</p>
        </div>
    }
    .into_any()
}

/// A single-line input with its label.
#[component]
pub fn TextInput(
    /// Key in the submitted form.
    #[prop(optional, into)]
    name: String,
    /// Above the input.
    #[prop(optional, into)]
    label: String,
    /// HTML input type: `text`, `email`, `url`, `tel`, `number`, `date` …
    #[prop(default = "text")]
    kind: &'static str,
    /// Initial value of an unbound input.
    #[prop(optional, into)]
    value: String,
    /// Two-way binding, instead of `value`.
    #[prop(optional)]
    bind: Option<RwSignal<String>>,
    /// Shown while empty.
    #[prop(optional, into)]
    placeholder: String,
    /// What the browser may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Which keyboard a phone shows: `numeric`, `decimal`, `email` …
    #[prop(optional)]
    input_mode: Option<&'static str>,
    /// One line of help below.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with the value; empty when nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
    /// May not be empty.
    #[prop(optional)]
    required: bool,
    /// Takes focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    /// Cannot be edited.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Called with the text after every change.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// Reference to the element, to focus it.
    #[prop(optional)]
    input_ref: NodeRef<html::Input>,
) -> AnyView {
    let note_id = if name.is_empty() { String::new() } else { format!("note-{name}") };
    let aria_label = label.is_empty().then(|| placeholder.clone());
    let typed = move |event| {
        let text = event_target_value(&event);
        if let Some(bind) = bind {
            bind.set(text.clone());
        }
        if let Some(on_input) = on_input {
            on_input.run(text);
        }
    };
    let initial = bind.map_or(value, |bind| bind.get_untracked());
    view! {
        <Field label hint error note_id=note_id.clone()>
            <input class="input" type=kind name=(!name.is_empty()).then_some(name) value=initial
                prop:value=move || bind.map(|bind| bind.get())
                placeholder=placeholder autocomplete=autocomplete inputmode=input_mode aria-label=aria_label
                aria-describedby=(!note_id.is_empty()).then_some(note_id) required=required autofocus=autofocus
                disabled=move || disabled.get() node_ref=input_ref on:input=typed
                aria-invalid=move || error.with(|error| (!error.is_empty()).then_some("true"))/>
        </Field>
    }
    .into_any()
}

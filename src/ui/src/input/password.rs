//! A password, hidden until it is asked for.

use leptos::prelude::*;

use super::field::Field;
use crate::button::IconButton;

/// A password input with a button that shows what was typed (once the page is awake).
#[component]
pub fn PasswordInput(
    /// Key in the submitted form.
    #[prop(into)]
    name: String,
    /// Above the input.
    #[prop(into)]
    label: String,
    /// `current-password` or `new-password`.
    #[prop(default = "current-password")]
    autocomplete: &'static str,
    /// One line of help below.
    #[prop(optional, into)]
    hint: String,
    /// What is wrong with the value; empty when nothing is.
    #[prop(optional, into)]
    error: Signal<String>,
) -> AnyView {
    let is_shown = RwSignal::new(false);
    let note_id = format!("note-{name}");
    view! {
        <Field label hint error note_id=note_id.clone()>
            <span class="input-group">
                <input class="input" type=move || if is_shown.get() { "text" } else { "password" } name=name required=true
                    autocomplete=autocomplete autocapitalize="none" spellcheck="false" aria-describedby=note_id
                    aria-invalid=move || error.with(|error| (!error.is_empty()).then_some("true"))/>
                <span class="input-end js-only">
                    <IconButton icon=Signal::derive(move || if is_shown.get() { "IconEyeOff" } else { "IconEye" }.to_owned())
                        label=Signal::derive(move || if is_shown.get() { "Hide password" } else { "Show password" }.to_owned())
                        pressed=is_shown no_tip=true
                        on_click=move |_| is_shown.update(|shown| *shown = !*shown)/>
                </span>
            </span>
        </Field>
    }
    .into_any()
}

//! The inputs of an object's form.

use std::sync::Arc;

use icosa_model::Model;
use icosa_ui::checkbox::Toggle;
use icosa_ui::input::TextInput;
use leptos::prelude::*;

use super::ObjectDraft;
use crate::data_model::pickers::{ColorPicker, IconPicker};

/// The inputs of a draft.
#[component]
pub fn ObjectInputs(draft: ObjectDraft, model: Arc<Model>) -> AnyView {
    let color = draft.color;
    let problem_of = {
        let model = Arc::clone(&model);
        move |text: RwSignal<String>, is_label: bool| {
            let model = Arc::clone(&model);
            Signal::derive(move || {
                let own = if is_label { draft.label_problem(text) } else { draft.name_problem(text, &model) };
                // Nothing is held against what has not been typed yet.
                let is_shown = draft.is_tried.get() || !text.with(String::is_empty);
                if is_shown && !own.is_empty() { own } else { draft.refusal(text).unwrap_or_default() }
            })
        }
    };
    let is_fixed = draft.has_fixed_names();
    let is_following = Signal::derive(move || is_fixed || draft.is_synced.get());
    let hint = if is_fixed { "Programs know standard objects by these names." } else { "" };
    let toggle = (!is_fixed).then(|| {
        view! {
            <Toggle label="API names follow the labels" show_label=true checked=draft.is_synced
                on_change=move |is_on| draft.is_synced.set(is_on)/>
        }
    });
    let issues = move || {
        let issues = draft.other_issues();
        (!issues.is_empty()).then(|| view! { <p class="set-alert" role="alert">{issues.join(" ")}</p> })
    };
    view! {
        <div class="set-fields">
            {issues}
            <input type="hidden" name="icon" value=draft.icon.get_untracked() prop:value=move || draft.icon.get()/>
            <input type="hidden" name="color" value=color.get_untracked() prop:value=move || color.get()/>
            <div class="set-line set-line-named">
                <div class="set-look"><IconPicker icon=draft.icon color/><ColorPicker color on_change=move |name| color.set(name)/></div>
                <TextInput name="labelSingular" label="One record" bind=draft.label_singular placeholder="Project"
                    error=problem_of(draft.label_singular, true) autofocus=draft.stored.with_value(Option::is_none)/>
                <TextInput name="labelPlural" label="Many records" bind=draft.label_plural placeholder="Projects"
                    error=problem_of(draft.label_plural, true)/>
            </div>
            <div class="set-line set-line-short">
                <TextInput name="description" label="Description" bind=draft.description placeholder="What these records are for"/>
                <TextInput name="shortcut" label="Shortcut" bind=draft.shortcut placeholder="A letter"
                    on_input=move |text: String| draft.shortcut.set(last_letter(&text))
                    hint="Opens the list after G."/>
            </div>
            <div class="set-line">
                <TextInput name="nameSingular" label="API name, one" bind=draft.name_singular hint placeholder="Follows the label"
                    error=problem_of(draft.name_singular, false) disabled=is_following/>
                <TextInput name="namePlural" label="API name, many" bind=draft.name_plural placeholder="Follows the label"
                    error=problem_of(draft.name_plural, false) disabled=is_following/>
            </div>
            {toggle}
        </div>
    }
    .into_any()
}

/// A shortcut is one letter: the last that was typed.
fn last_letter(text: &str) -> String {
    text.chars().rev().find(|c| c.is_alphanumeric()).into_iter().flat_map(char::to_uppercase).collect()
}

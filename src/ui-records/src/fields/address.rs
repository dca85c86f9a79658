//! ADDRESS: a small form, top to bottom.

use icosa_model::format::countries::{self, Country};
use leptos::prelude::*;
use serde_json::{Map, Value};

use super::Editing;
use super::editor_frame::{Draft, EditorFrame, Finish};

const PARTS: [(&str, &str); 5] = [
    ("addressStreet1", "Address 1"),
    ("addressStreet2", "Address 2"),
    ("addressCity", "City"),
    ("addressState", "State"),
    ("addressPostcode", "Post code"),
];

/// The text parts and the country; coordinates stay as they are.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let finish = Finish::new(editing.on_done);
    let before = editing.value();
    let part = |name: &str| before.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let first = editing.seed.clone();
    let inputs: Vec<(&'static str, &'static str, RwSignal<String>)> =
        PARTS.iter().map(|(name, label)| (*name, *label, RwSignal::new(part(name)))).collect();
    if let (Some(seed), Some((_, _, street))) = (first, inputs.first()) {
        street.set(seed);
    }
    let country = RwSignal::new(part("addressCountry"));
    let label = editing.label();
    let signals = inputs.clone();
    let read = Callback::new(move |()| {
        let mut value = editing.value().as_object().cloned().unwrap_or_default();
        for (name, _, signal) in &signals {
            put(&mut value, name, &signal.get_untracked());
        }
        put(&mut value, "addressCountry", &country.get_untracked());
        Ok(Draft::of(&editing.field, &tidied(&editing.value()), Value::Object(value)))
    });
    let rows: Vec<AnyView> =
        inputs.into_iter().map(|(_, label, value)| view! { <Part label value/> }.into_any()).collect();
    view! {
        <EditorFrame label read finish is_panel=true>
            <div class="flex flex-col gap-1 p-2">{rows}<CountryInput value=country/></div>
        </EditorFrame>
    }
    .into_any()
}

fn put(value: &mut Map<String, Value>, name: &str, text: &str) {
    let text = text.trim();
    value.insert(name.to_owned(), if text.is_empty() { Value::Null } else { Value::from(text) });
}

fn tidied(value: &Value) -> Value {
    let mut value = value.as_object().cloned().unwrap_or_default();
    for name in PARTS.iter().map(|(name, _)| *name).chain(["addressCountry"]) {
        let text = value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        put(&mut value, name, &text);
    }
    Value::Object(value)
}

#[component]
fn Part(label: &'static str, value: RwSignal<String>) -> AnyView {
    view! {
        <label class="flex items-center gap-2">
            <span class="panel-label">{label}</span>
            <input class="panel-input" type="text" autocomplete="off" value=value.get_untracked() prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))/>
        </label>
    }
    .into_any()
}

/// Countries by name; a name that was typed or imported and is none of them is kept as it is.
#[component]
fn CountryInput(value: RwSignal<String>) -> AnyView {
    let current = value.get_untracked();
    let known: Vec<Country> = countries::all().collect();
    let is_known = known.iter().any(|country| country.name == current);
    let own = (!current.is_empty() && !is_known)
        .then(|| view! { <option value=current.clone() selected=true>{current.clone()}</option> });
    let options: Vec<AnyView> = known
        .iter()
        .map(|country| {
            view! { <option value=country.name selected=country.name == current>{country.name}</option> }
                .into_any()
        })
        .collect();
    view! {
        <label class="flex items-center gap-2">
            <span class="panel-label">"Country"</span>
            <select class="panel-input" on:change=move |event| value.set(event_target_value(&event))>
                <option value="">"No country"</option>
                {own}
                {options}
            </select>
        </label>
    }
    .into_any()
}

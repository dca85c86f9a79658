//! ADDRESS: a small form, top to bottom, of the parts the field shows.

use icosa_model::format::address::{PARTS, is_coordinate, visible_parts};
use icosa_model::format::countries::{self, Country};
use icosa_model::values::normalise;
use leptos::prelude::*;
use serde_json::{Map, Value};

use super::Editing;
use super::editor_frame::{Draft, EditorFrame, Finish};

/// A part that is asked for.
#[derive(Clone, Copy)]
struct Part {
    name: &'static str,
    label: &'static str,
    value: RwSignal<String>,
}

/// The visible parts; the others stay as they are.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let Some(field) = editing.definition() else { return ().into_any() };
    let finish = Finish::new(editing.on_done);
    let before = editing.value();
    let visible = visible_parts(&field.settings);
    let parts: Vec<Part> = PARTS
        .iter()
        .filter(|(name, _)| visible.contains(name))
        .map(|(name, label)| Part { name, label, value: RwSignal::new(text_of(&before, name)) })
        .collect();
    if let (Some(seed), Some(first)) = (editing.seed.clone(), parts.first()) {
        first.value.set(seed);
    }
    let label = editing.label();
    let rows: Vec<AnyView> = parts.iter().map(|part| row(*part)).collect();
    let read = Callback::new(move |()| read(&editing, &parts));
    view! {
        <EditorFrame label read finish is_panel=true>
            <div class="flex flex-col gap-1 p-2">{rows}</div>
        </EditorFrame>
    }
    .into_any()
}

fn row(part: Part) -> AnyView {
    let Part { name, label, value } = part;
    if name == "addressCountry" {
        return view! { <CountryInput value/> }.into_any();
    }
    let input_mode = is_coordinate(name).then_some("decimal");
    view! {
        <label class="flex items-center gap-2">
            <span class="panel-label">{label}</span>
            <input class="panel-input" type="text" inputmode=input_mode autocomplete="off" value=value.get_untracked()
                prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event))/>
        </label>
    }
    .into_any()
}

fn read(editing: &Editing, parts: &[Part]) -> Result<Draft, String> {
    let field = editing.known()?;
    let known = |mut value: Map<String, Value>| {
        value.retain(|name, _| PARTS.iter().any(|(part, _)| part == name));
        normalise(field, &Value::Object(value)).map_err(|error| editing.reason(&error))
    };
    let stored = editing.value().as_object().cloned().unwrap_or_default();
    let mut changed = stored.clone();
    let mut before = stored;
    for part in parts {
        before.entry(part.name).or_insert(Value::Null);
        let typed = part.value.get_untracked();
        let is_untouched = typed == text_of(&editing.value(), part.name);
        let value = if is_untouched {
            before.get(part.name).cloned().unwrap_or_default()
        } else {
            Value::from(typed.trim())
        };
        changed.insert(part.name.to_owned(), value);
    }
    let before = known(before).unwrap_or_default();
    Ok(Draft::of(&editing.field, &before, known(changed)?))
}

fn text_of(value: &Value, name: &str) -> String {
    match value.get(name) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
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

//! EMAILS, PHONES, LINKS and ARRAY: several values of one kind, the first one being the primary.

use std::sync::Arc;

use icosa_model::FieldType;
use icosa_model::values::{from_items, items, most_items, read_items};
use icosa_ui::multi_item::{Check, ItemList, MultiItemEditor};
use leptos::prelude::*;

use super::Editing;
use super::editor_frame::{Draft, EditorFrame, Finish};

/// The list with its buttons and an input that adds to it; the input alone where one value is allowed.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let Some(field) = editing.definition() else { return ().into_any() };
    let (kind, most) = (field.field_type, most_items(field));
    let before = items(kind, &editing.value());
    if most == 1 && before.len() <= 1 {
        return single(editing, kind);
    }
    let finish = Finish::new(editing.on_done);
    let check: Check = {
        let editing = editing.clone();
        Arc::new(move |text| read_items(editing.known()?, text).map_err(|error| editing.reason(&error)))
    };
    let list = ItemList::new(before, editing.seed.clone().unwrap_or_default(), most, check);
    let label = editing.label();
    let input_label = format!("Add to {label}");
    let read = Callback::new(move |()| draft(&editing, &list.outcome()?));
    view! {
        <EditorFrame label read finish is_panel=true>
            <MultiItemEditor list kind=input_type(kind) placeholder=placeholder(kind) label=input_label
                has_primary=kind != FieldType::Array/>
        </EditorFrame>
    }
    .into_any()
}

/// One value, typed like a text.
fn single(editing: Editing, kind: FieldType) -> AnyView {
    let finish = Finish::new(editing.on_done);
    let stored = || items(kind, &editing.value()).into_iter().next().unwrap_or_default();
    let text = RwSignal::new(editing.seed.clone().unwrap_or_else(stored));
    let is_seeded = editing.seed.is_some();
    let label = editing.label();
    let input_label = label.clone();
    let read = Callback::new(move |()| draft(&editing, &[text.get_untracked()]));
    view! {
        <EditorFrame label read finish>
            <input class="field-input" type=input_type(kind) aria-label=input_label placeholder=placeholder(kind)
                autocomplete="off" spellcheck="false" data-seeded=is_seeded.then_some("") value=text.get_untracked()
                prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/>
        </EditorFrame>
    }
    .into_any()
}

fn draft(editing: &Editing, texts: &[String]) -> Result<Draft, String> {
    let (field, stored) = (editing.known()?, editing.value());
    let value = from_items(field, &stored, texts).map_err(|error| editing.reason(&error))?;
    // Compared with what an untouched list gives, so that opening and closing changes nothing.
    let before = from_items(field, &stored, &items(field.field_type, &stored)).unwrap_or(stored);
    Ok(Draft::of(&editing.field, &before, value))
}

/// For the keyboard of a phone; the browser's own checks have no part in it, as there is no form.
fn input_type(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Emails => "email",
        FieldType::Phones => "tel",
        FieldType::Links => "url",
        _ => "text",
    }
}

fn placeholder(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Emails => "name@example.com",
        FieldType::Phones => "+33 6 12 34 56 78",
        FieldType::Links => "example.com",
        _ => "Add a value",
    }
}

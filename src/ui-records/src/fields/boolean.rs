//! BOOLEAN: two choices and nothing to type.

use leptos::prelude::*;
use serde_json::{Value, json};

use super::Editing;
use super::editor_frame::{Draft, EditorFrame, Finish};

/// A native list with yes, no and, for nullable fields, nothing.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let finish = Finish::new(editing.on_done);
    let value = RwSignal::new(editing.value().as_bool());
    let can_be_empty = editing.definition().is_none_or(|field| field.is_nullable);
    let label = editing.label();
    let read = {
        let editing = editing.clone();
        Callback::new(move |()| {
            let value = value.get_untracked().map_or(Value::Null, |value| json!(value));
            Ok(Draft::of(&editing.field, &editing.value(), value))
        })
    };
    let choose = move |event: leptos::ev::Event| {
        value.set(match event_target_value(&event).as_str() {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        });
    };
    let current = value.get_untracked();
    view! {
        <EditorFrame label=label.clone() read finish>
            <select class="field-input" aria-label=label on:change=choose>
                {can_be_empty.then(|| view! { <option value="" selected=current.is_none()>""</option> })}
                <option value="true" selected=current == Some(true)>"True"</option>
                <option value="false" selected=current == Some(false)>"False"</option>
            </select>
        </EditorFrame>
    }
    .into_any()
}

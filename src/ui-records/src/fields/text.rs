//! TEXT, NUMBER, UUID and everything else that is typed as one text.

use icosa_model::format::exact;
use icosa_model::values::{normalise, parse_text_with};
use icosa_model::{Field, FieldType};
use icosa_ui::plain_area::BareArea;
use leptos::prelude::*;
use serde_json::Value;

use super::editor_frame::{Draft, EditorFrame, Finish};
use super::{Editing, preferences};

/// A text area for TEXT (Shift+Enter makes a new line), one line for numbers and ids.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let finish = Finish::new(editing.on_done);
    let Some(field) = editing.definition() else { return ().into_any() };
    let kind = field.field_type;
    let text = RwSignal::new(editing.seed.clone().unwrap_or_else(|| typed(field, &editing.value())));
    let is_seeded = editing.seed.is_some();
    let label = editing.label();
    let read = Callback::new(move |()| read(&editing, &text.get_untracked()));
    let input_label = label.clone();
    let (class, input_mode) = match kind {
        FieldType::Number | FieldType::Numeric => ("field-input tabular-nums", Some("decimal")),
        FieldType::Uuid => ("field-input field-mono field-id", None),
        _ => ("field-input", None),
    };
    view! {
        <EditorFrame label=label read finish>
            {if kind == FieldType::Text {
                view! { <BareArea value=text label=input_label class="field-input field-area"/> }.into_any()
            } else {
                view! {
                    <input class=class type="text" inputmode=input_mode aria-label=input_label autocomplete="off" spellcheck="false"
                        data-seeded=is_seeded.then_some("") value=text.get_untracked() prop:value=move || text.get()
                        on:input=move |event| text.set(event_target_value(&event))/>
                }.into_any()
            }}
        </EditorFrame>
    }
    .into_any()
}

/// The value as the person would type it.
fn typed(field: &Field, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => exact(field, other, &preferences()),
    }
}

fn read(editing: &Editing, text: &str) -> Result<Draft, String> {
    let field = editing.known()?;
    let value = if field.field_type == FieldType::Text {
        normalise(field, &Value::String(text.to_owned()))
    } else {
        parse_text_with(field, text, &preferences())
    };
    let value = value.map_err(|error| editing.reason(&error))?;
    // Nothing and an empty text are the same; a number that was only written otherwise is the same number.
    let before = normalise(field, &editing.value()).unwrap_or_else(|_| editing.value());
    Ok(Draft::of(&editing.field, &before, value))
}

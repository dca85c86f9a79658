//! TEXT, NUMBER, RAW_JSON and everything else that is typed as one text.

use icosa_model::FieldType;
use icosa_model::values::{normalise, parse_text};
use icosa_rpc::use_signed_in;
use icosa_ui::input::TextArea;
use leptos::prelude::*;
use serde_json::Value;

use super::Editing;
use super::editor_frame::{Draft, EditorFrame, Finish};

/// A text area for TEXT and RAW_JSON (Shift+Enter makes a new line), one line for numbers.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let finish = Finish::new(editing.on_done);
    let Some(field) = editing.definition() else { return ().into_any() };
    let is_long = matches!(field.field_type, FieldType::Text | FieldType::RawJson);
    let is_number = matches!(field.field_type, FieldType::Number | FieldType::Numeric);
    let text = RwSignal::new(editing.seed.clone().unwrap_or_else(|| typed(field.field_type, &editing.value())));
    let is_seeded = editing.seed.is_some();
    let label = editing.label();
    let read = Callback::new(move |()| read(&editing, &text.get_untracked()));
    let input_label = label.clone();
    view! {
        <EditorFrame label=label read finish>
            {if is_long {
                view! { <TextArea value=text label_hidden=input_label rows=1 class="field-input field-area"/> }.into_any()
            } else {
                view! {
                    <input class="field-input" type="text" inputmode=is_number.then_some("decimal") aria-label=input_label
                        autocomplete="off" data-seeded=is_seeded.then_some("") value=text.get_untracked()
                        prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/>
                }.into_any()
            }}
        </EditorFrame>
    }
    .into_any()
}

/// The value as the person would type it.
fn typed(kind: FieldType, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => match use_signed_in() {
            Some(page) => icosa_model::format::number(&number.to_string(), &page.session.preferences),
            None => number.to_string(),
        },
        other if kind == FieldType::RawJson => serde_json::to_string_pretty(other).unwrap_or_default(),
        other => other.to_string(),
    }
}

fn read(editing: &Editing, text: &str) -> Result<Draft, String> {
    let field = editing.definition().ok_or("The field is gone.")?;
    let value = if field.field_type == FieldType::Text {
        normalise(field, &Value::String(text.to_owned()))
    } else {
        parse_text(field, text)
    };
    let value = value.map_err(|error| error.message)?;
    Ok(Draft::of(&editing.field, &editing.value(), value))
}

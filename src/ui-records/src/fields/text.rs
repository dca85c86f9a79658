//! TEXT, NUMBER, RAW_JSON and everything else that is typed as one text.

use icosa_model::format::{Preferences, exact};
use icosa_model::values::{normalise, parse_text_with};
use icosa_model::{Field, FieldType};
use icosa_rpc::use_signed_in;
use icosa_ui::plain_area::BareArea;
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
    let text = RwSignal::new(editing.seed.clone().unwrap_or_else(|| typed(field, &editing.value())));
    let is_seeded = editing.seed.is_some();
    let label = editing.label();
    let read = Callback::new(move |()| read(&editing, &text.get_untracked()));
    let input_label = label.clone();
    view! {
        <EditorFrame label=label read finish>
            {if is_long {
                view! { <BareArea value=text label=input_label class="field-input field-area"/> }.into_any()
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
fn typed(field: &Field, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other if field.field_type == FieldType::RawJson => {
            serde_json::to_string_pretty(other).unwrap_or_default()
        }
        other => exact(field, other, &preferences()),
    }
}

fn preferences() -> Preferences {
    use_signed_in().map(|page| page.session.preferences.clone()).unwrap_or_default()
}

fn read(editing: &Editing, text: &str) -> Result<Draft, String> {
    let field = editing.definition().ok_or("The field is gone.")?;
    let value = if field.field_type == FieldType::Text {
        normalise(field, &Value::String(text.to_owned()))
    } else {
        parse_text_with(field, text, &preferences())
    };
    let value = value.map_err(|error| error.message)?;
    Ok(Draft::of(&editing.field, &editing.value(), value))
}

//! DATE and DATE_TIME: the browser's own date inputs, which every platform makes usable by keyboard and touch.
//!
//! Moments are shown and typed in the person's time zone and stored in UTC.

use icosa_model::FieldType;
use icosa_model::format::zone::{from_local, to_local};
use icosa_model::values::normalise;
use icosa_rpc::use_signed_in;
use leptos::prelude::*;
use serde_json::Value;

use super::Editing;
use super::editor_frame::{Draft, EditorFrame, Finish};

/// One date (and time) input with a button that empties it.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let finish = Finish::new(editing.on_done);
    let has_time = editing.definition().is_some_and(|field| field.field_type == FieldType::DateTime);
    let initial = local_text(&editing.value(), has_time);
    let text = RwSignal::new(initial.clone());
    let label = editing.label();
    let input_label = label.clone();
    let read = Callback::new(move |()| {
        let text = text.get_untracked();
        if text == initial { Ok(Draft::Unchanged) } else { read(&editing, &text, has_time) }
    });
    let clear = move |_| {
        text.set(String::new());
    };
    view! {
        <EditorFrame label read finish>
            <div class="flex items-center">
                <input class="field-input flex-1" type=if has_time { "datetime-local" } else { "date" } aria-label=input_label
                    value=text.get_untracked() prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/>
                <button type="button" class="field-clear" on:click=clear aria-label="No date" title="No date">"×"</button>
            </div>
        </EditorFrame>
    }
    .into_any()
}

/// What the input shows: `2026-11-20` or `2026-11-20T17:05`, in the person's zone.
fn local_text(value: &Value, has_time: bool) -> String {
    let text = value.as_str().unwrap_or_default();
    if !has_time {
        return text.to_owned();
    }
    let zone = use_signed_in().map(|page| page.session.preferences.zone.clone()).unwrap_or_default();
    to_local(text, &zone).unwrap_or_default()
}

fn read(editing: &Editing, text: &str, has_time: bool) -> Result<Draft, String> {
    let field = editing.definition().ok_or("The field is gone.")?;
    let value = if text.is_empty() {
        Value::Null
    } else if has_time {
        let zone = use_signed_in().map(|page| page.session.preferences.zone.clone()).unwrap_or_default();
        Value::from(from_local(text, &zone).ok_or("This is not a date and time.")?)
    } else {
        Value::from(text)
    };
    let value = normalise(field, &value).map_err(|error| error.message)?;
    Ok(Draft::of(&editing.field, &editing.value(), value))
}

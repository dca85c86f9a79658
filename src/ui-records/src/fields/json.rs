//! RAW_JSON: the text of the value, indented, checked while it is typed.

use icosa_model::values::normalise;
use icosa_ui::button::{Button, Size, Variant};
use icosa_ui::plain_area::BareArea;
use leptos::prelude::*;
use serde_json::Value;

use super::Editing;
use super::editor_frame::{Draft, EditorFrame, Finish};

/// A text area in letters of one width. Enter makes a new line, Ctrl+Enter saves; what is no JSON stays open.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let finish = Finish::new(editing.on_done);
    let text = RwSignal::new(editing.seed.clone().unwrap_or_else(|| indented(&editing.value())));
    let label = editing.label();
    let input_label = label.clone();
    let state = Memo::new(move |_| text.with(|text| parsed(text)).map(|_| ()));
    let arrange = move |_| {
        if let Ok(value) = text.with_untracked(|text| parsed(text)) {
            text.set(indented(&value));
        }
    };
    let read = Callback::new(move |()| read(&editing, &text.get_untracked()));
    let hint = move || match state.get() {
        Ok(()) => "Ctrl+Enter saves".to_owned(),
        Err(problem) => problem,
    };
    view! {
        <EditorFrame label read finish is_panel=true keeps_enter=true keeps_open=true>
            <BareArea value=text label=input_label class="field-input field-area field-mono field-code-area"/>
            <div class="field-foot" data-aside="">
                <span class="field-hint" class:text-danger=move || state.get().is_err()>{hint}</span>
                <Button variant=Variant::Tertiary size=Size::Small on_click=arrange
                    disabled=Signal::derive(move || state.get().is_err())>"Format"</Button>
            </div>
        </EditorFrame>
    }
    .into_any()
}

fn indented(value: &Value) -> String {
    if value.is_null() { String::new() } else { serde_json::to_string_pretty(value).unwrap_or_default() }
}

/// The value of a text; the error says where it stops being JSON.
fn parsed(text: &str) -> Result<Value, String> {
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value @ (Value::Object(_) | Value::Array(_) | Value::Null)) => Ok(value),
        Ok(_) => Err("An object { } or a list [ ] is expected.".to_owned()),
        Err(error) if error.is_eof() => Err("The text ends before its brackets are closed.".to_owned()),
        Err(error) => Err(format!("Line {}, column {}: this is not JSON.", error.line(), error.column())),
    }
}

fn read(editing: &Editing, text: &str) -> Result<Draft, String> {
    let field = editing.known()?;
    let value = normalise(field, &parsed(text)?).map_err(|error| editing.reason(&error))?;
    Ok(Draft::of(&editing.field, &editing.value(), value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_is_read_and_its_faults_are_told_by_place() {
        assert_eq!(parsed(" "), Ok(Value::Null));
        assert_eq!(parsed("[1, 2]"), Ok(json!([1, 2])));
        assert_eq!(parsed(&indented(&json!({ "a": [1] }))), Ok(json!({ "a": [1] })));
        assert_eq!(parsed("{\n  \"a\": x\n}").unwrap_err(), "Line 2, column 8: this is not JSON.");
        assert!(parsed("{\"a\": 1").unwrap_err().contains("ends before"));
        assert!(parsed("3").unwrap_err().contains("object"));
    }
}

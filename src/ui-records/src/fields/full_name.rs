//! FULL_NAME: two inputs side by side.

use leptos::prelude::*;
use serde_json::{Value, json};

use super::Editing;
use super::editor_frame::{Draft, EditorFrame, Finish};

/// First and last name; Tab goes from one to the other, then on.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let finish = Finish::new(editing.on_done);
    let before = editing.value();
    let part = |name: &str| before.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let first = RwSignal::new(editing.seed.clone().unwrap_or_else(|| part("firstName")));
    let last = RwSignal::new(part("lastName"));
    let is_seeded = editing.seed.is_some();
    let label = editing.label();
    let read = Callback::new(move |()| {
        let value =
            json!({ "firstName": tidy(&first.get_untracked()), "lastName": tidy(&last.get_untracked()) });
        Ok(Draft::of(&editing.field, &comparable(&editing.value()), value))
    });
    view! {
        <EditorFrame label read finish>
            <div class="flex">
                <NamePart label="First name" value=first is_seeded/>
                <NamePart label="Last name" value=last is_seeded=false/>
            </div>
        </EditorFrame>
    }
    .into_any()
}

#[component]
fn NamePart(label: &'static str, value: RwSignal<String>, is_seeded: bool) -> AnyView {
    view! {
        <input class="field-input field-part" type="text" aria-label=label placeholder=label autocomplete="off"
            data-seeded=is_seeded.then_some("") value=value.get_untracked() prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))/>
    }
    .into_any()
}

fn tidy(text: &str) -> Value {
    let text = text.trim();
    if text.is_empty() { Value::Null } else { Value::from(text) }
}

/// The value with both parts present and empty ones null, so that an untouched editor changes nothing.
fn comparable(value: &Value) -> Value {
    let part = |name: &str| value.get(name).and_then(Value::as_str).map_or(Value::Null, tidy);
    json!({ "firstName": part("firstName"), "lastName": part("lastName") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_untouched_name_is_unchanged() {
        let before = json!({ "firstName": "Ada", "lastName": "" });
        assert_eq!(comparable(&before), json!({ "firstName": "Ada", "lastName": null }));
    }
}

//! One option in the editor.

use icosa_contract::records::CountQuery;
use icosa_model::FieldType;
use icosa_model::query::{DeletedRows, FieldPath, Filter, Op};
use icosa_rpc::records::records_count;
use icosa_ui::button::IconButton;
use icosa_ui::icon::Icon;
use leptos::ev::{ClipboardEvent, KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Value, json};

use super::defaults::quoted;
use super::options::DraftOption;
use super::options_editor::Editor;
use crate::data_model::pickers::ColorPicker;

/// A line: handle, colour, label, value, default, removal.
#[component]
pub(super) fn OptionLine(editor: Editor, key: u64) -> AnyView {
    let options = editor.draft.options;
    let part = move |of: fn(&DraftOption) -> String| {
        Memo::new(move |_| options.with(|options| options.get(key).map(of).unwrap_or_default()))
    };
    let color = part(|option| option.color.clone());
    let problem = Memo::new(move |_| {
        let problem = options.with(|options| options.problem(key));
        let is_blank = options.with(|options| options.get(key).is_some_and(|option| option.label.is_empty()));
        if is_blank && !editor.draft.is_tried.get() { "" } else { problem }
    });
    view! {
        <li class="option" data-option=key.to_string() class:option-held=move || editor.dragged.get() == Some(key)>
            <Grip editor key/>
            <ColorPicker color on_change=move |color: String| editor.change(|options| options.paint(key, &color)) small=true/>
            <LabelInput editor key/>
            {move || editor.with_values.get().then(|| view! { <ValueInput editor key/> })}
            <DefaultButton editor key/>
            <IconButton icon="IconX" label="Take out" on_click=move |_| ask_to_remove(editor, key)/>
            {move || {
                let problem = problem.get();
                (!problem.is_empty()).then(|| view! { <p class="option-problem" role="alert">{problem}</p> })
            }}
        </li>
    }
    .into_any()
}

/// Drags the line, or moves it by arrow keys.
#[component]
fn Grip(editor: Editor, key: u64) -> AnyView {
    let press = move |event: PointerEvent| {
        if event.button() == 0 {
            event.prevent_default();
            editor.dragged.set(Some(key));
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowUp" => -1,
            "ArrowDown" => 1,
            _ => return,
        };
        event.prevent_default();
        editor.change(|options| options.shift(key, by));
        editor.say_place(key);
        editor.focus(key, ".option-grip");
    };
    view! {
        <button type="button" class="option-grip" aria-label="Move: drag, or press the up and down arrows" on:pointerdown=press on:keydown=on_key>
            <Icon name="IconGripVertical" size=14/>
        </button>
    }
    .into_any()
}

#[component]
fn LabelInput(editor: Editor, key: u64) -> AnyView {
    let options = editor.draft.options;
    let label = Memo::new(move |_| {
        options.with(|options| options.get(key).map(|o| o.label.clone()).unwrap_or_default())
    });
    let paste = move |event: ClipboardEvent| {
        let text = event.clipboard_data().and_then(|data| data.get_data("text").ok()).unwrap_or_default();
        if text.trim().contains('\n') {
            event.prevent_default();
            editor.change(|options| options.paste(key, &text));
        }
    };
    let on_key = move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" if !event.is_composing() => {
            event.prevent_default();
            editor.add();
        }
        "Backspace" if label.with_untracked(String::is_empty) => {
            let before = options.with_untracked(|options| {
                let at = options.list().iter().position(|option| option.key == key)?;
                options.list().get(at.checked_sub(1)?).map(|option| option.key)
            });
            if let Some(before) = before {
                event.prevent_default();
                ask_to_remove(editor, key);
                editor.focus(before, ".option-label");
            }
        }
        _ => {}
    };
    view! {
        <input class="input option-label" type="text" aria-label="Label of the option" placeholder="Option" autocomplete="off"
            value=label.get_untracked() prop:value=move || label.get() on:paste=paste on:keydown=on_key
            on:input=move |event| { let text = event_target_value(&event); editor.change(|options| options.rename(key, &text)); }/>
    }
    .into_any()
}

#[component]
fn ValueInput(editor: Editor, key: u64) -> AnyView {
    let options = editor.draft.options;
    let value = Memo::new(move |_| {
        options.with(|options| options.get(key).map(|o| o.value.clone()).unwrap_or_default())
    });
    view! {
        <input class="input option-value" type="text" aria-label="API value of the option" autocomplete="off" spellcheck="false"
            value=value.get_untracked() prop:value=move || value.get()
            on:change=move |event| { let text = event_target_value(&event); editor.change(|options| options.set_value(key, &text)); }/>
    }
    .into_any()
}

/// New records begin with this option.
#[component]
fn DefaultButton(editor: Editor, key: u64) -> AnyView {
    let draft = editor.draft;
    let own = Memo::new(move |_| {
        draft.options.with(|options| options.get(key).map(|option| quoted(&option.value)).unwrap_or_default())
    });
    // The default follows a value that changes with its label.
    Effect::new(move |before: Option<Value>| {
        let now = own.get();
        if let Some(before) = before.filter(|before| *before != now && !before.is_null()) {
            draft.default.update(|default| replace(default, &before, &now));
        }
        now
    });
    let is_default = Memo::new(move |_| own.with(|own| draft.default.with(|default| holds(default, own))));
    let is_many = draft.field_type == FieldType::MultiSelect;
    let toggle = move |_| {
        let own = own.get_untracked();
        draft.default.update(|default| toggle_default(default, own, is_many));
    };
    view! {
        <IconButton icon=Signal::derive(move || if is_default.get() { "IconStarFilled" } else { "IconStar" }.to_owned())
            label=Signal::derive(move || if is_default.get() { "No default" } else { "Make it the default" }.to_owned())
            pressed=is_default on_click=toggle/>
    }
    .into_any()
}

fn holds(default: &Value, own: &Value) -> bool {
    !own.is_null() && (default == own || default.as_array().is_some_and(|values| values.contains(own)))
}

fn replace(default: &mut Value, before: &Value, now: &Value) {
    if default == before {
        *default = now.clone();
    } else if let Value::Array(values) = default {
        for value in values.iter_mut().filter(|value| *value == before) {
            *value = now.clone();
        }
    }
}

fn toggle_default(default: &mut Value, own: Value, is_many: bool) {
    if !is_many {
        *default = if *default == own { Value::Null } else { own };
        return;
    }
    let mut values = default.as_array().cloned().unwrap_or_default();
    match values.iter().position(|value| *value == own) {
        Some(at) => drop(values.remove(at)),
        None => values.push(own),
    }
    *default = if values.is_empty() { Value::Null } else { Value::Array(values) };
}

/// A stored option that records hold is taken out only after it is said what they get instead.
fn ask_to_remove(editor: Editor, key: u64) {
    let option = editor.draft.options.with_untracked(|options| options.get(key).cloned());
    let Some(value) = option.and_then(|option| option.stored_value) else {
        editor.remove(key);
        return;
    };
    let is_many = editor.draft.field_type == FieldType::MultiSelect;
    let filter = Filter::Compare {
        path: FieldPath::field(editor.draft.base.with_value(|row| row.name.clone())),
        op: if is_many { Op::ContainsAny } else { Op::Eq },
        value: if is_many { json!([value]) } else { json!(value) },
    };
    let object = editor.draft.object.with_value(|object| object.name_singular.clone());
    let query = CountQuery { object, filter: Some(filter), deleted: DeletedRows::Included };
    spawn_local(async move {
        // Where the object is inactive nothing can be counted: the question is asked all the same.
        match records_count(query).await {
            Ok(0) => {
                let _ = editor.draft.mapping.try_update(|mapping| mapping.insert(value, None));
                editor.remove(key);
            }
            Ok(count) => drop(editor.doomed.try_set(Some((key, count)))),
            Err(_) => drop(editor.doomed.try_set(Some((key, 0)))),
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_default_or_several() {
        let mut default = Value::Null;
        toggle_default(&mut default, json!("'A'"), false);
        toggle_default(&mut default, json!("'B'"), false);
        assert_eq!(default, json!("'B'"));
        toggle_default(&mut default, json!("'B'"), false);
        assert_eq!(default, Value::Null);
        toggle_default(&mut default, json!("'A'"), true);
        toggle_default(&mut default, json!("'B'"), true);
        assert!(holds(&default, &json!("'A'")) && holds(&default, &json!("'B'")));
        replace(&mut default, &json!("'A'"), &json!("'C'"));
        assert_eq!(default, json!(["'C'", "'B'"]));
        toggle_default(&mut default, json!("'C'"), true);
        toggle_default(&mut default, json!("'B'"), true);
        assert_eq!(default, Value::Null);
    }
}

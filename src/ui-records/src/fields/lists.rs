//! EMAILS, PHONES, LINKS and ARRAY: several values of one kind, the first one being the primary.

use icosa_model::FieldType;
use icosa_model::values::{normalise, parse_text};
use icosa_ui::icon::Icon;
use leptos::prelude::*;
use serde_json::{Value, json};

use super::Editing;
use super::editor_frame::{Draft, EditorFrame, Finish};

/// The list with its buttons, and an input that adds to it.
pub(crate) fn editor(editing: Editing) -> AnyView {
    let Some(field) = editing.definition() else { return ().into_any() };
    let finish = Finish::new(editing.on_done);
    let kind = field.field_type;
    let limit = field.settings.max_number_of_values.map_or(usize::MAX, |limit| limit as usize);
    let items = RwSignal::new(items_of(kind, &editing.value()));
    let text = RwSignal::new(editing.seed.clone().unwrap_or_default());
    // With one value allowed the input edits that value.
    if limit == 1 && editing.seed.is_none() {
        text.set(
            items.with_untracked(|items| items.first().map(|item| typed(kind, item)).unwrap_or_default()),
        );
    }
    let is_seeded = editing.seed.is_some();
    let label = editing.label();
    let input_label = label.clone();
    let read = {
        let editing = editing.clone();
        Callback::new(move |()| {
            let list = with_typed(&editing, kind, limit, &items.get_untracked(), &text.get_untracked())?;
            let field = editing.definition().ok_or("The field is gone.")?;
            let value = normalise(field, &value_of(kind, &list)).map_err(|error| error.message)?;
            let before = value_of(kind, &items_of(kind, &editing.value()));
            let before = normalise(field, &before).unwrap_or(before);
            Ok(Draft::of(&editing.field, &before, value))
        })
    };
    let add = Callback::new(move |()| {
        match with_typed(&editing, kind, limit, &items.get_untracked(), &text.get_untracked()) {
            Ok(list) => {
                items.set(list);
                text.set(String::new());
                None
            }
            Err(message) => Some(message),
        }
    });
    let error = RwSignal::new(None::<String>);
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        // Enter adds what is typed and, with nothing typed, closes.
        if event.key() == "Enter" && limit > 1 && !text.with_untracked(|text| text.trim().is_empty()) {
            event.prevent_default();
            error.set(add.run(()));
        }
    };
    view! {
        <EditorFrame label read finish is_panel=limit != 1>
            <Rows kind items is_shown=limit != 1/>
            <input class="field-input" type=input_type(kind) aria-label=format!("Add to {input_label}") data-autofocus=""
                placeholder=placeholder(kind) autocomplete="off" data-seeded=is_seeded.then_some("")
                value=text.get_untracked() prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))
                on:keydown=on_key/>
            {move || error.get().map(|message| view! { <p role="alert" class="field-error">{message}</p> })}
        </EditorFrame>
    }
    .into_any()
}

#[component]
fn Rows(kind: FieldType, items: RwSignal<Vec<Value>>, is_shown: bool) -> AnyView {
    if !is_shown {
        return ().into_any();
    }
    let rows = move || {
        items
            .get()
            .into_iter()
            .enumerate()
            .map(|(place, item)| {
                view! { <Row place text=typed(kind, &item) items has_primary=kind != FieldType::Array/> }
                    .into_any()
            })
            .collect::<Vec<_>>()
    };
    view! { <div class="option-list">{rows}</div> }.into_any()
}

#[component]
fn Row(place: usize, text: String, items: RwSignal<Vec<Value>>, has_primary: bool) -> AnyView {
    let remove = move |_| {
        items.update(|items| {
            if place < items.len() {
                items.remove(place);
            }
        });
    };
    let promote = move |_| {
        items.update(|items| {
            if place < items.len() {
                let item = items.remove(place);
                items.insert(0, item);
            }
        });
    };
    let badge = (has_primary && place == 0).then(|| view! { <span class="item-badge">"Primary"</span> });
    let promote = (has_primary && place > 0).then(|| {
        view! {
            <button type="button" class="icon-button" aria-label=format!("Make {text} the primary") title="Make primary"
                on:mousedown=|event| event.prevent_default() on:click=promote><Icon name="IconArrowUp" size=14/></button>
        }
    });
    view! {
        <div class="item-row">
            <span class="item-text">{text.clone()}</span>
            {badge}
            {promote}
            <button type="button" class="icon-button" aria-label=format!("Remove {text}") title="Remove"
                on:mousedown=|event| event.prevent_default() on:click=remove><Icon name="IconTrash" size=14/></button>
        </div>
    }
    .into_any()
}

/// The list with what stands in the input.
fn with_typed(
    editing: &Editing,
    kind: FieldType,
    limit: usize,
    items: &[Value],
    text: &str,
) -> Result<Vec<Value>, String> {
    let mut list = items.to_vec();
    let text = text.trim();
    if limit == 1 {
        list.clear();
    }
    if text.is_empty() {
        return Ok(list);
    }
    if list.len() >= limit {
        return Err(format!("At most {limit} values."));
    }
    let field = editing.definition().ok_or("The field is gone.")?;
    let value = parse_text(field, text).map_err(|error| error.message)?;
    let item = items_of(kind, &value).into_iter().next().ok_or("This is not a value of this kind.")?;
    if !list.contains(&item) {
        list.push(item);
    }
    Ok(list)
}

/// A composite taken apart into equal items: texts, `{number, countryCode, callingCode}` or `{url, label}`.
fn items_of(kind: FieldType, value: &Value) -> Vec<Value> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let rest = |key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    match kind {
        FieldType::Emails => text("primaryEmail").map(Value::from).into_iter().chain(rest("additionalEmails")).collect(),
        FieldType::Phones => text("primaryPhoneNumber")
            .map(|number| {
                json!({ "number": number, "countryCode": text("primaryPhoneCountryCode"), "callingCode": text("primaryPhoneCallingCode") })
            })
            .into_iter()
            .chain(rest("additionalPhones"))
            .collect(),
        FieldType::Links => text("primaryLinkUrl")
            .map(|url| json!({ "url": url, "label": text("primaryLinkLabel") }))
            .into_iter()
            .chain(rest("secondaryLinks"))
            .collect(),
        _ => value.as_array().cloned().unwrap_or_default(),
    }
}

/// The composite put together again.
fn value_of(kind: FieldType, items: &[Value]) -> Value {
    let (first, rest) = items.split_first().map_or((None, &[][..]), |(first, rest)| (Some(first), rest));
    let part = |key: &str| first.and_then(|item| item.get(key)).cloned().unwrap_or_default();
    let rest = if rest.is_empty() { Value::Null } else { Value::from(rest.to_vec()) };
    match kind {
        FieldType::Emails => json!({ "primaryEmail": first, "additionalEmails": rest }),
        FieldType::Phones => json!({
            "primaryPhoneNumber": part("number"),
            "primaryPhoneCountryCode": part("countryCode"),
            "primaryPhoneCallingCode": part("callingCode"),
            "additionalPhones": rest,
        }),
        FieldType::Links => {
            json!({ "primaryLinkUrl": part("url"), "primaryLinkLabel": part("label"), "secondaryLinks": rest })
        }
        _ if items.is_empty() => Value::Null,
        _ => Value::from(items.to_vec()),
    }
}

/// An item as the person would type it.
fn typed(kind: FieldType, item: &Value) -> String {
    let text = |key: &str| item.get(key).and_then(Value::as_str).unwrap_or_default();
    match kind {
        FieldType::Phones => format!("{} {}", text("callingCode"), text("number")).trim().to_owned(),
        FieldType::Links => text("url").to_owned(),
        _ => item.as_str().unwrap_or_default().to_owned(),
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composites_come_apart_and_together() {
        for (kind, value) in [
            (FieldType::Emails, json!({ "primaryEmail": "a@x.org", "additionalEmails": ["b@x.org"] })),
            (
                FieldType::Phones,
                json!({ "primaryPhoneNumber": "612345678", "primaryPhoneCountryCode": "FR", "primaryPhoneCallingCode": "+33",
                        "additionalPhones": [{ "number": "1", "countryCode": "US", "callingCode": "+1" }] }),
            ),
            (
                FieldType::Links,
                json!({ "primaryLinkUrl": "x.org", "primaryLinkLabel": null, "secondaryLinks": [{ "url": "y.org", "label": "Y" }] }),
            ),
            (FieldType::Array, json!(["a", "b"])),
        ] {
            assert_eq!(value_of(kind, &items_of(kind, &value)), value, "{kind}");
        }
    }

    #[test]
    fn an_empty_list_is_an_empty_value() {
        assert_eq!(
            value_of(FieldType::Emails, &[]),
            json!({ "primaryEmail": null, "additionalEmails": null })
        );
        assert_eq!(value_of(FieldType::Array, &[]), Value::Null);
    }
}

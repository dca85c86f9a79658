//! SELECT, RATING and MULTI_SELECT: tags to choose from.

use icosa_model::{Field, FieldType};
use leptos::prelude::*;
use serde_json::Value;

use super::editor_frame::{Draft, EditorFrame, Finish};
use super::option_list::{Choice, Look, OptionList};
use super::{Editing, Move};

/// Picks one value and closes; nullable fields offer "No …".
pub(crate) fn one(editing: Editing) -> AnyView {
    let Some(field) = editing.definition() else { return ().into_any() };
    let finish = Finish::new(editing.on_done);
    let mut all = choices_of(field);
    if field.is_nullable {
        let label = format!("No {}", field.label.to_lowercase());
        all.insert(0, Choice { key: String::new(), label, look: Look::Plain });
    }
    let query = RwSignal::new(editing.seed.clone().unwrap_or_default());
    let choices = Memo::new(move |_| query.with(|query| filtered(&all, query)));
    let before = editing.value();
    let picked = Signal::stored(before.as_str().map(str::to_owned).into_iter().collect::<Vec<_>>());
    let label = editing.label();
    let read = Callback::new(move |()| Ok(Draft::Unchanged));
    let on_pick = Callback::new(move |choice: Choice| {
        let value = if choice.key.is_empty() { Value::Null } else { Value::from(choice.key) };
        finish.save(Draft::of(&editing.field, &before, value), Move::Stay);
    });
    view! {
        <EditorFrame label=label.clone() read finish is_panel=true keeps_enter=true>
            <OptionList label query choices picked on_pick/>
        </EditorFrame>
    }
    .into_any()
}

/// Checks and unchecks values; leaving or Tab stores them.
pub(crate) fn many(editing: Editing) -> AnyView {
    let Some(field) = editing.definition() else { return ().into_any() };
    let finish = Finish::new(editing.on_done);
    let all = choices_of(field);
    let order: Vec<String> = all.iter().map(|choice| choice.key.clone()).collect();
    let query = RwSignal::new(editing.seed.clone().unwrap_or_default());
    let choices = Memo::new(move |_| query.with(|query| filtered(&all, query)));
    let before = editing.value();
    let picked = RwSignal::new(strings(&before));
    let label = editing.label();
    let read = Callback::new(move |()| {
        let picked = picked.get_untracked();
        let values: Vec<&String> = order.iter().filter(|value| picked.contains(value)).collect();
        let value =
            if values.is_empty() { Value::Null } else { Value::from_iter(values.into_iter().cloned()) };
        Ok(Draft::of(&editing.field, &before, value))
    });
    let on_pick = Callback::new(move |choice: Choice| {
        picked.update(|picked| match picked.iter().position(|key| *key == choice.key) {
            Some(place) => {
                picked.remove(place);
            }
            None => picked.push(choice.key),
        });
    });
    view! {
        <EditorFrame label=label.clone() read finish is_panel=true keeps_enter=true>
            <OptionList label query choices picked on_pick/>
        </EditorFrame>
    }
    .into_any()
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn choices_of(field: &Field) -> Vec<Choice> {
    let mut options: Vec<_> = field.options.iter().collect();
    options.sort_by_key(|option| option.position);
    let star = |label: &str| format!("{} {label}", "★".repeat(label.parse().unwrap_or(1)));
    options
        .into_iter()
        .map(|option| Choice {
            key: option.value.clone(),
            label: if field.field_type == FieldType::Rating {
                star(&option.label)
            } else {
                option.label.clone()
            },
            look: Look::Tag(option.color.clone().unwrap_or_else(|| "gray".to_owned())),
        })
        .collect()
}

fn filtered(all: &[Choice], query: &str) -> Vec<Choice> {
    let query = query.trim().to_lowercase();
    all.iter().filter(|choice| choice.label.to_lowercase().contains(&query)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_filters_by_label_ignoring_case() {
        let choice =
            |label: &str| Choice { key: label.to_uppercase(), label: label.to_owned(), look: Look::Plain };
        let all = [choice("Meeting"), choice("Proposal")];
        assert_eq!(filtered(&all, "pro").len(), 1);
        assert_eq!(filtered(&all, " ").len(), 2);
        assert!(filtered(&all, "x").is_empty());
    }
}

//! SELECT and MULTI_SELECT: tags to choose from.

use icosa_model::Field;
use icosa_ui::chip::Look;
use icosa_ui::combobox::{Choice, Combobox};
use leptos::prelude::*;
use serde_json::Value;

use super::editor_frame::{Draft, EditorFrame, Finish};
use super::{Editing, Move};

/// Picks one value and closes; nullable fields offer "No …".
pub(crate) fn one(editing: Editing) -> AnyView {
    let Some(field) = editing.definition() else { return ().into_any() };
    let finish = Finish::new(editing.on_done);
    let none = if field.is_nullable { format!("No {}", field.label.to_lowercase()) } else { String::new() };
    let choices = choices_of(field);
    let before = editing.value();
    let selected = before.as_str().map(str::to_owned).into_iter().collect::<Vec<_>>();
    let (label, seed) = (editing.label(), editing.seed.clone().unwrap_or_default());
    let read = Callback::new(move |()| Ok(Draft::Unchanged));
    let pick = move |id: String| {
        let value = if id.is_empty() { Value::Null } else { Value::from(id) };
        finish.save(Draft::of(&editing.field, &before, value), Move::Stay);
    };
    view! {
        <EditorFrame label=label.clone() read finish is_panel=true keeps_enter=true>
            <Combobox label=format!("Search {label}") choices=Signal::stored(choices) selected=Signal::stored(selected) none seed on_pick=pick/>
        </EditorFrame>
    }
    .into_any()
}

/// Checks and unchecks values; leaving or Tab stores them.
pub(crate) fn many(editing: Editing) -> AnyView {
    let Some(field) = editing.definition() else { return ().into_any() };
    let finish = Finish::new(editing.on_done);
    let choices = choices_of(field);
    let order: Vec<String> = choices.iter().map(|choice| choice.id.clone()).collect();
    let before = editing.value();
    let picked = RwSignal::new(strings(&before));
    let (label, seed) = (editing.label(), editing.seed.clone().unwrap_or_default());
    let read = Callback::new(move |()| {
        let value = picked.with_untracked(|picked| in_order(&order, picked));
        let before = in_order(&order, &strings(&before));
        Ok(Draft::of(&editing.field, &before, value))
    });
    let toggle = move |id: String| picked.update(|picked| toggle(picked, id));
    view! {
        <EditorFrame label=label.clone() read finish is_panel=true keeps_enter=true>
            <Combobox label=format!("Search {label}") choices=Signal::stored(choices) selected=picked multiple=true seed on_pick=toggle/>
        </EditorFrame>
    }
    .into_any()
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The picked values in the order of the options; null for none.
fn in_order(order: &[String], picked: &[String]) -> Value {
    let values: Vec<String> = order.iter().filter(|value| picked.contains(value)).cloned().collect();
    if values.is_empty() { Value::Null } else { Value::from(values) }
}

/// Takes an id out, or adds it.
pub(crate) fn toggle(picked: &mut Vec<String>, id: String) {
    match picked.iter().position(|other| *other == id) {
        Some(place) => {
            picked.remove(place);
        }
        None => picked.push(id),
    }
}

fn choices_of(field: &Field) -> Vec<Choice> {
    let mut options: Vec<_> = field.options.iter().collect();
    options.sort_by_key(|option| option.position);
    options
        .into_iter()
        .map(|option| Choice {
            id: option.value.clone(),
            label: option.label.clone(),
            hint: String::new(),
            look: Look::Tag(option.color.clone().unwrap_or_else(|| "gray".to_owned())),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn picked_values_stand_in_the_order_of_the_options() {
        let order = ["A", "B", "C"].map(str::to_owned);
        let mut picked = vec!["C".to_owned()];
        toggle(&mut picked, "A".to_owned());
        assert_eq!(in_order(&order, &picked), json!(["A", "C"]));
        toggle(&mut picked, "A".to_owned());
        toggle(&mut picked, "C".to_owned());
        assert_eq!(in_order(&order, &picked), Value::Null);
    }
}

//! The fields of a record in titled groups, each edited in place.

use std::sync::Arc;

use icosa_model::{Field, Model, Object};
use icosa_ui::icon::Icon;
use leptos::prelude::*;

use super::selection::visible_fields;
use super::state::RecordState;
use crate::fields::{FieldDisplay, FieldEditor, Move, Outcome, is_editable};

/// All groups of the record-page view.
#[component]
pub fn FieldsWidget(model: Arc<Model>, state: RecordState) -> AnyView {
    let object = state.object.clone();
    // Which field is being edited: its place among the editable ones, for Tab.
    let editing = RwSignal::new(None::<String>);
    let groups = groups(&object);
    // As they stand on the page: positions count anew in each group.
    let can_edit =
        |name: &&String| object.field(name).is_some_and(|field| is_editable(&model, &object, field));
    let order: Arc<Vec<String>> =
        Arc::new(groups.iter().flat_map(|(_, fields)| fields).filter(can_edit).cloned().collect());
    let groups = groups
        .into_iter()
        .map(|(title, fields)| {
            let rows: Vec<AnyView> = fields
                .into_iter()
                .map(|field| {
                    let can_edit = order.contains(&field);
                    view! { <FieldRow state=state.clone() field order=order.clone() editing can_edit/> }.into_any()
                })
                .collect();
            view! {
                <section class="mb-3">
                    {title.map(|title| view! { <h2 class="px-2 mb-1 text-xs font-semibold text-light">{title}</h2> })}
                    <dl>{rows}</dl>
                </section>
            }
            .into_any()
        })
        .collect::<Vec<_>>();
    view! { <div>{groups}</div> }.into_any()
}

/// The names of the fields of a record page, group by group, as they stand.
pub(crate) fn field_order(object: &Object) -> Vec<String> {
    groups(object).into_iter().flat_map(|(_, fields)| fields).collect()
}

/// Group titles with the names of their fields; without groups, one untitled list.
fn groups(object: &Object) -> Vec<(Option<String>, Vec<String>)> {
    let visible: Vec<&Field> = visible_fields(object);
    let names = |keep: &dyn Fn(&Field) -> bool| -> Vec<String> {
        visible.iter().filter(|field| keep(field)).map(|field| field.name.clone()).collect()
    };
    let Some(view) = object.fields_view().filter(|view| !view.row.field_groups.is_empty()) else {
        return vec![(None, names(&|_| true))];
    };
    let group_of = |field: &Field| {
        view.columns
            .iter()
            .find(|column| column.row.field_id == field.id)
            .and_then(|column| column.row.view_field_group_id)
    };
    let mut groups: Vec<_> = view.row.field_groups.iter().filter(|group| group.is_visible).collect();
    groups.sort_by(|a, b| a.position.total_cmp(&b.position));
    let mut listed: Vec<(Option<String>, Vec<String>)> = groups
        .into_iter()
        .map(|group| (Some(group.name.clone()), names(&|field| group_of(field) == Some(group.id))))
        .collect();
    listed.push((None, names(&|field| group_of(field).is_none())));
    listed.retain(|(_, fields)| !fields.is_empty());
    listed
}

#[component]
fn FieldRow(
    state: RecordState,
    field: String,
    order: Arc<Vec<String>>,
    editing: RwSignal<Option<String>>,
    can_edit: bool,
) -> AnyView {
    let object = state.object.clone();
    let Some(definition) = object.field(&field) else { return ().into_any() };
    let (label, icon) = (definition.label.clone(), definition.icon.clone().unwrap_or_default());
    let is_open = {
        let field = field.clone();
        Memo::new(move |_| editing.with(|open| open.as_deref() == Some(&field)))
    };
    let open = {
        let (field, state) = (field.clone(), state.clone());
        move || {
            if can_edit && !untrack(|| state.is_deleted()) {
                editing.set(Some(field.clone()));
            }
        }
    };
    let body = move || {
        if is_open.get() {
            view! { <OpenEditor state=state.clone() field=field.clone() order=order.clone() editing/> }
                .into_any()
        } else {
            view! { <ClosedValue state=state.clone() field=field.clone() can_edit open=Callback::new({ let open = open.clone(); move |()| open() })/> }
                .into_any()
        }
    };
    view! {
        <div class="field-row">
            <dt class="field-label" title=label.clone()><Icon name=icon size=16/><span class="truncate">{label.clone()}</span></dt>
            <dd class="field-value">{body}</dd>
        </div>
    }
    .into_any()
}

#[component]
fn ClosedValue(state: RecordState, field: String, can_edit: bool, open: Callback<()>) -> AnyView {
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if can_edit && event.key() == "Enter" && event.target() == event.current_target() {
            event.prevent_default();
            open.run(());
        }
    };
    // A link inside the value is followed; a click anywhere else edits.
    let on_click = move |event: leptos::ev::MouseEvent| {
        let target =
            event.target().and_then(|target| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(target).ok());
        let is_link = target.and_then(|element| element.closest("a, button").ok().flatten()).is_some();
        if can_edit && !is_link {
            open.run(());
        }
    };
    let label = state.object.field(&field).map(|field| field.label.clone()).unwrap_or_default();
    view! {
        <div class="value-box" class:editable=can_edit tabindex=can_edit.then_some("0") on:click=on_click on:keydown=on_key
            role=can_edit.then_some("group") aria-label=can_edit.then(|| format!("{label}, press Enter to edit"))>
            <FieldDisplay object=state.object.clone() field record=state.record wide=true/>
        </div>
    }
    .into_any()
}

#[component]
fn OpenEditor(
    state: RecordState,
    field: String,
    order: Arc<Vec<String>>,
    editing: RwSignal<Option<String>>,
) -> AnyView {
    icosa_rpc::hold_pages();
    let done = {
        let (state, field) = (state.clone(), field.clone());
        Callback::new(move |outcome: Outcome| {
            let (Outcome::Save { then, .. } | Outcome::Cancel(then)) = &outcome;
            editing.set(neighbour(&order, &field, *then));
            state.save(&outcome);
        })
    };
    view! {
        <div class="editor-anchor">
            <FieldEditor object=state.object.clone() field record=state.record.get_untracked() seed=None on_done=done/>
        </div>
    }
    .into_any()
}

/// Tab goes on to the next field, Shift+Tab to the one before; everything else closes.
fn neighbour(order: &[String], field: &str, then: Move) -> Option<String> {
    let place = order.iter().position(|name| name == field)?;
    match then {
        Move::Right => order.get(place + 1).cloned(),
        Move::Left => place.checked_sub(1).and_then(|place| order.get(place)).cloned(),
        Move::Stay | Move::Down => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tab_walks_through_the_fields_and_stops_at_the_ends() {
        let order = ["a".to_owned(), "b".to_owned()];
        assert_eq!(neighbour(&order, "a", Move::Right).as_deref(), Some("b"));
        assert_eq!(neighbour(&order, "b", Move::Left).as_deref(), Some("a"));
        assert_eq!(neighbour(&order, "b", Move::Right), None);
        assert_eq!(neighbour(&order, "a", Move::Left), None);
        assert_eq!(neighbour(&order, "a", Move::Stay), None);
    }
}

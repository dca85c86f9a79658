//! Chips of filters that the view holds. Taking one away takes it out of the view for everybody, with a way back.

use icosa_contract::data_model::{Change, UpdateView, ViewPatch};
use icosa_contract::patch::Patch;
use icosa_model::definition::{ViewFilterRow, ViewRow};
use icosa_model::{Object, View, ViewId};
use icosa_ui::icon::Icon;
use leptos::prelude::*;

use super::rules::group_chip;
use super::words;
use crate::index_page::filter_words::{Said, Speaker};
use crate::index_page::options::ViewSender;
use crate::index_page::view_changes::{create_filter, create_group};

/// All of a view: its filters, its groups of filters, its text.
pub(super) fn chips(view: &View, object: &Object, speaker: Speaker<'_>, sender: ViewSender) -> Vec<AnyView> {
    let row = &view.row;
    let alone = row.filters.iter().filter(|filter| filter.view_filter_group_id.is_none());
    let alone =
        alone.filter_map(|filter| Some(filter_chip(row.id, speaker.say(object, filter)?, filter, sender)));
    let outer = row.filter_groups.iter().filter(|group| group.parent_view_filter_group_id.is_none());
    let groups = outer.filter_map(|group| {
        let (group_id, back) = (group.id, create_group(row, group.id));
        group_chip(row, object, group, speaker, move |said| {
            sender.send_undoable(vec![Change::DeleteViewFilterGroup(group_id)], said, back.clone(), None);
        })
    });
    alone.chain(groups).chain(text_chip(row, sender)).collect()
}

fn filter_chip(view: ViewId, said: Said, row: &ViewFilterRow, sender: ViewSender) -> AnyView {
    let label = format!("Remove the filter on {} from the view", said.label);
    let done = format!("Filter on {} removed", said.label);
    let (id, back) = (row.id, vec![create_filter(row, view, None)]);
    let remove = move || {
        sender.send_undoable(vec![Change::DeleteViewFilter(id)], done.clone(), back.clone(), None);
    };
    view! { <span class="rec-chip rec-chip-stored">{words(said)}{end(label, remove)}</span> }.into_any()
}

/// The text that any field has.
fn text_chip(row: &ViewRow, sender: ViewSender) -> Option<AnyView> {
    let text =
        row.any_field_filter_value.as_deref().map(str::trim).filter(|text| !text.is_empty())?.to_owned();
    let id = row.id;
    let change = move |text: Patch<String>| {
        let update = ViewPatch { any_field_filter_value: text, ..ViewPatch::default() };
        vec![Change::UpdateView(UpdateView { id, update })]
    };
    let said = Said {
        icon: "IconSearch".to_owned(),
        label: "Any field".to_owned(),
        operand: "contains".to_owned(),
        value: text.clone(),
    };
    let remove = move || {
        let back = change(Patch::Set(text.clone()));
        sender.send_undoable(change(Patch::Clear), "Text filter removed".to_owned(), back, None);
    };
    let label = "Remove the text filter from the view".to_owned();
    let chip = view! { <span class="rec-chip rec-chip-stored">{words(said)}{end(label, remove)}</span> };
    Some(chip.into_any())
}

/// What takes the chip away.
pub(super) fn end(label: String, remove: impl Fn() + Send + 'static) -> AnyView {
    view! {
        <button type="button" class="rec-chip-end js-only" aria-label=label.clone() title=label on:click=move |_| remove()>
            <Icon name="IconX" size=14/>
        </button>
    }
    .into_any()
}

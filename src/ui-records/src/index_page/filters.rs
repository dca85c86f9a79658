//! The filters in force, as chips below the header: those of the view, and those of the address, which can be kept in
//! the view.

use icosa_contract::data_model::{Change, CreateViewFilter, ViewFilterPatch};
use icosa_contract::patch::Patch;
use icosa_model::definition::ViewFilterRow;
use icosa_model::format::Preferences;
use icosa_model::{Field, ViewId};
use icosa_rpc::{use_model, use_signed_in};
use icosa_ui::button::{Button, LinkButton, Size, Variant};
use icosa_ui::icon::Icon;
use icosa_ui::toast::use_toasts;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use serde_json::json;
use uuid::Uuid;

use super::address::{Address, Criterion};
use super::filter_words::said;
use super::options::{Current, ViewSender};
use super::view_changes::create_criterion;
use crate::fields::type_icon;
use crate::followed::Followed;

/// The row of chips; nothing where every row is shown.
#[component]
pub(super) fn FilterChips(followed: Memo<Option<Followed>>, address: Memo<Address>) -> AnyView {
    let (Some(page), Some(model)) = (use_signed_in(), use_model()) else { return ().into_any() };
    let navigate = use_navigate();
    let go = Callback::new(move |path: String| navigate(&path, NavigateOptions::default()));
    let sender = ViewSender::new(model, use_toasts(), go);
    let current = Signal::derive(move || {
        followed.with(|followed| address.with(|address| Current::of(followed.as_ref()?, address)))
    });
    let chips = move || {
        let now = current.get()?;
        let address = address.get();
        let preferences = page.session.preferences.clone();
        let view = now.view()?;
        let stored: Vec<AnyView> = view
            .row
            .filters
            .iter()
            .filter_map(|row| {
                let field = now.object.field_by_id(row.field_id)?;
                Some(stored_chip(view.row.id, field, row, &preferences, sender))
            })
            .collect();
        let own: Vec<AnyView> = address
            .filters
            .iter()
            .filter_map(|one| Some(own_chip(now.object.field(&one.field)?, one, &address, &preferences)))
            .collect();
        if stored.is_empty() && own.is_empty() {
            return None;
        }
        let keep = (!own.is_empty()).then(|| keep(now.clone(), address, sender));
        Some(view! { <div class="rec-chips" role="group" aria-label="Filters">{stored}{own}{keep}</div> })
    };
    view! { {chips} }.into_any()
}

fn words(field: &Field, row: &ViewFilterRow, preferences: &Preferences) -> AnyView {
    let icon = field.icon.clone().unwrap_or_else(|| type_icon(field.field_type).to_owned());
    let (operand, value) = said(field, row, preferences);
    view! {
        <Icon name=icon size=14/>
        <span class="truncate"><b>{field.label.clone()}</b>" "{operand}" "{value}</span>
    }
    .into_any()
}

/// Of the view; it is taken out of it for everybody, with a way back.
fn stored_chip(
    view: ViewId,
    field: &Field,
    row: &ViewFilterRow,
    preferences: &Preferences,
    sender: ViewSender,
) -> AnyView {
    // What stands in a group means nothing without it.
    let is_alone = row.view_filter_group_id.is_none();
    let label = format!("Remove the filter on {} from the view", field.label);
    let done = format!("Filter on {} removed", field.label);
    let (id, again) = (row.id, again(view, row));
    let remove =
        move |_| sender.send_undoable(vec![Change::DeleteViewFilter(id)], done.clone(), again.clone(), None);
    let remove = is_alone.then(|| {
        view! {
            <button type="button" class="rec-chip-end js-only" aria-label=label.clone() title=label on:click=remove>
                <Icon name="IconX" size=14/>
            </button>
        }
    });
    view! { <span class="rec-chip rec-chip-stored">{words(field, row, preferences)}{remove}</span> }
        .into_any()
}

/// The change that makes a stored filter again.
fn again(view: ViewId, row: &ViewFilterRow) -> Change {
    let rest = ViewFilterPatch {
        sub_field_name: Patch::from(row.sub_field_name.clone()),
        relation_target_field_id: Patch::from(row.relation_target_field_id),
        ..ViewFilterPatch::default()
    };
    Change::CreateViewFilter(CreateViewFilter {
        id: None,
        view_id: view,
        field_id: row.field_id,
        operand: row.operand.clone(),
        value: row.value.clone(),
        rest,
    })
}

fn own_chip(field: &Field, one: &Criterion, address: &Address, preferences: &Preferences) -> AnyView {
    let row = ViewFilterRow::new(Uuid::nil(), field.id, &one.operand, json!(one.value));
    let label = format!("Remove the filter on {}", field.label);
    let href = address.without(&one.field).href();
    view! {
        <span class="rec-chip">
            {words(field, &row, preferences)}
            <a class="rec-chip-end" href=href aria-label=label.clone() title=label><Icon name="IconX" size=14/></a>
        </span>
    }
    .into_any()
}

/// What can be done with the filters of the address.
fn keep(now: Current, address: Address, sender: ViewSender) -> AnyView {
    let reset = address.without_filters().href();
    // Everybody begins with the object's own view: it stays without filters.
    let save = (!now.is_index()).then(|| {
        let target = reset.clone();
        let keep = move |_| {
            let Some(view) = now.view() else { return };
            let changes =
                address.filters.iter().filter_map(|one| create_criterion(&now.object, view.row.id, one));
            sender.send(changes.collect(), Some(target.clone()));
        };
        view! { <span class="js-only"><Button size=Size::Small variant=Variant::Tertiary blue=true on_click=keep>"Keep in the view"</Button></span> }
    });
    view! { {save}<LinkButton href=reset size=Size::Small variant=Variant::Tertiary>"Reset"</LinkButton> }
        .into_any()
}

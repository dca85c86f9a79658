//! The objects of the workspace.

use std::collections::HashMap;

use icosa_contract::AppError;
use icosa_contract::data_model::{Change, ObjectPatch, RecordCount, Target, UpdateObject};
use icosa_contract::routes;
use icosa_model::definition::ObjectRow;
use icosa_model::{Model, ObjectId};
use icosa_rpc::data_model::data_model_counts;
use icosa_rpc::use_model;
use icosa_ui::button::{LinkButton, Size, Variant};
use icosa_ui::card::{Art, EmptyState};
use icosa_ui::checkbox::Checkbox;
use icosa_ui::icon::Icon;
use icosa_ui::input::SearchInput;
use icosa_ui::menu::{DropdownMenu, MenuItem, MenuSeparator};
use icosa_ui::tag::{Tag, color_classes};
use leptos::prelude::*;

use super::changes::{Sender, use_sender};
use super::danger::UndoOffer;
use super::removal::{Removal, RemovalDialog};
use crate::page::{Crumb, SettingsPage};

type Counts = HashMap<ObjectId, u64>;

/// `/settings/objects`
#[component]
pub fn ObjectsPage() -> AnyView {
    let (Some(model), Some(sender)) = (use_model(), use_sender()) else { return ().into_any() };
    let counts = Resource::new(move || model.get().version(), |_| data_model_counts());
    let (query, with_system) = (RwSignal::new(String::new()), RwSignal::new(false));
    let removal = RwSignal::new(None::<Removal>);
    let list = move || {
        let lines = lines(&model.get(), &query.get(), with_system.get());
        Suspend::new(async move {
            let counts = counted(counts.await);
            view! { <Lists lines counts sender removal/> }.into_any()
        })
    };
    let actions = || {
        view! {
            <LinkButton href=routes::settings::OVERVIEW size=Size::Small icon="IconHierarchy2">"Overview"</LinkButton>
            <LinkButton href=routes::settings::NEW_OBJECT variant=Variant::Primary blue=true size=Size::Small icon="IconPlus">"Add object"</LinkButton>
        }
    };
    view! {
        <SettingsPage title="Data model" crumbs=vec![Crumb::group("Workspace")] actions>
            <UndoOffer page=routes::settings::OBJECTS/>
            <div class="set-tools js-only">
                <SearchInput label="Search objects" value=query/>
                <Checkbox label="System objects" show_label=true checked=with_system on_change=move |is_on| with_system.set(is_on)/>
            </div>
            <Transition>{list}</Transition>
            <RemovalDialog pending=removal/>
        </SettingsPage>
    }
    .into_any()
}

fn counted(answer: Result<Vec<RecordCount>, AppError>) -> Counts {
    answer.unwrap_or_default().into_iter().map(|entry| (entry.object_id, entry.count)).collect()
}

/// An object and how many fields people made or may use.
#[derive(Clone)]
struct Line {
    row: ObjectRow,
    fields: usize,
}

fn lines(model: &Model, query: &str, with_system: bool) -> Vec<Line> {
    let metadata = model.metadata();
    let query = query.trim().to_lowercase();
    let is_wanted = |row: &&ObjectRow| {
        (with_system || !row.is_system)
            && [&row.label_plural, &row.label_singular, &row.name_singular]
                .iter()
                .any(|text| text.to_lowercase().contains(&query))
    };
    let fields = |id: ObjectId| {
        let own = metadata.fields.iter().filter(|field| field.object_id == id && field.is_active);
        own.filter(|field| !field.is_system && !field.is_side_effect).count()
    };
    let mut lines: Vec<Line> = metadata
        .objects
        .iter()
        .filter(is_wanted)
        .map(|row| Line { row: row.clone(), fields: fields(row.id) })
        .collect();
    lines.sort_by_key(|line| (line.row.is_system, line.row.label_plural.to_lowercase()));
    lines
}

#[component]
fn Lists(lines: Vec<Line>, counts: Counts, sender: Sender, removal: RwSignal<Option<Removal>>) -> AnyView {
    if lines.is_empty() {
        return view! { <EmptyState title="No object is called that" art=Art::Search/> }.into_any();
    }
    let (active, inactive): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| line.row.is_active);
    let rows = |lines: Vec<Line>| -> Vec<AnyView> {
        let row = |line: Line| {
            let count = counts.get(&line.row.id).copied();
            view! { <ObjectLine line count sender removal/> }.into_any()
        };
        lines.into_iter().map(row).collect()
    };
    let (active_rows, inactive_rows) = (rows(active), rows(inactive));
    let inactive_part = (!inactive_rows.is_empty()).then(|| {
        view! { <h2 class="set-list-title">"Inactive"</h2><div class="set-table set-objects" role="table" aria-label="Inactive objects">{inactive_rows}</div> }
    });
    view! {
        <div class="set-table set-objects" role="table" aria-label="Objects">
            <div class="set-row set-head" role="row">
                <span role="columnheader">"Name"</span>
                <span role="columnheader">"Kind"</span>
                <span role="columnheader" class="set-number">"Fields"</span>
                <span role="columnheader" class="set-number">"Records"</span>
                <span role="columnheader"><span class="sr-only">"Actions"</span></span>
            </div>
            {active_rows}
        </div>
        {inactive_part}
    }
    .into_any()
}

#[component]
fn ObjectLine(line: Line, count: Option<u64>, sender: Sender, removal: RwSignal<Option<Removal>>) -> AnyView {
    let Line { row, fields } = line;
    let color = row.color.clone().unwrap_or_else(|| "gray".to_owned());
    let icon = row.icon.clone().unwrap_or_default();
    let href = routes::settings::object(&row.name_plural);
    let is_off = !row.is_active;
    let count = count.filter(|_| row.is_active).map_or_else(|| "–".to_owned(), |count| count.to_string());
    view! {
        <div class="set-row" role="row" class:set-off=is_off>
            <span role="cell" class="set-name">
                <span class=format!("icon-tile {}", color_classes(&color))><Icon name=icon size=14/></span>
                <a href=href class="set-link truncate">{row.label_plural.clone()}</a>
            </span>
            <span role="cell">{origin(&row)}</span>
            <span role="cell" class="set-number">{fields}<span class="set-unit">" fields"</span></span>
            <span role="cell" class="set-number">{count}<span class="set-unit">" records"</span></span>
            <span role="cell" class="set-menu js-only"><RowMenu row sender removal/></span>
        </div>
    }
    .into_any()
}

/// Who made it.
pub(super) fn origin(row: &ObjectRow) -> AnyView {
    match (row.is_system, row.is_standard) {
        (true, _) => view! { <Tag label="System"/> }.into_any(),
        (false, true) => view! { <Tag label="Standard" color="blue"/> }.into_any(),
        (false, false) => view! { <Tag label="Custom" color="orange"/> }.into_any(),
    }
}

#[component]
fn RowMenu(row: ObjectRow, sender: Sender, removal: RwSignal<Option<Removal>>) -> AnyView {
    let label = format!("Actions for {}", row.label_plural);
    let row = StoredValue::new(row);
    let items = move || {
        let row = row.get_value();
        let (id, name, is_active) = (row.id, row.label_plural.clone(), row.is_active);
        let open = is_active.then(|| {
            view! { <MenuItem label="Open records" icon="IconTable" href=routes::index(&row.name_plural)/> }
        });
        let switch = (!row.is_system).then(|| {
            let (text, icon) = if is_active { ("Deactivate", "IconArchive") } else { ("Activate", "IconRestore") };
            let name = name.clone();
            view! { <MenuItem label=text icon=icon on_click=move |_| switch_object(sender, id, &name, !is_active)/> }
        });
        let delete = (!row.is_standard && !row.is_system).then(|| {
            let removed = Removal { target: Target::Object(id), label: name.clone(), leads_to: None };
            view! {
                <MenuSeparator/>
                <MenuItem label="Delete" icon="IconTrash" danger=true on_click=move |_| removal.set(Some(removed.clone()))/>
            }
        });
        view! {
            <MenuItem label="Edit" icon="IconPencil" href=routes::settings::object(&row.name_plural)/>
            {open}{switch}{delete}
        }
    };
    view! { <DropdownMenu label>{items()}</DropdownMenu> }.into_any()
}

/// Switches an object on or off; the message offers the way back.
pub(super) fn switch_object(sender: Sender, id: ObjectId, label: &str, is_active: bool) {
    let change = |is_active| {
        let update = ObjectPatch { is_active: Some(is_active), ..ObjectPatch::default() };
        Change::UpdateObject(UpdateObject { id, update })
    };
    let done = format!("{label} {}", if is_active { "activated" } else { "deactivated" });
    sender.switch(change(is_active), done, change(!is_active));
}

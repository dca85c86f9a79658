//! The fields of an object.

use std::collections::HashSet;

use icosa_contract::AppError;
use icosa_contract::data_model::{Change, FieldPatch, ObjectPatch, Target, UpdateField, UpdateObject};
use icosa_contract::routes::settings;
use icosa_model::definition::{FieldRow, ObjectRow, RelationType};
use icosa_model::{FieldId, Metadata, ObjectId};
use icosa_rpc::data_model::data_model_mostly_empty;
use icosa_rpc::use_model;
use icosa_ui::card::{Art, EmptyState};
use icosa_ui::checkbox::Checkbox;
use icosa_ui::icon::Icon;
use icosa_ui::input::SearchInput;
use icosa_ui::menu::{DropdownMenu, MenuItem, MenuSeparator};
use icosa_ui::tag::Tag;
use leptos::prelude::*;

use super::fields;
use crate::data_model::changes::{Sender, use_sender};
use crate::data_model::danger::UndoOffer;
use crate::data_model::kinds;
use crate::data_model::removal::{Removal, RemovalDialog};

/// A field, or the siblings of a morph relation as one.
#[derive(Clone)]
struct Line {
    field: FieldRow,
    object: ObjectRow,
    /// Label and plural name of the objects a relation leads to.
    targets: Vec<(String, String)>,
    is_unique: bool,
    is_label: bool,
}

impl Line {
    /// People cannot change it.
    fn is_fixed(&self) -> bool {
        self.field.is_system || self.field.is_side_effect
    }
}

/// The tab.
#[component]
pub(super) fn FieldsTab(id: ObjectId) -> AnyView {
    let (Some(model), Some(sender)) = (use_model(), use_sender()) else { return ().into_any() };
    let (query, with_system) = (RwSignal::new(String::new()), RwSignal::new(false));
    let removal = RwSignal::new(None::<Removal>);
    let empty = Resource::new(|| (), move |()| data_model_mostly_empty(id));
    let list = move || {
        let model = model.get();
        let lines = lines(model.metadata(), id, &query.get(), with_system.get());
        Suspend::new(async move {
            let empty = mostly_empty(empty.await);
            view! { <Lists lines empty sender removal/> }.into_any()
        })
    };
    let page = super::row(model.newest().metadata(), id).map(|row| settings::object(&row.name_plural));
    view! {
        <UndoOffer page=page.unwrap_or_default()/>
        <div class="set-tools js-only">
            <SearchInput label="Search fields" value=query/>
            <Checkbox label="System fields" show_label=true checked=with_system on_change=move |is_on| with_system.set(is_on)/>
        </div>
        <Transition>{list}</Transition>
        <RemovalDialog pending=removal/>
    }
    .into_any()
}

fn mostly_empty(answer: Result<Vec<FieldId>, AppError>) -> HashSet<FieldId> {
    answer.unwrap_or_default().into_iter().collect()
}

fn lines(metadata: &Metadata, id: ObjectId, query: &str, with_system: bool) -> Vec<Line> {
    let Some(object) = super::row(metadata, id) else { return Vec::new() };
    let query = query.trim().to_lowercase();
    let mut seen = HashSet::new();
    let all = fields(metadata, id);
    let is_wanted = |field: &FieldRow| {
        (with_system || !(field.is_system || field.is_side_effect))
            && [field.label.as_str(), &field.name, kinds::label(field.field_type)]
                .iter()
                .any(|text| text.to_lowercase().contains(&query))
    };
    all.iter()
        .filter(|field| is_wanted(field))
        // Of the siblings of a morph relation the first stands for all.
        .filter(|field| field.morph_id.is_none_or(|morph| seen.insert(morph)))
        .map(|field| Line {
            targets: targets(metadata, field, &all),
            is_unique: metadata.is_unique(field.id),
            is_label: object.label_identifier_field_id == field.id,
            object: object.clone(),
            field: field.clone(),
        })
        .collect()
}

fn targets(metadata: &Metadata, field: &FieldRow, siblings: &[FieldRow]) -> Vec<(String, String)> {
    let is_sibling = |other: &&FieldRow| {
        other.id == field.id || (field.morph_id.is_some() && other.morph_id == field.morph_id)
    };
    siblings
        .iter()
        .filter(is_sibling)
        .filter_map(|sibling| super::row(metadata, sibling.relation_target_object_id?))
        .map(|target| (target.label_plural.clone(), target.name_plural.clone()))
        .collect()
}

#[component]
fn Lists(
    lines: Vec<Line>,
    empty: HashSet<FieldId>,
    sender: Sender,
    removal: RwSignal<Option<Removal>>,
) -> AnyView {
    if lines.is_empty() {
        return view! { <EmptyState title="No field is called that" art=Art::Search/> }.into_any();
    }
    let (active, inactive): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(|line| line.field.is_active);
    let rows = |lines: Vec<Line>| -> Vec<AnyView> {
        let row = |line: Line| {
            let is_empty = empty.contains(&line.field.id);
            view! { <FieldLine line is_empty sender removal/> }.into_any()
        };
        lines.into_iter().map(row).collect()
    };
    let (active, inactive) = (rows(active), rows(inactive));
    let inactive = (!inactive.is_empty()).then(|| {
        view! { <h2 class="set-list-title">"Inactive"</h2><div class="set-table set-fields-table" role="table" aria-label="Inactive fields">{inactive}</div> }
    });
    view! {
        <div class="set-table set-fields-table" role="table" aria-label="Fields">
            <div class="set-row set-head" role="row">
                <span role="columnheader">"Name"</span>
                <span role="columnheader">"Type"</span>
                <span role="columnheader">"Details"</span>
                <span role="columnheader"><span class="sr-only">"Actions"</span></span>
            </div>
            {active}
        </div>
        {inactive}
    }
    .into_any()
}

#[component]
fn FieldLine(line: Line, is_empty: bool, sender: Sender, removal: RwSignal<Option<Removal>>) -> AnyView {
    let field = &line.field;
    let icon = field.icon.clone().unwrap_or_else(|| kinds::icon(field).to_owned());
    let label = field.label.clone();
    let name = if line.is_fixed() {
        view! { <span class="truncate">{label}</span> }.into_any()
    } else {
        let href = settings::field(&line.object.name_plural, &field.name);
        view! { <a href=href class="set-link truncate">{label}</a> }.into_any()
    };
    let note = line
        .is_label
        .then(|| view! { <span class="set-quiet" title="Names the records">"record text"</span> });
    let menu = (!line.is_fixed()).then(|| view! { <LineMenu line=line.clone() sender removal/> });
    view! {
        <div class="set-row" role="row" class:set-off=!field.is_active>
            <span role="cell" class="set-name" title=field.description.clone()><Icon name=icon/>{name}{note}</span>
            <span role="cell" class="set-type"><Icon name=kinds::icon(field) size=14/><span class="truncate">{type_text(field)}</span></span>
            <span role="cell" class="set-tags">{tags(&line, is_empty)}</span>
            <span role="cell" class="set-menu js-only">{menu}</span>
        </div>
    }
    .into_any()
}

fn type_text(field: &FieldRow) -> String {
    match field.settings.relation_type {
        Some(RelationType::ManyToOne) => "Belongs to one".to_owned(),
        Some(RelationType::OneToMany) => "Has many".to_owned(),
        None => kinds::label(field.field_type).to_owned(),
    }
}

fn tags(line: &Line, is_empty: bool) -> AnyView {
    let field = &line.field;
    let targets: Vec<AnyView> = line
        .targets
        .iter()
        .map(|(label, plural)| {
            view! { <a href=settings::object(plural) class="set-target"><Tag label=label.clone()/></a> }
                .into_any()
        })
        .collect();
    view! {
        {targets}
        {line.is_unique.then(|| view! { <Tag label="Unique" color="turquoise"/> })}
        {(!field.is_nullable && !line.is_fixed()).then(|| view! { <Tag label="Required" color="amber"/> })}
        {field.is_system.then(|| view! { <Tag label="System"/> })}
        {(line.object.is_standard && !field.is_standard && !line.is_fixed()).then(|| view! { <Tag label="Custom" color="orange"/> })}
        {is_empty.then(|| view! { <Tag label="Mostly empty" outline=true/> })}
    }
    .into_any()
}

#[component]
fn LineMenu(line: Line, sender: Sender, removal: RwSignal<Option<Removal>>) -> AnyView {
    let label = format!("Actions for {}", line.field.label);
    let line = StoredValue::new(line);
    let items = move || {
        let line = line.get_value();
        let (id, name, is_active) = (line.field.id, line.field.label.clone(), line.field.is_active);
        let can_name = kinds::can_be_label(line.field.field_type) && is_active;
        let as_label = (can_name && !line.is_label && !line.object.is_standard).then(|| {
            let object = line.object.clone();
            view! { <MenuItem label="Use as record text" icon="IconAbc" on_click=move |_| use_as_label(sender, &object, id)/> }
        });
        let switch = (!line.is_label).then(|| {
            let (text, icon) = if is_active { ("Deactivate", "IconArchive") } else { ("Activate", "IconRestore") };
            let name = name.clone();
            view! { <MenuItem label=text icon=icon on_click=move |_| switch_field(sender, id, &name, !is_active)/> }
        });
        let delete = (!line.is_label && !line.field.is_standard).then(|| {
            let removed = Removal { target: Target::Field(id), label: name.clone(), leads_to: None };
            view! {
                <MenuSeparator/>
                <MenuItem label="Delete" icon="IconTrash" danger=true on_click=move |_| removal.set(Some(removed.clone()))/>
            }
        });
        let edit = settings::field(&line.object.name_plural, &line.field.name);
        view! { <MenuItem label="Edit" icon="IconPencil" href=edit/>{as_label}{switch}{delete} }
    };
    view! { <DropdownMenu label>{items()}</DropdownMenu> }.into_any()
}

fn use_as_label(sender: Sender, object: &ObjectRow, field: FieldId) {
    let id = object.id;
    let change = |field: FieldId| {
        let update = ObjectPatch {
            label_identifier_field_id: icosa_contract::patch::Patch::Set(field),
            ..ObjectPatch::default()
        };
        Change::UpdateObject(UpdateObject { id, update })
    };
    let done = format!("{} are named by another field now", object.label_plural);
    sender.switch(change(field), done, change(object.label_identifier_field_id));
}

/// Switches a field on or off; the message offers the way back.
pub(in crate::data_model) fn switch_field(sender: Sender, id: FieldId, label: &str, is_active: bool) {
    let change = |is_active| {
        let update = FieldPatch { is_active: Some(is_active), ..FieldPatch::default() };
        Change::UpdateField(UpdateField { id, update })
    };
    let done = format!("{label} {}", if is_active { "activated" } else { "deactivated" });
    sender.switch(change(is_active), done, change(!is_active));
}

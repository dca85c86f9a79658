//! A relation: the objects on the other side, who belongs to whom, and the field that appears there.

use std::sync::Arc;

use icosa_contract::routes::settings;
use icosa_model::definition::{ObjectRow, RelationType};
use icosa_model::{FieldType, Model, ObjectId};
use icosa_ui::button::{Button, IconButton, Size};
use icosa_ui::chip::Look;
use icosa_ui::combobox::{Choice, Combobox};
use icosa_ui::floating::Popover;
use icosa_ui::icon::Icon;
use icosa_ui::input::TextInput;
use icosa_ui::select::Select;
use icosa_ui::tag::color_classes;
use leptos::html;
use leptos::prelude::*;

use super::{FieldDraft, ON_DELETE};
use crate::data_model::pickers::IconPicker;

/// The inputs of both sides.
#[component]
pub(super) fn RelationInputs(draft: FieldDraft, model: Arc<Model>) -> AnyView {
    if draft.is_stored {
        return view! { <StoredRelation draft model/> }.into_any();
    }
    let own = draft.object.with_value(|object| object.label_plural.clone());
    let problem = move || {
        let problem = draft.relation_problem();
        (draft.is_tried.get() && !problem.is_empty())
            .then(|| view! { <p class="input-note input-error" role="alert">{problem}</p> })
    };
    let where_text = if draft.field_type == FieldType::MorphRelation {
        "The field on each of these objects"
    } else {
        "The field on the other side"
    };
    view! {
        <div class="set-fields">
            <SideChoice draft/>
            <Targets draft model/>
            <input type="hidden" name="otherIcon" value=draft.other_icon.get_untracked() prop:value=move || draft.other_icon.get()/>
            <div>
                <p class="input-label">{where_text}</p>
                <div class="set-line set-line-named">
                    <div class="set-look"><IconPicker icon=draft.other_icon label="Icon on the other side"/></div>
                    <TextInput name="otherLabel" bind=draft.other_label placeholder=own/>
                </div>
            </div>
            {problem}
            <OnDeleteChoice draft/>
            <p class="set-note">"Which objects are tied, and in which direction, cannot be changed later."</p>
        </div>
    }
    .into_any()
}

/// Belongs to one, or has many.
#[component]
fn SideChoice(draft: FieldDraft) -> AnyView {
    let own = draft.object.with_value(|object| object.label_singular.to_lowercase());
    let side = move || draft.settings.with(|settings| settings.relation_type);
    let choice = |kind: RelationType, title: &'static str, text: String, icon: &'static str| {
        let choose = move |_| {
            draft.settings.update(|settings| settings.relation_type = Some(kind));
            suggest(draft);
        };
        let is_first = untrack(side) == Some(kind);
        view! {
            <label class="set-card">
                <input type="radio" name="side" value=side_word(kind) class="sr-only" checked=is_first prop:checked=move || side() == Some(kind) on:change=choose/>
                <Icon name=icon size=20/>
                <span class="set-card-title">{title}</span>
                <span class="set-card-text">{text}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="set-cards" aria-label="Direction">
            {choice(RelationType::ManyToOne, "Belongs to one", format!("Each {own} has one of them"), "IconArrowUpRight")}
            {choice(RelationType::OneToMany, "Has many", format!("Each {own} has any number of them"), "IconRelationOneToMany")}
        </fieldset>
    }
    .into_any()
}

/// The side as the metadata API calls it.
pub(super) fn side_word(kind: RelationType) -> &'static str {
    match kind {
        RelationType::ManyToOne => "MANY_TO_ONE",
        RelationType::OneToMany => "ONE_TO_MANY",
    }
}

/// The name of the other side that fits: many on the side of one, one on the side of many; as long as it is ours.
fn suggest(draft: FieldDraft) {
    draft.object.with_value(|object| {
        let is_ours = draft.other_label.with_untracked(|label| {
            label.is_empty() || *label == object.label_plural || *label == object.label_singular
        });
        if is_ours {
            let is_one = draft
                .settings
                .with_untracked(|settings| settings.relation_type == Some(RelationType::OneToMany));
            draft.other_label.set(if is_one {
                object.label_singular.clone()
            } else {
                object.label_plural.clone()
            });
        }
    });
}

/// The objects on the other side.
#[component]
fn Targets(draft: FieldDraft, model: Arc<Model>) -> AnyView {
    let is_many = draft.field_type == FieldType::MorphRelation;
    let own = draft.object.with_value(|object| object.id);
    let objects: Vec<ObjectRow> = model
        .objects()
        .iter()
        // Only a relation to one object can lead to its own.
        .filter(|object| !object.is_system && (object.id != own || !is_many))
        .map(|object| object.row.clone())
        .collect();
    let choices: Vec<Choice> = objects.iter().map(choice).collect();
    let objects = StoredValue::new(objects);
    let (open, anchor) = (RwSignal::new(false), NodeRef::<html::Button>::new());
    let pick = move |id: String| {
        let Ok(id) = id.parse::<ObjectId>() else { return };
        draft.targets.update(|targets| match targets.iter().position(|target| *target == id) {
            Some(at) => drop(targets.remove(at)),
            None if is_many => targets.push(id),
            None => *targets = vec![id],
        });
        if !is_many {
            open.set(false);
            name_after(draft, objects, id);
        }
    };
    let selected = Signal::derive(move || {
        draft.targets.with(|targets| targets.iter().map(ObjectId::to_string).collect::<Vec<_>>())
    });
    let chosen = move || -> Vec<AnyView> {
        let found =
            |id: ObjectId| objects.with_value(|objects| objects.iter().find(|row| row.id == id).cloned());
        draft.targets.get().into_iter().filter_map(found).map(|row| target_chip(draft, &row)).collect()
    };
    let label = if is_many { "Objects" } else { "Object" };
    let button = move || if draft.targets.with(Vec::is_empty) || is_many { "Choose" } else { "Change" };
    view! {
        <div class="input-field js-only">
            <span class="input-label">{label}</span>
            <div class="set-targets">
                {chosen}
                <Button size=Size::Small button_ref=anchor on_click=move |_| open.update(|open| *open = !*open)>{button}</Button>
            </div>
            <Popover open anchor label="Objects" bare=true>
                <Combobox label="Search objects" choices=choices.clone() selected multiple=is_many on_pick=pick/>
            </Popover>
        </div>
    }
    .into_any()
}

/// A new relation is called like what it leads to, until it is named.
fn name_after(draft: FieldDraft, objects: StoredValue<Vec<ObjectRow>>, id: ObjectId) {
    let is_ours = draft.label.with_untracked(|label| {
        label.is_empty()
            || objects.with_value(|objects| {
                objects.iter().any(|row| row.label_singular == *label || row.label_plural == *label)
            })
    });
    let target = objects.with_value(|objects| objects.iter().find(|row| row.id == id).cloned());
    if let Some(target) = target.filter(|_| is_ours) {
        let is_many =
            draft.settings.with_untracked(|settings| settings.relation_type == Some(RelationType::OneToMany));
        draft.label.set(if is_many { target.label_plural } else { target.label_singular });
        if let Some(icon) = target.icon {
            draft.icon.set(icon);
        }
    }
}

fn choice(row: &ObjectRow) -> Choice {
    Choice {
        id: row.id.to_string(),
        label: row.label_plural.clone(),
        hint: String::new(),
        look: Look::Icon(row.icon.clone().unwrap_or_default().into()),
    }
}

fn target_chip(draft: FieldDraft, row: &ObjectRow) -> AnyView {
    let (id, color) = (row.id, row.color.clone().unwrap_or_else(|| "gray".to_owned()));
    let remove = move |_| draft.targets.update(|targets| targets.retain(|target| *target != id));
    view! {
        <span class="set-target-chip">
            <span class=format!("icon-tile {}", color_classes(&color))><Icon name=row.icon.clone().unwrap_or_default() size=14/></span>
            <span class="truncate">{row.label_plural.clone()}</span>
            <IconButton icon="IconX" label=format!("Without {}", row.label_plural) no_tip=true on_click=remove/>
        </span>
    }
    .into_any()
}

/// What happens when the record pointed at is destroyed; only the side with the column knows.
#[component]
fn OnDeleteChoice(draft: FieldDraft) -> AnyView {
    let options: Vec<(String, String)> =
        ON_DELETE.iter().map(|(_, word, text)| ((*word).to_owned(), (*text).to_owned())).collect();
    let value = Signal::derive(move || {
        let rule = draft.settings.with(|settings| settings.on_delete);
        let known = ON_DELETE.iter().find(|(known, ..)| Some(*known) == rule);
        known.map_or(ON_DELETE[0].1, |(_, word, _)| word).to_owned()
    });
    let change = move |chosen: String| {
        let rule = ON_DELETE.iter().find(|(_, word, _)| *word == chosen).map(|(rule, ..)| *rule);
        draft.settings.update(|settings| settings.on_delete = rule);
    };
    view! { <Select label="When the record it belongs to is destroyed" name="onDelete" options value on_change=change/> }
        .into_any()
}

/// What a stored relation leads to; of several, more can be added.
#[component]
fn StoredRelation(draft: FieldDraft, model: Arc<Model>) -> AnyView {
    if draft.field_type == FieldType::MorphRelation {
        return view! { <StoredTargets draft model/> }.into_any();
    }
    let (kind, target) =
        draft.base.with_value(|row| (row.settings.relation_type, row.relation_target_field_id));
    let other = target.and_then(|id| model.metadata().fields.iter().find(|field| field.id == id));
    let object = other.and_then(|field| super::super::object_page::row(model.metadata(), field.object_id));
    let (Some(other), Some(object)) = (other, object) else { return ().into_any() };
    let side = if kind == Some(RelationType::OneToMany) { "Has many" } else { "Belongs to one of" };
    view! {
        <dl class="set-facts">
            <dt>{side}</dt><dd><a class="set-link" href=settings::object(&object.name_plural)>{object.label_plural.clone()}</a></dd>
            <dt>"On the other side"</dt>
            <dd><a class="set-link" href=settings::field(&object.name_plural, &other.name)>{other.label.clone()}</a></dd>
        </dl>
    }
    .into_any()
}

/// The targets that are stored cannot go; others can come.
#[component]
fn StoredTargets(draft: FieldDraft, model: Arc<Model>) -> AnyView {
    let stored = draft.known_targets.get_value();
    let known: Vec<AnyView> = stored
        .iter()
        .filter_map(|id| super::super::object_page::row(model.metadata(), *id))
        .map(|row| view! { <a class="set-target-chip set-link" href=settings::object(&row.name_plural)>{row.label_plural.clone()}</a> }.into_any())
        .collect();
    let own = draft.object.with_value(|object| object.id);
    let free: Vec<ObjectRow> = model
        .objects()
        .iter()
        .filter(|object| !object.is_system && object.id != own && !stored.contains(&object.id))
        .map(|object| object.row.clone())
        .collect();
    let boxes: Vec<AnyView> = free
        .into_iter()
        .map(|row| {
            let id = row.id;
            let toggle = move |is_on: bool| {
                draft.targets.update(|targets| {
                    targets.retain(|target| *target != id);
                    if is_on {
                        targets.push(id);
                    }
                });
            };
            let checked = Signal::derive(move || draft.targets.with(|targets| targets.contains(&id)));
            view! { <icosa_ui::checkbox::Checkbox label=row.label_plural show_label=true checked on_change=toggle/> }.into_any()
        })
        .collect();
    view! {
        <div class="set-fields">
            <div><p class="input-label">"Leads to"</p><div class="set-targets">{known}</div></div>
            <fieldset class="set-checks js-only"><legend class="input-label">"Add objects"</legend>{boxes}</fieldset>
        </div>
    }
    .into_any()
}

//! A new index.

use icosa_contract::data_model::{Change, CreateIndex, CreateIndexField, issues};
use icosa_model::definition::{FieldRow, IndexType, RelationType};
use icosa_model::{FieldType, Metadata, ObjectId};
use icosa_rpc::use_model;
use icosa_ui::button::{Button, IconButton, Size, Variant};
use icosa_ui::chip::Look;
use icosa_ui::combobox::{Choice, Combobox};
use icosa_ui::floating::Popover;
use icosa_ui::icon::Icon;
use icosa_ui::select::Select;
use leptos::html;
use leptos::prelude::*;

use super::fields;
use crate::data_model::changes::use_sender;
use crate::data_model::kinds;

/// A field, or a part of a composite one, that an index can hold.
#[derive(Debug, Clone, PartialEq)]
struct Part {
    key: String,
    label: String,
    icon: String,
    entry: CreateIndexField,
}

/// Chooses fields in order and a method.
#[component]
pub(super) fn IndexForm(id: ObjectId, is_open: RwSignal<bool>) -> AnyView {
    let (Some(model), Some(sender)) = (use_model(), use_sender()) else { return ().into_any() };
    let parts = StoredValue::new(parts(model.newest().metadata(), id));
    let (chosen, method) = (RwSignal::new(Vec::<Part>::new()), RwSignal::new("BTREE".to_owned()));
    let problem = RwSignal::new(String::new());
    let create = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let index_type =
            if method.with_untracked(|method| method == "GIN") { IndexType::Gin } else { IndexType::Btree };
        let fields: Vec<CreateIndexField> =
            chosen.with_untracked(|chosen| chosen.iter().map(|part| part.entry.clone()).collect());
        if fields.is_empty() {
            problem.set("Choose at least one field.".to_owned());
            return;
        }
        let change = CreateIndex { id: None, object_id: id, index_type, fields };
        sender.send(vec![Change::CreateIndex(change)], move |answer| match answer {
            Ok(_) => drop(is_open.try_set(false)),
            Err(error) => {
                let messages: Vec<String> = issues(&error).into_iter().map(|issue| issue.message).collect();
                let _ = problem.try_set(messages.join(" "));
            }
        });
    };
    let alert = move || {
        problem.with(|text| {
            (!text.is_empty()).then(|| view! { <p class="set-alert" role="alert">{text.clone()}</p> })
        })
    };
    let methods = vec![
        ("BTREE".to_owned(), "BTREE: comparing and ordering".to_owned()),
        ("GIN".to_owned(), "GIN: looking inside lists".to_owned()),
    ];
    view! {
        <form class="set-box" on:submit=create>
            {alert}
            <ChosenParts parts chosen/>
            <Select label="Method" options=methods value=method on_change=move |name| method.set(name)/>
            <div class="set-buttons">
                <Button kind="submit" variant=Variant::Primary blue=true size=Size::Small loading=sender.is_busy>"Create index"</Button>
                <Button size=Size::Small on_click=move |_| is_open.set(false)>"Cancel"</Button>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn ChosenParts(parts: StoredValue<Vec<Part>>, chosen: RwSignal<Vec<Part>>) -> AnyView {
    let (open, anchor) = (RwSignal::new(false), NodeRef::<html::Button>::new());
    let choices = Signal::derive(move || {
        let taken: Vec<String> = chosen.with(|chosen| chosen.iter().map(|part| part.key.clone()).collect());
        let free = |part: &Part| !taken.contains(&part.key);
        parts.with_value(|parts| parts.iter().filter(|part| free(part)).map(choice).collect::<Vec<_>>())
    });
    let pick = move |key: String| {
        let part = parts.with_value(|parts| parts.iter().find(|part| part.key == key).cloned());
        chosen.update(|chosen| chosen.extend(part));
        open.set(false);
    };
    let list = move || -> Vec<AnyView> {
        let item = |(at, part): (usize, Part)| {
            let remove = move |_| {
                chosen.update(|chosen| {
                    chosen.remove(at.min(chosen.len().saturating_sub(1)));
                })
            };
            let label = format!("Take {} out", part.label);
            view! {
                <li class="set-part"><span class="set-quiet">{at + 1}</span><Icon name=part.icon size=14/><span class="truncate">{part.label}</span>
                    <IconButton icon="IconX" label no_tip=true on_click=remove/></li>
            }
            .into_any()
        };
        chosen.get().into_iter().enumerate().map(item).collect()
    };
    view! {
        <div class="input-field">
            <span class="input-label">"Fields, in order"</span>
            <ol class="set-parts">{list}</ol>
            <Button size=Size::Small icon="IconPlus" button_ref=anchor on_click=move |_| open.update(|open| *open = !*open)>"Add field"</Button>
            <Popover open anchor label="Fields" bare=true><Combobox label="Search fields" choices on_pick=pick/></Popover>
        </div>
    }
    .into_any()
}

fn choice(part: &Part) -> Choice {
    Choice {
        id: part.key.clone(),
        label: part.label.clone(),
        hint: String::new(),
        look: Look::Icon(part.icon.clone().into()),
    }
}

fn parts(metadata: &Metadata, id: ObjectId) -> Vec<Part> {
    fields(metadata, id).iter().filter(|field| is_indexable(field)).flat_map(parts_of).collect()
}

fn parts_of(field: &FieldRow) -> Vec<Part> {
    let icon = field.icon.clone().unwrap_or_else(|| kinds::icon(field).to_owned());
    let part = |name: Option<&str>| Part {
        key: format!("{}.{}", field.id, name.unwrap_or_default()),
        label: name.map_or_else(|| field.label.clone(), |name| format!("{} › {name}", field.label)),
        icon: icon.clone(),
        entry: CreateIndexField { field_id: field.id, sub_field_name: name.map(str::to_owned) },
    };
    if !field.field_type.is_composite() {
        return vec![part(None)];
    }
    let parts = field.field_type.sub_fields().iter();
    parts.filter(|sub| sub.kind != FieldType::RawJson).map(|sub| part(Some(sub.name))).collect()
}

fn is_indexable(field: &FieldRow) -> bool {
    use FieldType as T;
    let is_open = !field.is_system || ["createdAt", "updatedAt"].contains(&field.name.as_str());
    let is_column = !matches!(field.field_type, T::TsVector | T::RawJson | T::Files | T::Position);
    field.is_active && is_open && is_column && field.settings.relation_type != Some(RelationType::OneToMany)
}

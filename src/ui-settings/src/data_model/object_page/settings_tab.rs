//! The settings of an object.

use icosa_contract::data_model::{Change, ObjectPatch, Target, UpdateObject};
use icosa_contract::forms::Flash;
use icosa_contract::patch::Patch;
use icosa_contract::routes::{forms, settings};
use icosa_model::definition::{FieldRow, ObjectRow};
use icosa_model::{FieldId, FieldType, Metadata, ObjectId};
use icosa_rpc::use_model;
use icosa_ui::button::{Button, Variant};
use icosa_ui::checkbox::Toggle;
use icosa_ui::hooks::use_hydrated;
use icosa_ui::select::Select;
use icosa_ui::toast::use_toasts;
use icosa_ui_records::flash::Flashed;
use icosa_ui_records::leaving::LeaveGuard;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::fields;
use crate::data_model::changes::use_sender;
use crate::data_model::danger::{PlainQuestion, RemovalButton, SwitchForm};
use crate::data_model::kinds;
use crate::data_model::object_form::{ObjectDraft, ObjectInputs};
use crate::data_model::objects::switch_object;
use crate::data_model::removal::{Removal, RemovalDialog};
use crate::page::{Missing, Section};

/// What records are named and pictured by, and whether they are found.
#[derive(Clone, Copy)]
struct Records {
    label: RwSignal<String>,
    image: RwSignal<String>,
    is_searchable: RwSignal<bool>,
    open_in: RwSignal<String>,
}

/// Where records open, as stored and in words.
const OPEN_IN: [(&str, &str); 3] = [
    ("USER_CHOICE", "As each person chooses"),
    ("SIDE_PANEL", "In the side panel"),
    ("RECORD_PAGE", "On their own page"),
];

impl Records {
    fn of(row: &ObjectRow) -> Self {
        let image = row.image_identifier_field_id.map(|id| id.to_string()).unwrap_or_default();
        Self {
            label: RwSignal::new(row.label_identifier_field_id.to_string()),
            image: RwSignal::new(image),
            is_searchable: RwSignal::new(row.is_searchable),
            open_in: RwSignal::new(row.open_record_in.clone()),
        }
    }

    /// What differs from what is stored; tracked.
    fn patch(self, row: &ObjectRow) -> ObjectPatch {
        let (label, image) = (self.label.get(), self.image.get());
        let is_searchable = self.is_searchable.get();
        let id = |text: &str| text.parse::<FieldId>().ok();
        ObjectPatch {
            label_identifier_field_id: match id(&label) {
                Some(id) if id != row.label_identifier_field_id => Patch::Set(id),
                _ => Patch::Keep,
            },
            image_identifier_field_id: if id(&image) == row.image_identifier_field_id {
                Patch::Keep
            } else {
                Patch::from(id(&image))
            },
            is_searchable: (is_searchable != row.is_searchable).then_some(is_searchable),
            open_record_in: Some(self.open_in.get()).filter(|place| *place != row.open_record_in),
            ..ObjectPatch::default()
        }
    }
}

/// The tab. What is typed stays while others change the object.
#[component]
pub(super) fn SettingsTab(id: ObjectId) -> AnyView {
    let form = Callback::new(move |flash: Flash| view! { <SettingsForm id flash/> }.into_any());
    view! { <Flashed content=form/> }.into_any()
}

#[component]
fn SettingsForm(id: ObjectId, flash: Flash) -> AnyView {
    let (Some(model), Some(sender)) = (use_model(), use_sender()) else { return ().into_any() };
    let opened = model.newest();
    let Some(row) = super::row(opened.metadata(), id).cloned() else {
        return view! { <Missing title="This object does not exist"/> }.into_any();
    };
    let (draft, records) = (ObjectDraft::new(Some(row.clone())).again(&flash), Records::of(&row));
    // Counts what has been saved: the rest is compared with what is stored since.
    let saved = RwSignal::new(0_u32);
    let patch = Memo::new(move |_| {
        saved.track();
        let stored = draft.stored.get_value()?;
        let of_records = records.patch(&stored);
        Some(ObjectPatch {
            label_identifier_field_id: of_records.label_identifier_field_id,
            image_identifier_field_id: of_records.image_identifier_field_id,
            is_searchable: of_records.is_searchable,
            open_record_in: of_records.open_record_in,
            ..draft.patch()
        })
        .filter(|patch| *patch != ObjectPatch::default())
    });
    let (navigate, toasts) = (use_navigate(), use_toasts());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.is_tried.set(true);
        let is_valid = untrack(|| draft.is_valid(&model.newest()));
        let Some(update) = patch.get_untracked().filter(|_| is_valid) else { return };
        draft.refused.set(Vec::new());
        let renamed = update.name_plural.clone();
        let navigate = navigate.clone();
        sender.send(vec![Change::UpdateObject(UpdateObject { id, update })], move |answer| match answer {
            Ok(_) => {
                let stored = super::row(model.newest().metadata(), id).cloned();
                let _ = draft.stored.try_set_value(stored);
                let _ = saved.try_update(|saved| *saved += 1);
                toasts.success("Saved");
                if let Some(plural) = renamed {
                    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                    navigate(&settings::object_tab(&plural, "settings"), options);
                }
            }
            Err(error) => draft.refuse(&error),
        });
    };
    // Without JavaScript nothing tells what has been typed.
    let is_awake = use_hydrated();
    let is_clean = Signal::derive(move || is_awake.get() && patch.with(Option::is_none));
    let inputs = opened.clone();
    view! {
        <LeaveGuard is_dirty=Signal::derive(move || patch.with(Option::is_some))/>
        <form method="post" action=forms::update_object(&id.to_string()) on:submit=save class="set-form">
            <ObjectInputs draft model=inputs/>
            <RecordInputs row=row.clone() metadata=(**opened.metadata()).clone() records/>
            <div class="set-buttons">
                <Button variant=Variant::Primary blue=true kind="submit" loading=sender.is_busy disabled=is_clean>"Save"</Button>
            </div>
        </form>
        <Danger row/>
    }
    .into_any()
}

#[component]
fn RecordInputs(row: ObjectRow, metadata: Metadata, records: Records) -> AnyView {
    if row.is_system {
        return ().into_any();
    }
    let all = fields(&metadata, row.id);
    let options = |keep: fn(&FieldRow) -> bool| -> Vec<(String, String)> {
        let kept = all.iter().filter(|field| field.is_active && keep(field));
        kept.map(|field| (field.id.to_string(), field.label.clone())).collect()
    };
    let labels =
        options(|field| kinds::can_be_label(field.field_type) && (!field.is_system || field.name == "id"));
    let mut images = vec![(String::new(), "None".to_owned())];
    images.extend(options(|field| {
        !field.is_system && matches!(field.field_type, FieldType::Links | FieldType::Text | FieldType::Files)
    }));
    let places = OPEN_IN.map(|(word, text)| (word.to_owned(), text.to_owned())).to_vec();
    let label = (!row.is_standard).then(|| {
        view! {
            <Select label="Record text" name="labelIdentifierFieldId" options=labels value=records.label on_change=move |id| records.label.set(id)
                hint="The field that names a record in tables, links and search."/>
        }
    });
    view! {
        <Section title="Records">
            <div class="set-fields">
                <div class="set-line">
                    {label}
                    <Select label="Picture" name="imageIdentifierFieldId" options=images value=records.image on_change=move |id| records.image.set(id)
                        hint="A field with the address of a picture or of a website."/>
                    <Select label="Open in" name="openRecordIn" options=places value=records.open_in on_change=move |place| records.open_in.set(place)
                        hint="What choosing a record in a table does."/>
                </div>
                <input type="hidden" name="rules" value="isSearchable"/>
                <Toggle label="Found by search" name="isSearchable" show_label=true checked=records.is_searchable
                    on_change=move |is_on| records.is_searchable.set(is_on)/>
            </div>
        </Section>
    }
    .into_any()
}

#[component]
fn Danger(row: ObjectRow) -> AnyView {
    let (Some(model), Some(sender)) = (use_model(), use_sender()) else { return ().into_any() };
    if row.is_system {
        return ().into_any();
    }
    let removal = RwSignal::new(None::<Removal>);
    let (id, label) = (row.id, row.label_plural.clone());
    let is_active =
        Memo::new(move |_| super::row(model.get().metadata(), id).is_some_and(|row| row.is_active));
    let removed = Removal {
        target: Target::Object(id),
        label: label.clone(),
        leads_to: Some(settings::OBJECTS.to_owned()),
    };
    let page = settings::object_tab(&row.name_plural, "settings");
    let delete = (!row.is_standard).then(|| {
        let ask = move |()| removal.set(Some(removed.clone()));
        view! { <RemovalButton label="Delete object" page=page.clone() on_click=ask/> }
    });
    let question = (!row.is_standard).then(|| {
        view! { <PlainQuestion target=Target::Object(id) label=row.label_plural.clone() page=page.clone()/> }
    });
    let switch = Callback::new(move |()| switch_object(sender, id, &label, !is_active.get_untracked()));
    view! {
        <Section title="Danger zone" text="An inactive object keeps its records and is shown nowhere; it can be activated again at any time.">
            <div class="set-buttons">
                <SwitchForm action=forms::switch_object(&id.to_string()) is_active is_busy=sender.is_busy on_switch=switch/>
                {delete}
            </div>
            {question}
            <RemovalDialog pending=removal/>
        </Section>
    }
    .into_any()
}

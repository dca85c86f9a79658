//! Changing a field.

use icosa_contract::data_model::{Change, FieldPatch, Target, UpdateField};
use icosa_contract::forms::Flash;
use icosa_contract::routes::{forms, settings};
use icosa_model::Metadata;
use icosa_model::definition::{FieldRow, ObjectRow};
use icosa_rpc::use_model;
use icosa_ui::button::{Button, LinkButton, Variant};
use icosa_ui::card::{Banner, Tone};
use icosa_ui::hooks::use_hydrated;
use icosa_ui::toast::use_toasts;
use icosa_ui_records::flash::Flashed;
use icosa_ui_records::leaving::LeaveGuard;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};

use super::changes::use_sender;
use super::danger::{PlainQuestion, RemovalButton, SwitchForm};
use super::field_form::{FieldDraft, FieldInputs};
use super::field_new::crumbs;
use super::object_page::{named, switch_field};
use super::removal::{Removal, RemovalDialog};
use crate::page::{Missing, Section, SettingsPage};

/// `/settings/objects/:objectNamePlural/:fieldName`
#[component]
pub fn FieldPage() -> AnyView {
    let Some(model) = use_model() else { return ().into_any() };
    let params = use_params_map();
    let address = Memo::new(move |_| {
        let get = |name: &str| params.with(|params| params.get(name)).unwrap_or_default();
        (get("objectNamePlural"), get("fieldName"))
    });
    // What is typed stays while others change the model.
    let page = move || {
        let (plural, name) = address.get();
        match found(model.newest().metadata(), &plural, &name) {
            Some((object, field)) => view! { <PageOf object field/> }.into_any(),
            None => view! { <Missing title="This field does not exist"/> }.into_any(),
        }
    };
    view! { {page} }.into_any()
}

/// A field that people may change.
fn found(metadata: &Metadata, plural: &str, name: &str) -> Option<(ObjectRow, FieldRow)> {
    let object = named(metadata, plural)?;
    let field = metadata.fields.iter().find(|field| field.object_id == object.id && field.name == name)?;
    (!field.is_system && !field.is_side_effect).then(|| (object.clone(), field.clone()))
}

#[component]
fn PageOf(object: ObjectRow, field: FieldRow) -> AnyView {
    let inactive = (!field.is_active).then(|| {
        view! { <Banner tone=Tone::Warning text="This field is inactive: its values are kept and shown nowhere."/> }
    });
    let is_label = object.label_identifier_field_id == field.id;
    let danger = (!is_label).then(|| view! { <Danger field=field.clone() object=object.clone()/> });
    let (title, crumbs) = (field.label.clone(), crumbs(&object));
    let form = Callback::new(move |flash: Flash| {
        view! { <EditField object=object.clone() field=field.clone() flash/> }.into_any()
    });
    view! { <SettingsPage title crumbs>{inactive}<Flashed content=form/>{danger}</SettingsPage> }.into_any()
}

#[component]
fn EditField(object: ObjectRow, field: FieldRow, flash: Flash) -> AnyView {
    let (Some(model), Some(sender)) = (use_model(), use_sender()) else { return ().into_any() };
    let draft = FieldDraft::stored(model.newest().metadata(), &object, &field).again(&flash);
    let patch = Memo::new(move |_| Some(draft.patch()).filter(|patch| *patch != FieldPatch::default()));
    let (navigate, toasts) = (use_navigate(), use_toasts());
    let (id, back) = (field.id, settings::object(&object.name_plural));
    let target = back.clone();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.is_tried.set(true);
        let is_valid = untrack(|| draft.is_valid(model.newest().metadata()));
        let Some(update) = patch.get_untracked().filter(|_| is_valid) else { return };
        draft.refused.set(Vec::new());
        let (navigate, target) = (navigate.clone(), target.clone());
        sender.send(vec![Change::UpdateField(UpdateField { id, update })], move |answer| match answer {
            Ok(_) => {
                toasts.success("Saved");
                navigate(&target, NavigateOptions::default());
            }
            Err(error) => draft.refuse(&error),
        });
    };
    // Without JavaScript nothing tells what has been typed.
    let is_awake = use_hydrated();
    let is_clean = Signal::derive(move || is_awake.get() && patch.with(Option::is_none));
    view! {
        <LeaveGuard is_dirty=Signal::derive(move || patch.with(Option::is_some))/>
        <form method="post" action=forms::update_field(&id.to_string()) on:submit=save class="set-form">
            <FieldInputs draft model=model.newest()/>
            <div class="set-buttons">
                <Button variant=Variant::Primary blue=true kind="submit" loading=sender.is_busy disabled=is_clean>"Save"</Button>
                <LinkButton href=back>"Cancel"</LinkButton>
            </div>
        </form>
    }
    .into_any()
}

#[component]
fn Danger(field: FieldRow, object: ObjectRow) -> AnyView {
    let (Some(model), Some(sender)) = (use_model(), use_sender()) else { return ().into_any() };
    let removal = RwSignal::new(None::<Removal>);
    let (id, label, was_active) = (field.id, field.label.clone(), field.is_active);
    let is_active = Memo::new(move |_| {
        let model = model.get();
        let now = model.metadata().fields.iter().find(|field| field.id == id).map(|field| field.is_active);
        now.unwrap_or(was_active)
    });
    let page = settings::field(&object.name_plural, &field.name);
    let back = settings::object(&object.name_plural);
    let removed = Removal { target: Target::Field(id), label: label.clone(), leads_to: Some(back) };
    let (delete, question) = if field.is_standard {
        (None, None)
    } else {
        let ask = move |()| removal.set(Some(removed.clone()));
        let question =
            view! { <PlainQuestion target=Target::Field(id) label=label.clone() page=page.clone()/> };
        (Some(view! { <RemovalButton label="Delete field" page on_click=ask/> }), Some(question))
    };
    let switch = Callback::new(move |()| switch_field(sender, id, &label, !is_active.get_untracked()));
    view! {
        <Section title="Danger zone" text="An inactive field keeps its values and is shown nowhere; it can be activated again at any time.">
            <div class="set-buttons">
                <SwitchForm action=forms::switch_field(&id.to_string()) is_active is_busy=sender.is_busy on_switch=switch/>
                {delete}
            </div>
            {question}
            <RemovalDialog pending=removal/>
        </Section>
    }
    .into_any()
}

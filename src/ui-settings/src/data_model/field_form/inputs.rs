//! The inputs of a field, and beside them what it will look like.

use std::sync::Arc;

use icosa_model::Model;
use icosa_ui::card::Card;
use icosa_ui::checkbox::Toggle;
use icosa_ui::icon::Icon;
use icosa_ui::input::TextInput;
use icosa_ui::tag::color_classes;
use icosa_ui_records::fields::{FieldPreview, type_icon};
use leptos::prelude::*;

use super::relation::RelationInputs;
use super::rules::Rules;
use super::type_settings::type_settings;
use super::{FieldDraft, plain};
use crate::data_model::kinds;
use crate::data_model::pickers::IconPicker;
use crate::page::Section;
use icosa_contract::data_model::Issue;

/// All inputs of a draft.
#[component]
pub fn FieldInputs(draft: FieldDraft, model: Arc<Model>) -> AnyView {
    let kind = draft.field_type;
    let is_relation = kind.is_relation();
    let title = if is_relation { "Relation" } else { kinds::label(kind) };
    let of_type = if is_relation {
        Some(view! { <RelationInputs draft model=Arc::clone(&model)/> }.into_any())
    } else {
        type_settings(draft)
    };
    // The plain form has what it can ask without JavaScript; the rest begins as the type has it.
    let plain = plain::inputs(draft, &model);
    let is_plain_only = plain.is_none() && !is_relation;
    let of_type = of_type.map(|inputs| {
        view! { <div class:js-only=is_plain_only><Section title>{plain}{inputs}</Section></div> }
    });
    view! {
        <div class="set-split">
            <div class="set-split-main">
                <Naming draft model/>
                {of_type}
                <Rules draft/>
            </div>
            <aside class="set-split-side" aria-label="Preview"><Preview draft/></aside>
        </div>
    }
    .into_any()
}

#[component]
fn Naming(draft: FieldDraft, model: Arc<Model>) -> AnyView {
    let name_error = {
        let model = Arc::clone(&model);
        Signal::derive(move || {
            let own = draft.name_problem(model.metadata());
            let is_shown = draft.is_tried.get() || !draft.name.with(String::is_empty);
            if is_shown && !own.is_empty() { own } else { refusal(draft, &draft.name.get()) }
        })
    };
    let label_error = Signal::derive(move || {
        let own = draft.label_problem();
        let is_shown = draft.is_tried.get() || !draft.label.with(String::is_empty);
        if is_shown && !own.is_empty() { own } else { refusal(draft, &draft.label.get()) }
    });
    let issues = move || {
        let (label, name) = (draft.label.get(), draft.name.get());
        let is_other = |issue: &&Issue| !issue.is_about(&label) && !issue.is_about(&name);
        let messages: Vec<String> = draft
            .refused
            .with(|refused| refused.iter().filter(is_other).map(|issue| issue.message.clone()).collect());
        (!messages.is_empty()).then(|| view! { <p class="set-alert" role="alert">{messages.join(" ")}</p> })
    };
    let is_fixed = draft.has_fixed_name();
    let is_following = Signal::derive(move || is_fixed || draft.is_synced.get());
    let toggle = (!is_fixed).then(|| {
        view! {
            <Toggle label="API name follows the label" show_label=true checked=draft.is_synced
                on_change=move |is_on| draft.is_synced.set(is_on)/>
        }
    });
    view! {
        <div class="set-fields">
            {issues}
            <input type="hidden" name="icon" value=draft.icon.get_untracked() prop:value=move || draft.icon.get()/>
            <div class="set-line set-line-named">
                <div class="set-look"><IconPicker icon=draft.icon/></div>
                <TextInput name="label" label="Name" bind=draft.label placeholder=kinds::label(draft.field_type) error=label_error autofocus=!draft.is_stored/>
                <TextInput name="name" label="API name" bind=draft.name placeholder="Follows the label" error=name_error disabled=is_following/>
            </div>
            {toggle}
            <TextInput name="description" label="Description" bind=draft.description placeholder="What it is for, shown as a hint"/>
        </div>
    }
    .into_any()
}

fn refusal(draft: FieldDraft, text: &str) -> String {
    draft.refused.with(|refused| {
        let own = refused.iter().find(|issue| issue.is_about(text));
        own.map(|issue| issue.message.clone()).unwrap_or_default()
    })
}

/// The head of the column and a cell, as they will be.
#[component]
fn Preview(draft: FieldDraft) -> AnyView {
    let (label, icon, color) = draft.object.with_value(|object| {
        let color = object.color.clone().unwrap_or_else(|| "gray".to_owned());
        (object.label_plural.clone(), object.icon.clone().unwrap_or_default(), color)
    });
    let drawn = move || {
        let mut row = draft.row();
        if row.label.is_empty() {
            kinds::label(row.field_type).clone_into(&mut row.label);
        }
        view! { <FieldPreview field=row/> }
    };
    let kind = draft.field_type;
    view! {
        <Card title="Preview">
            <div class="set-preview">
                <p class="set-preview-object">
                    <span class=format!("icon-tile {}", color_classes(&color))><Icon name=icon size=14/></span>
                    <span class="truncate">{label}</span>
                </p>
                {drawn}
                <p class="set-preview-kind"><Icon name=type_icon(kind) size=14/>{kinds::label(kind)}</p>
            </div>
        </Card>
    }
    .into_any()
}

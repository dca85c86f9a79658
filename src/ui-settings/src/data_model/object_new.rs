//! Making an object.

use icosa_contract::data_model::Change;
use icosa_contract::forms::Flash;
use icosa_contract::routes::{forms, settings};
use icosa_model::ObjectId;
use icosa_rpc::use_model;
use icosa_ui::button::{Button, LinkButton, Variant};
use icosa_ui_records::flash::Flashed;
use icosa_ui_records::leaving::LeaveGuard;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::changes::use_sender;
use super::object_form::{ObjectDraft, ObjectInputs};
use crate::page::{Crumb, SettingsPage};

/// `/settings/objects/new`
#[component]
pub fn NewObjectPage() -> AnyView {
    let form = Callback::new(|flash: Flash| view! { <NewObject flash/> }.into_any());
    view! { <SettingsPage title="New object" crumbs=Crumb::data_model()><Flashed content=form/></SettingsPage> }
        .into_any()
}

#[component]
fn NewObject(flash: Flash) -> AnyView {
    let (Some(model), Some(sender)) = (use_model(), use_sender()) else { return ().into_any() };
    let draft = ObjectDraft::new(None).again(&flash);
    let navigate = use_navigate();
    let create = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        draft.is_tried.set(true);
        if !untrack(|| draft.is_valid(&model.newest())) {
            return;
        }
        draft.refused.set(Vec::new());
        let navigate = navigate.clone();
        sender.send(vec![Change::CreateObject(draft.create())], move |answer| match answer {
            Ok(changed) => {
                let id = changed.ids.first().copied().map(ObjectId);
                let made = id.and_then(|id| model.newest().object_by_id(id).cloned());
                let target = made
                    .map_or_else(|| settings::OBJECTS.to_owned(), |made| settings::object(&made.name_plural));
                navigate(&target, NavigateOptions::default());
            }
            Err(error) => draft.refuse(&error),
        });
    };
    view! {
        <LeaveGuard is_dirty=Signal::derive(move || draft.is_begun())/>
        <form method="post" action=forms::CREATE_OBJECT on:submit=create class="set-form">
            <ObjectInputs draft model=model.newest()/>
            <p class="set-note">
                "It gets a name field, who made and changed its records and when, notes, tasks and a timeline, a table view, and a place in the navigation."
            </p>
            <div class="set-buttons">
                <Button variant=Variant::Primary blue=true kind="submit" loading=sender.is_busy>"Create object"</Button>
                <LinkButton href=settings::OBJECTS>"Cancel"</LinkButton>
            </div>
        </form>
    }
    .into_any()
}

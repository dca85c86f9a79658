//! Breadcrumb, title and actions of a record page.

use icosa_contract::routes;
use icosa_model::FieldType;
use icosa_model::format::label;
use icosa_rpc::records::records_delete;
use icosa_rpc::use_signed_in;
use icosa_ui::avatar::Avatar;
use icosa_ui::icon::Icon;
use icosa_ui::toast::{Toast, use_toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use serde_json::Value;

use super::state::RecordState;
use crate::fields::{FieldEditor, Outcome};

/// The first line of the page.
#[component]
pub fn RecordHeader(state: RecordState) -> AnyView {
    let object = state.object.clone();
    let index = routes::index(&object.name_plural);
    view! {
        <header class="record-header">
            <nav aria-label="Breadcrumb" class="flex items-center gap-1 min-w-0 text-tertiary">
                <a href=index class="flex items-center gap-1 hover:text-primary">
                    <Icon name=object.icon.clone().unwrap_or_default() size=16/>
                    <span class="phone-hidden">{object.label_plural.clone()}</span>
                </a>
                <span aria-hidden="true">"/"</span>
                <EditableTitle state=state.clone()/>
            </nav>
            <div class="flex items-center gap-2 ml-auto">
                <Added state=state.clone()/>
                <Actions state/>
            </div>
        </header>
    }
    .into_any()
}

/// The record's name, which is changed where it stands.
#[component]
pub(crate) fn EditableTitle(state: RecordState) -> AnyView {
    let (object, record) = (state.object.clone(), state.record);
    let editing = RwSignal::new(false);
    let title = {
        let object = object.clone();
        Memo::new(move |_| record.with(|record| label(&object, record)))
    };
    let can_edit = object.is_ui_editable && object.label_field().field_type != FieldType::Uuid;
    let is_open = Memo::new(move |_| editing.get());
    let id = state.id.to_string();
    let show = move || {
        let open = move |_| editing.set(true);
        view! {
            <span class="js-only-title flex items-center gap-2 min-w-0">
                <Avatar name=title.get() seed=id.clone() size=24/>
                <h1 class="min-w-0 text-base font-semibold text-primary">
                    <button type="button" class="title-button truncate" on:click=open disabled=!can_edit
                        title=if can_edit { "Rename" } else { "" }>
                        {title.get()}
                    </button>
                </h1>
            </span>
        }
        .into_any()
    };
    view! {
        <div class="relative min-w-0 flex items-center">
            {move || if is_open.get() {
                icosa_rpc::hold_pages();
                let state = state.clone();
                let done = Callback::new(move |outcome: Outcome| {
                    editing.set(false);
                    state.save(&outcome);
                });
                view! {
                    <div class="title-editor">
                        <FieldEditor object=object.clone() field=object.label_field().name.clone() record=record.get_untracked() seed=None on_done=done/>
                    </div>
                }.into_any()
            } else {
                show()
            }}
        </div>
    }
    .into_any()
}

#[component]
fn Added(state: RecordState) -> AnyView {
    let Some(signed_in) = use_signed_in() else { return ().into_any() };
    let (now, record) = (signed_in.session.now, state.record);
    let preferences = signed_in.session.preferences.clone();
    let created = move || {
        record
            .with(|record| record.get("createdAt").and_then(Value::as_str).map(str::to_owned))
            .unwrap_or_default()
    };
    let exact = {
        let preferences = preferences.clone();
        move || icosa_model::format::calendar::date_time(&created(), &preferences)
    };
    let relative = move || format!("Added {}", crate::moments::ago(&created(), now));
    view! { <span class="text-sm text-tertiary phone-hidden" title=exact>{relative}</span> }.into_any()
}

#[component]
fn Actions(state: RecordState) -> AnyView {
    let (object, id) = (state.object.clone(), state.id.to_string());
    let delete_form = routes::forms::delete_record(&object.name_singular, &id);
    let edit = routes::edit_record(&object.name_singular, &id);
    let delete = use_delete(state.clone());
    let on_delete = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        delete();
    };
    let is_live = Memo::new(move |_| !state.is_deleted());
    view! {
        <div class="flex items-center gap-2" class:hidden=move || !is_live.get()>
            <a href=edit class="no-js-only button-secondary">"Edit"</a>
            <form method="post" action=delete_form on:submit=on_delete>
                <button type="submit" class="icon-button" title="Delete" aria-label=format!("Delete this {}", object.label_singular.to_lowercase())>
                    <Icon name="IconTrash" size=16/>
                </button>
            </form>
        </div>
    }
    .into_any()
}

/// Deletes at once, goes to the list, and offers the way back.
fn use_delete(state: RecordState) -> impl Fn() + Clone + 'static {
    let (toasts, navigate) = (use_toasts(), use_navigate());
    move || {
        let (state, navigate) = (state.clone(), navigate.clone());
        spawn_local(async move {
            match records_delete(state.ids()).await {
                Ok(_) => {
                    let restored = routes::record(&state.object.name_singular, &state.id.to_string());
                    let message = format!("{} deleted", state.object.label_singular);
                    navigate(&routes::index(&state.object.name_plural), NavigateOptions::default());
                    let request = state.ids();
                    toasts.show(Toast::success(message).action("Undo", move || {
                        let (request, restored) = (request.clone(), restored.clone());
                        spawn_local(async move {
                            match icosa_rpc::records::records_restore(request).await {
                                Ok(_) => open(&restored),
                                Err(error) => toasts.error(error.message),
                            }
                        });
                    }));
                }
                Err(error) => toasts.error(error.message),
            }
        });
    }
}

/// Goes to a page after the component that asked for it is gone.
fn open(path: &str) {
    let _ = window().location().assign(path);
}

/// Says that the record is deleted, and brings it back.
#[component]
pub fn DeletedBanner(state: RecordState) -> AnyView {
    let action = routes::forms::restore_record(&state.object.name_singular, &state.id.to_string());
    let is_deleted = {
        let state = state.clone();
        Memo::new(move |_| state.is_deleted())
    };
    let restore = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        state.restore();
    };
    view! {
        <div class="deleted-banner" class:hidden=move || !is_deleted.get()>
            <span>"This record is deleted."</span>
            <form method="post" action=action on:submit=restore>
                <button type="submit" class="underline font-medium">"Restore"</button>
            </form>
        </div>
    }
    .into_any()
}

//! Notes and tasks: those tied to a record, and the body of one.

use std::sync::Arc;

use icosa_contract::records::{CreateLinked, CreateRecord, RecordPage, UpdateRecord};
use icosa_contract::{AppError, routes};
use icosa_model::naming::capitalised;
use icosa_model::query::{DeletedRows, Direction, FieldPath, Filter, ListQuery, Op, Order, Select};
use icosa_model::{Model, Object, Record};
use icosa_rpc::records::{record_create_linked, record_update, records_list};
use icosa_rpc::use_signed_in;
use icosa_ui::button::{Button, Variant};
use icosa_ui::icon::Icon;
use icosa_ui::rich_text::{RichTextEditor, RichTextView};
use icosa_ui::toast::use_toasts;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::state::RecordState;
use super::tabs::Document;

/// A rich text, saved while typing.
#[component]
pub fn Body(state: RecordState, document: Document) -> AnyView {
    let Document { field, title, .. } = document;
    let label = if field == "bodyV2" { "Body".to_owned() } else { title };
    let record = state.record;
    let blocks = {
        let field = field.clone();
        Signal::derive(move || {
            record
                .with(|record| {
                    record
                        .get(&field)
                        .and_then(|body| body.get("blocknote"))
                        .and_then(Value::as_str)
                        .map(str::to_owned)
                })
                .unwrap_or_default()
        })
    };
    let save = {
        let state = state.clone();
        Callback::new(move |blocknote: String| {
            // Markdown is derived from the blocks by the server; sending the old one would contradict them.
            let values = Record::from_iter([(field.clone(), json!({ "blocknote": blocknote }))]);
            state.save_values(values.clone(), values);
        })
    };
    let editable = Signal::derive(move || !state.is_deleted());
    view! {
        <div class="body-editor">
            <RichTextEditor value=blocks on_change=save editable placeholder="Write something, or type / for headings, lists and more" label/>
        </div>
    }
    .into_any()
}

/// The notes tied to a record.
#[component]
pub fn Notes(model: Arc<Model>, state: RecordState) -> AnyView {
    view! { <Tied model state object="note"/> }.into_any()
}

/// The tasks tied to a record.
#[component]
pub fn Tasks(model: Arc<Model>, state: RecordState) -> AnyView {
    view! { <Tied model state object="task"/> }.into_any()
}

#[component]
fn Tied(model: Arc<Model>, state: RecordState, object: &'static str) -> AnyView {
    let Some(activity) = model.object(object).cloned() else { return ().into_any() };
    let query = tied_query(&state, object);
    let page = Resource::new(move || state.activity.get(), move |_| records_list(query.clone()));
    let target = state.clone();
    view! {
        <div class="flex items-center gap-2 px-3 py-2">
            <h2 class="font-medium text-primary">{activity.label_plural.clone()}</h2>
            <NewActivity activity=activity.clone() state=target/>
        </div>
        <Transition>
            {move || {
                let activity = activity.clone();
                Suspend::new(async move {
                    match page.await {
                        Ok(page) => list(&activity, page),
                        Err(error) => failed(error),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// The junction rows of this record with their notes or tasks, newest first.
fn tied_query(state: &RecordState, object: &str) -> ListQuery {
    let field = |name: &str| Select::Field(name.to_owned());
    let mut select =
        vec![field("id"), field("title"), field("bodyV2"), field("createdAt"), field("deletedAt")];
    if object == "task" {
        select.extend([field("status"), field("dueAt")]);
    }
    let column = format!("target{}Id", capitalised(&state.object.name_singular));
    ListQuery {
        object: format!("{object}Target"),
        select: vec![field("id"), Select::Relation { field: object.to_owned(), select, limit: 1 }],
        filter: Some(Filter::Compare { path: FieldPath::field(column), op: Op::Eq, value: json!(state.id) }),
        order: vec![Order { path: FieldPath::field("createdAt"), direction: Direction::Descending }],
        after: None,
        skip: 0,
        limit: 100,
        with_total: false,
        deleted: DeletedRows::Hidden,
    }
}

fn list(activity: &Arc<Object>, page: RecordPage) -> AnyView {
    let records: Vec<Record> = page
        .records
        .into_iter()
        .filter_map(|row| row.get(&activity.name_singular).and_then(Value::as_object).cloned())
        .filter(|record| record.get("deletedAt").is_none_or(Value::is_null))
        .collect();
    if records.is_empty() {
        let text = format!("No {} yet.", activity.label_plural.to_lowercase());
        return view! { <p class="p-6 text-center text-tertiary">{text}</p> }.into_any();
    }
    let is_task = activity.name_singular == "task";
    let items: Vec<AnyView> = records
        .into_iter()
        .map(|record| {
            if is_task {
                view! { <TaskRow record/> }.into_any()
            } else {
                view! { <NoteCard record/> }.into_any()
            }
        })
        .collect();
    let class = if is_task { "task-list" } else { "note-grid" };
    view! { <ul class=class>{items}</ul> }.into_any()
}

fn failed(error: AppError) -> AnyView {
    view! { <p role="alert" class="p-4 text-danger">{error.message}</p> }.into_any()
}

fn text(record: &Record, key: &str) -> String {
    record.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn title(record: &Record) -> String {
    let title = text(record, "title");
    if title.is_empty() { "Untitled".to_owned() } else { title }
}

#[component]
fn NoteCard(record: Record) -> AnyView {
    let blocks = record
        .get("bodyV2")
        .and_then(|body| body.get("blocknote"))
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    view! {
        <li class="note-card">
            <a href=routes::record("note", &text(&record, "id")) class="font-medium text-primary">{title(&record)}</a>
            <div class="note-preview"><RichTextView value=Signal::stored(blocks)/></div>
        </li>
    }
    .into_any()
}

#[component]
fn TaskRow(record: Record) -> AnyView {
    let Some(signed_in) = use_signed_in() else { return ().into_any() };
    let toasts = use_toasts();
    let id = Uuid::parse_str(&text(&record, "id")).unwrap_or_default();
    let is_done = RwSignal::new(text(&record, "status") == "DONE");
    let toggle = move |_| {
        let done = !is_done.get_untracked();
        is_done.set(done);
        let status = if done { "DONE" } else { "TODO" };
        let values = Record::from_iter([("status".to_owned(), json!(status))]);
        let request = UpdateRecord { object: "task".to_owned(), id, values, select: Vec::new() };
        spawn_local(async move {
            if let Err(error) = record_update(request).await {
                let _ = is_done.try_set(!done);
                toasts.error(error.message);
            }
        });
    };
    let due = text(&record, "dueAt");
    let due = (!due.is_empty()).then(|| {
        icosa_model::format::calendar::date(due.get(..10).unwrap_or_default(), &signed_in.session.preferences)
    });
    let name = title(&record);
    view! {
        <li class="task-row">
            <button type="button" role="checkbox" class="task-check js-only" aria-checked=move || is_done.get().to_string()
                aria-label=format!("Done: {name}") on:click=toggle>
                <Icon name="IconCheck" size=14/>
            </button>
            <a href=routes::record("task", &text(&record, "id")) class="truncate text-primary" class:done=move || is_done.get()>
                {name.clone()}
            </a>
            <span class="ml-auto text-sm text-tertiary">{due}</span>
        </li>
    }
    .into_any()
}

/// Makes a note or task tied to this record and opens it.
#[component]
fn NewActivity(activity: Arc<Object>, state: RecordState) -> AnyView {
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let busy = RwSignal::new(false);
    let label = format!("New {}", activity.label_singular.to_lowercase());
    let make = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (activity, state, navigate) = (activity.clone(), state.clone(), navigate.clone());
        spawn_local(async move {
            match tie_new(&activity.name_singular, &state).await {
                Ok(id) => navigate(
                    &routes::record(&activity.name_singular, &id.to_string()),
                    NavigateOptions::default(),
                ),
                Err(error) => toasts.error(error.message),
            }
            let _ = busy.try_set(false);
        });
    };
    view! {
        <span class="js-only ml-auto">
            <Button variant=Variant::Secondary icon="IconPlus" on_click=make>{label}</Button>
        </span>
    }
    .into_any()
}

/// One call: the note or task and its tie are made, or neither.
async fn tie_new(kind: &str, state: &RecordState) -> Result<Uuid, AppError> {
    let id = Uuid::new_v4();
    let create =
        CreateRecord { object: kind.to_owned(), id: Some(id), values: Record::new(), select: Vec::new() };
    let target_object = state.object.name_singular.clone();
    record_create_linked(CreateLinked { create, target_object, target: state.id }).await?;
    Ok(id)
}

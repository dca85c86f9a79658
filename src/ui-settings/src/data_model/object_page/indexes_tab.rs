//! The indexes of an object.

use std::time::Duration;

use icosa_contract::data_model::{Change, DataModelTask};
use icosa_model::definition::{FieldRow, IndexRow, IndexType};
use icosa_model::{IndexId, Metadata, ObjectId};
use icosa_rpc::data_model::data_model_tasks;
use icosa_rpc::use_model;
use icosa_ui::button::{Button, IconButton, Size};
use icosa_ui::card::{Art, EmptyState};
use icosa_ui::hooks::use_interval;
use icosa_ui::icon::Icon;
use icosa_ui::modal::ConfirmDialog;
use icosa_ui::progress::ProgressBar;
use icosa_ui::tag::Tag;
use leptos::prelude::*;

use super::index_form::IndexForm;
use super::tasks::TryAgain;
use crate::data_model::changes::use_sender;

/// While indexes are being built, they are asked after so often.
const ASK_EVERY: Duration = Duration::from_secs(2);

/// The tab.
#[component]
pub(super) fn IndexesTab(id: ObjectId) -> AnyView {
    let (Some(model), Some(sender)) = (use_model(), use_sender()) else { return ().into_any() };
    let asked = RwSignal::new(0_u32);
    let tasks = Resource::new(move || (model.get().version(), asked.get()), |_| data_model_tasks());
    let is_building = RwSignal::new(false);
    use_interval(ASK_EVERY, move || {
        if is_building.get_untracked() {
            asked.update(|asked| *asked += 1);
        }
    });
    let (is_adding, doomed) = (RwSignal::new(false), RwSignal::new(None::<(IndexId, String)>));
    let list = move || {
        let lines = lines(model.get().metadata(), id);
        Suspend::new(async move {
            let tasks: Vec<DataModelTask> =
                tasks.await.unwrap_or_default().into_iter().filter(|task| task.object_id == id).collect();
            let _ = is_building.try_set(tasks.iter().any(|task| task.status != "FAILED"));
            rows(lines, &tasks, asked, doomed)
        })
    };
    let remove = move |()| {
        let Some((index, _)) = doomed.get_untracked() else { return };
        sender.send(vec![Change::DeleteIndex(index)], move |answer| {
            if let Err(error) = answer {
                sender.refuse(&error);
            }
        });
    };
    let form = move || is_adding.get().then(|| view! { <IndexForm id is_open=is_adding/> });
    view! {
        <p class="set-note">
            "Indexes make filters and orders on large tables fast and every change a little slower. Fields marked as unique, relations and search have theirs already."
        </p>
        <Transition>{list}</Transition>
        <div class="js-only">
            {form}
            <div class="set-buttons" hidden=move || is_adding.get()>
                <Button icon="IconPlus" size=Size::Small on_click=move |_| is_adding.set(true)>"Add index"</Button>
            </div>
        </div>
        <RemoveDialog doomed on_confirm=remove/>
    }
    .into_any()
}

/// Asks before an index is dropped; it can be made again, so one question is enough.
#[component]
fn RemoveDialog(
    doomed: RwSignal<Option<(IndexId, String)>>,
    #[prop(into)] on_confirm: Callback<()>,
) -> AnyView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(doomed.with(Option::is_some)));
    Effect::new(move |before: Option<bool>| {
        let is_open = open.get();
        if before == Some(true) && !is_open {
            // After the question has been answered.
            set_timeout(move || drop(doomed.try_set(None)), Duration::ZERO);
        }
        is_open
    });
    let message = Signal::derive(move || {
        let fields = doomed.get().map(|(_, fields)| fields).unwrap_or_default();
        format!("Filters and orders by {fields} may become slower. No data is lost.")
    });
    view! { <ConfirmDialog open title="Delete this index?" message confirm="Delete" danger=true on_confirm/> }
        .into_any()
}

#[derive(Clone)]
struct Line {
    index: IndexRow,
    fields: String,
}

fn lines(metadata: &Metadata, id: ObjectId) -> Vec<Line> {
    let mut lines: Vec<Line> = metadata
        .indexes
        .iter()
        .filter(|index| index.object_id == id)
        .map(|index| Line { fields: field_names(&metadata.fields, index), index: index.clone() })
        .collect();
    lines.sort_by(|a, b| (a.index.is_custom, &a.fields).cmp(&(b.index.is_custom, &b.fields)).reverse());
    lines
}

fn field_names(fields: &[FieldRow], index: &IndexRow) -> String {
    let name = |entry: &icosa_model::definition::IndexFieldRow| {
        let field = fields.iter().find(|field| field.id == entry.field_id);
        let label = field.map_or("?", |field| field.label.as_str());
        match &entry.sub_field_name {
            Some(part) => format!("{label} › {part}"),
            None => label.to_owned(),
        }
    };
    index.fields.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn rows(
    lines: Vec<Line>,
    tasks: &[DataModelTask],
    asked: RwSignal<u32>,
    doomed: RwSignal<Option<(IndexId, String)>>,
) -> AnyView {
    if lines.is_empty() {
        return view! { <EmptyState title="No indexes" art=Art::Icon("IconDatabase".into())/> }.into_any();
    }
    let rows: Vec<AnyView> = lines
        .into_iter()
        .map(|line| {
            let task = tasks.iter().find(|task| task.index_name == line.index.name).cloned();
            view! { <IndexLine line task asked doomed/> }.into_any()
        })
        .collect();
    view! {
        <div class="set-table set-indexes" role="table" aria-label="Indexes">
            <div class="set-row set-head" role="row">
                <span role="columnheader">"Fields"</span><span role="columnheader">"Kind"</span>
                <span role="columnheader">"Name"</span>
                <span role="columnheader"><span class="sr-only">"Actions"</span></span>
            </div>
            {rows}
        </div>
    }
    .into_any()
}

#[component]
fn IndexLine(
    line: Line,
    task: Option<DataModelTask>,
    asked: RwSignal<u32>,
    doomed: RwSignal<Option<(IndexId, String)>>,
) -> AnyView {
    let Line { index, fields } = line;
    let method = if index.index_type == IndexType::Gin { "GIN" } else { "BTREE" };
    let state = task.map(|task| building(&task, asked));
    let (id, shown) = (index.id, fields.clone());
    let remove = index.is_custom.then(|| {
        view! {
            <IconButton icon="IconTrash" label="Delete index" danger=true
                on_click=move |_| doomed.set(Some((id, shown.clone())))/>
        }
    });
    view! {
        <div class="set-row" role="row">
            <span role="cell" class="set-name"><Icon name="IconDatabase"/><span class="truncate" title=fields.clone()>{fields.clone()}</span></span>
            <span role="cell" class="set-tags">
                <Tag label=method/>
                {index.is_unique.then(|| view! { <Tag label="Unique" color="turquoise"/> })}
                {index.is_custom.then(|| view! { <Tag label="Custom" color="orange"/> })}
            </span>
            <span role="cell" class="set-code truncate" title=index.name.clone()>{state.unwrap_or_else(|| index.name.clone().into_any())}</span>
            <span role="cell" class="set-menu js-only">{remove}</span>
        </div>
    }
    .into_any()
}

fn building(task: &DataModelTask, asked: RwSignal<u32>) -> AnyView {
    if task.status == "FAILED" {
        let why = task.problem.clone().unwrap_or_else(|| "It could not be built.".to_owned());
        return view! {
            <span class="text-danger" title=why.clone()>{why.clone()}</span>
            <TryAgain task=task.id asked/>
        }
        .into_any();
    }
    // Put off, or interrupted: the task says why it waits.
    if let (Some(why), "WAITING") = (task.problem.clone(), task.status.as_str()) {
        return view! { <span title=why.clone()>{why.clone()}</span> }.into_any();
    }
    let value = (task.progress > 0.0).then_some(task.progress);
    view! { <span class="set-building"><span>"Being built"</span><ProgressBar label="Building the index" value/></span> }
        .into_any()
}

//! What is still being done to an object's records after a change.

use std::time::Duration;

use icosa_contract::data_model::DataModelTask;
use icosa_model::{Metadata, ObjectId};
use icosa_rpc::data_model::{data_model_retry, data_model_tasks};
use icosa_rpc::use_model;
use icosa_ui::button::{Button, Size};
use icosa_ui::card::{Banner, Tone};
use icosa_ui::hooks::use_interval;
use icosa_ui::progress::ProgressBar;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use crate::data_model::changes::use_sender;

/// While something goes on, it is asked after so often.
const ASK_EVERY: Duration = Duration::from_secs(2);

/// One line for each task about records; indexes say so on their own tab.
#[component]
pub(super) fn Tasks(id: ObjectId) -> AnyView {
    let Some(model) = use_model() else { return ().into_any() };
    let asked = RwSignal::new(0_u32);
    let tasks = Resource::new(move || (model.get().version(), asked.get()), |_| data_model_tasks());
    let goes_on = RwSignal::new(false);
    use_interval(ASK_EVERY, move || {
        if goes_on.get_untracked() {
            asked.update(|asked| *asked += 1);
        }
    });
    let list = move || {
        let model = model.get();
        Suspend::new(async move {
            let is_own = |task: &DataModelTask| task.object_id == id && task.kind != "BUILD_INDEX";
            let tasks: Vec<DataModelTask> =
                tasks.await.unwrap_or_default().into_iter().filter(is_own).collect();
            let _ = goes_on.try_set(tasks.iter().any(|task| task.status != "FAILED"));
            tasks.iter().map(|task| line(task, model.metadata(), asked)).collect::<Vec<AnyView>>()
        })
    };
    view! { <Transition>{list}</Transition> }.into_any()
}

/// Lets a task that has failed go on, then asks how it does.
#[component]
pub(super) fn TryAgain(task: Uuid, asked: RwSignal<u32>) -> AnyView {
    let Some(sender) = use_sender() else { return ().into_any() };
    let retry = move |_| {
        spawn_local(async move {
            if let Err(error) = data_model_retry(task).await {
                sender.refuse(&error);
            }
            let _ = asked.try_update(|asked| *asked += 1);
        });
    };
    view! { <span class="js-only"><Button size=Size::Small on_click=retry>"Try again"</Button></span> }
        .into_any()
}

fn line(task: &DataModelTask, metadata: &Metadata, asked: RwSignal<u32>) -> AnyView {
    let field = metadata.fields.iter().find(|field| Some(field.id) == task.field_id);
    let text = match field {
        Some(field) if task.kind == "PREPARE_UNIQUE" => {
            format!("Values of {} are being compared, so that it becomes unique", field.label)
        }
        Some(field) => format!("Records are getting the new options of {}", field.label),
        None => "Records are being made found by the new search fields".to_owned(),
    };
    if task.status == "FAILED" {
        let problem = task.problem.clone().unwrap_or_default();
        let (text, id) = (format!("{text}. {problem}"), task.id);
        return view! { <Banner tone=Tone::Danger text><TryAgain task=id asked/></Banner> }.into_any();
    }
    let value = (task.progress > 0.0).then_some(task.progress);
    view! {
        <div class="banner" role="status">
            <p class="banner-text">{text.clone()}</p>
            <span class="set-task-progress"><ProgressBar label=text value/></span>
        </div>
    }
    .into_any()
}

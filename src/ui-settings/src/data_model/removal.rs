//! Deleting objects and fields: what goes with them is said before, the way back is offered after.

use icosa_contract::AppError;
use icosa_contract::data_model::{Change, Impact, Target};
use icosa_rpc::data_model::data_model_impact;
use icosa_ui::button::{Button, Variant};
use icosa_ui::modal::Modal;
use icosa_ui::progress::Skeleton;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::changes::{Sender, use_sender};

/// Names listed of each kind; the rest is counted.
const MAX_LISTED: usize = 6;

/// What is to be deleted.
#[derive(Debug, Clone, PartialEq)]
pub struct Removal {
    /// The object or field.
    pub target: Target,
    /// What people call it.
    pub label: String,
    /// Where to go once it is gone, from a page that shows it.
    pub leads_to: Option<String>,
}

impl Removal {
    fn change(&self) -> Change {
        match self.target {
            Target::Object(id) => Change::DeleteObject(id),
            Target::Field(id) => Change::DeleteField(id),
        }
    }
}

/// Asks before something is deleted. Set `pending` to open it.
#[component]
pub fn RemovalDialog(pending: RwSignal<Option<Removal>>) -> AnyView {
    let Some(sender) = use_sender() else { return ().into_any() };
    let dialog = move || pending.get().map(|removal| view! { <Question removal pending sender/> }.into_any());
    view! { {dialog} }.into_any()
}

#[component]
fn Question(removal: Removal, pending: RwSignal<Option<Removal>>, sender: Sender) -> AnyView {
    let open = RwSignal::new(true);
    Effect::new(move |_| {
        if !open.get() {
            pending.set(None);
        }
    });
    let impact = RwSignal::new(None::<Result<Impact, AppError>>);
    let target = removal.target;
    Effect::new(move |_| {
        spawn_local(async move {
            let answer = data_model_impact(target).await;
            let _ = impact.try_set(Some(answer));
        });
    });
    let navigate = use_navigate();
    let title = format!("Delete {}?", removal.label);
    let confirm = Callback::new(move |()| {
        open.set(false);
        let (done, target) = (format!("{} deleted", removal.label), removal.leads_to.clone());
        let navigate = navigate.clone();
        let leave = move || {
            if let Some(target) = target {
                navigate(&target, NavigateOptions::default());
            }
        };
        sender.send_leaving(vec![removal.change()], leave, move |answer| match answer {
            Ok(changed) => sender.offer_undo(done, changed.undo, None),
            Err(error) => sender.refuse(&error),
        });
    });
    let is_known = Memo::new(move |_| impact.with(|impact| matches!(impact, Some(Ok(_)))));
    view! {
        <Modal open title centred=true>
            <form class="modal-form" on:submit=move |event| { event.prevent_default(); confirm.run(()); }>
                {move || impact.with(|impact| lost(impact.as_ref(), target))}
                <Button kind="submit" variant=Variant::Primary danger=true full_width=true disabled=move || !is_known.get()>"Delete"</Button>
                <Button full_width=true on_click=move |_| open.set(false)>"Cancel"</Button>
            </form>
        </Modal>
    }
    .into_any()
}

/// What is lost, once it is known.
pub(super) fn lost(impact: Option<&Result<Impact, AppError>>, target: Target) -> AnyView {
    match impact {
        None => view! { <div class="set-impact"><Skeleton/><Skeleton width="60%"/></div> }.into_any(),
        Some(Err(error)) => {
            view! { <p class="set-alert" role="alert">{error.message.clone()}</p> }.into_any()
        }
        Some(Ok(impact)) => {
            let lines: Vec<AnyView> = sentences(impact, target)
                .into_iter()
                .map(|(what, names)| {
                    let names =
                        (!names.is_empty()).then(|| view! { <span class="set-impact-names">{names}</span> });
                    view! { <li><span>{what}</span>{names}</li> }.into_any()
                })
                .collect();
            view! {
                <ul class="set-impact">{lines}</ul>
                <p class="modal-text">"You can undo this right after, within a day."</p>
            }
            .into_any()
        }
    }
}

/// What goes, each with some names.
fn sentences(impact: &Impact, target: Target) -> Vec<(String, String)> {
    let records = match (target, impact.records) {
        (Target::Object(_), 0) => "No records are lost: there are none.".to_owned(),
        (Target::Object(_), 1) => "1 record is lost with all its values.".to_owned(),
        (Target::Object(_), count) => format!("{count} records are lost with all their values."),
        (Target::Field(_), 0) => "No values are lost: there are none.".to_owned(),
        (Target::Field(_), 1) => "1 record loses its value.".to_owned(),
        (Target::Field(_), count) => format!("{count} records lose their value."),
    };
    let mut sentences = vec![(records, String::new())];
    let mut add = |names: &[String], one: &str, many: &str| match names.len() {
        0 => {}
        1 => sentences.push((format!("1 {one}"), listed(names))),
        count => sentences.push((format!("{count} {many}"), listed(names))),
    };
    add(&impact.fields, "field goes", "fields go");
    add(&impact.views, "view changes or goes", "views change or go");
    add(&impact.indexes, "index goes", "indexes go");
    sentences
}

fn listed(names: &[String]) -> String {
    let shown = names.iter().take(MAX_LISTED).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MAX_LISTED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use icosa_model::ObjectId;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_lost_is_spelled_out() {
        let names = |count: usize| (0..count).map(|at| format!("F{at}")).collect::<Vec<_>>();
        let impact = Impact { records: 3, fields: names(8), views: names(1), indexes: Vec::new() };
        let said = sentences(&impact, Target::Object(ObjectId(Uuid::nil())));
        assert_eq!(said.len(), 3);
        assert!(said[0].0.starts_with("3 records"));
        assert_eq!(said[1], ("8 fields go".to_owned(), "F0, F1, F2, F3, F4, F5 and 2 more".to_owned()));
    }
}

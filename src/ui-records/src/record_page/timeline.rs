//! What happened to a record, newest first, under month headings.

use std::sync::Arc;

use icosa_contract::records::{TimelineItem, TimelineQuery};
use icosa_contract::{AppError, routes};
use icosa_model::format::calendar::date_time;
use icosa_model::{Field, Model, Object};
use icosa_rpc::records::record_timeline;
use icosa_rpc::{SignedIn, use_signed_in};
use icosa_ui::button::{Button, Variant};
use icosa_ui::icon::Icon;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::state::RecordState;

const PAGE: u32 = 50;

/// The timeline tab.
#[component]
pub fn Timeline(model: Arc<Model>, state: RecordState) -> AnyView {
    let Some(signed_in) = use_signed_in() else { return ().into_any() };
    let query =
        TimelineQuery { object: state.object.name_singular.clone(), id: state.id, before: None, limit: PAGE };
    let first = {
        let query = query.clone();
        Resource::new(move || state.activity.get(), move |_| record_timeline(query.clone()))
    };
    let object = state.object.clone();
    view! {
        <Transition>
            {move || {
                let (signed_in, object, query, model) = (signed_in.clone(), object.clone(), query.clone(), model.clone());
                Suspend::new(async move {
                    match first.await {
                        Ok(items) => view! { <Pages signed_in model object query items/> }.into_any(),
                        Err(error) => view! { <Failed error/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

#[component]
fn Failed(error: AppError) -> AnyView {
    view! { <p role="alert" class="p-4 text-danger">{error.message}</p> }.into_any()
}

#[component]
fn Pages(
    signed_in: SignedIn,
    model: Arc<Model>,
    object: Arc<Object>,
    query: TimelineQuery,
    items: Vec<TimelineItem>,
) -> AnyView {
    if items.is_empty() {
        return view! { <p class="p-6 text-center text-tertiary">"Nothing has happened here yet."</p> }
            .into_any();
    }
    let more = RwSignal::new(items.len() >= PAGE as usize);
    let items = RwSignal::new(items);
    let load_more = move |_| {
        let mut query = query.clone();
        query.before =
            items.with_untracked(|items| items.last().map(|item| (item.happens_at.clone(), item.id)));
        spawn_local(async move {
            if let Ok(older) = record_timeline(query).await {
                let _ = more.try_set(older.len() >= PAGE as usize);
                let _ = items.try_update(|items| items.extend(older));
            }
        });
    };
    let list = move || {
        let mut month = String::new();
        items
            .get()
            .into_iter()
            .map(|item| {
                let of_item = crate::moments::month_of(&item.happens_at, &signed_in.session.preferences);
                let heading = (of_item != month).then(|| of_item.clone());
                month = of_item;
                let (signed_in, model, object) = (signed_in.clone(), model.clone(), object.clone());
                view! {
                    {heading.map(|month| view! { <li class="timeline-month">{month}</li> })}
                    <Item signed_in model object item/>
                }
                .into_any()
            })
            .collect::<Vec<_>>()
    };
    view! {
        <ol class="timeline">{list}</ol>
        <div class="p-3 js-only" class:hidden=move || !more.get()>
            <Button variant=Variant::Secondary on_click=load_more>"Show older"</Button>
        </div>
    }
    .into_any()
}

#[component]
fn Item(signed_in: SignedIn, model: Arc<Model>, object: Arc<Object>, item: TimelineItem) -> AnyView {
    let session = &signed_in.session;
    let author = match item.author_id {
        Some(id) if id == session.member_id => "You".to_owned(),
        _ if item.author.is_empty() => "System".to_owned(),
        _ => item.author.clone(),
    };
    let exact = date_time(&item.happens_at, &session.preferences);
    let when = crate::moments::ago(&item.happens_at, session.now);
    let (icon, sentence) = sentence(&model, &object, &item);
    let changes = changes(&signed_in, &object, &item);
    let linked = item.linked.as_ref().filter(|_| item.name.starts_with("linked-")).map(|linked| {
        let label = if linked.label.is_empty() { "Untitled".to_owned() } else { linked.label.clone() };
        view! { <a class="text-primary underline" href=routes::record(&linked.object, &linked.id.to_string())>{label}</a> }
    });
    view! {
        <li class="timeline-item">
            <span class="timeline-icon"><Icon name=icon size=16/></span>
            <div class="min-w-0 flex-1">
                <p><span class="font-medium text-primary">{author}</span>" "{sentence}" "{linked}</p>
                {changes}
            </div>
            <time class="text-sm text-light whitespace-nowrap" datetime=item.happens_at.clone() title=exact>{when}</time>
        </li>
    }
    .into_any()
}

fn sentence(model: &Model, object: &Object, item: &TimelineItem) -> (&'static str, String) {
    let (subject, action) = item.name.split_once('.').unwrap_or(("", item.name.as_str()));
    if let Some(linked) = subject.strip_prefix("linked-") {
        let kind = model
            .object(linked)
            .map_or_else(|| linked.to_owned(), |object| object.label_singular.to_lowercase());
        let icon = if linked == "task" { "IconCheckbox" } else { "IconNotes" };
        return (icon, format!("{} a related {kind}", past(action)));
    }
    let what = format!("this {}", object.label_singular.to_lowercase());
    match action {
        "created" => ("IconPlus", format!("created {what}")),
        "deleted" => ("IconTrash", format!("deleted {what}")),
        "restored" => ("IconRefresh", format!("restored {what}")),
        _ => match item.diff.len() {
            1 => ("IconPencil", "updated".to_owned()),
            count => ("IconPencil", format!("updated {count} fields")),
        },
    }
}

fn past(action: &str) -> &str {
    match action {
        "created" | "updated" | "deleted" | "restored" => action,
        _ => "changed",
    }
}

/// Field, old value, new value of each change.
fn changes(signed_in: &SignedIn, object: &Object, item: &TimelineItem) -> Option<AnyView> {
    if item.diff.is_empty() || item.name.starts_with("linked-") {
        return None;
    }
    let rows: Vec<AnyView> = item
        .diff
        .iter()
        .map(|(name, change)| {
            let field = object.field(name).or_else(|| object.field_by_join_column(name));
            let label = field.map_or_else(|| name.clone(), |field| field.label.clone());
            let show = |side: &str| field.and_then(|field| shown(signed_in, field, change, side));
            let (before, after) = (show("before"), show("after"));
            view! {
                <li class="flex gap-2 min-w-0">
                    <span class="text-tertiary">{label}</span>
                    <span class="text-light line-through truncate">{before}</span>
                    <span aria-hidden="true" class="text-light">"→"</span>
                    <span class="text-primary truncate">{after.unwrap_or_else(|| "empty".into_any())}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    Some(view! { <ul class="text-sm mt-1">{rows}</ul> }.into_any())
}

/// One side of a change; `None` for an empty value. A related record goes by the name it had then, and leads to it.
fn shown(signed_in: &SignedIn, field: &Field, change: &Value, side: &str) -> Option<AnyView> {
    let value = change.get(side)?;
    if let (Some(relation), Some(id)) = (&field.relation, value.as_str()) {
        let target = signed_in.model.object(&relation.target_name)?;
        let href = routes::record(&target.name_singular, id);
        let name = related_name(&target.label_singular, change.get(format!("{side}Label")));
        return Some(view! { <a class="underline" href=href>{name}</a> }.into_any());
    }
    let session = &signed_in.session;
    let text = icosa_model::format::plain(field, value, &session.preferences, session.now);
    (!text.is_empty()).then(|| text.into_any())
}

/// Lines written before names were kept know the kind of record only.
fn related_name(kind: &str, label: Option<&Value>) -> String {
    match label.and_then(Value::as_str) {
        Some("") => "Untitled".to_owned(),
        Some(label) => label.to_owned(),
        None => kind.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_related_record_goes_by_the_name_it_had() {
        assert_eq!(related_name("Company", Some(&json!("Acme"))), "Acme");
        assert_eq!(related_name("Company", Some(&json!(""))), "Untitled");
        assert_eq!(related_name("Company", None), "Company");
    }
}

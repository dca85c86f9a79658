//! Cards with the records on the other side of to-many relations.

use std::sync::Arc;

use icosa_contract::routes;
use icosa_model::format::label;
use icosa_model::{Model, Object, Record};
use icosa_ui::avatar::Avatar;
use icosa_ui::icon::Icon;
use leptos::prelude::*;
use serde_json::Value;

use super::selection::{RELATED_ON_CARD, related_fields};
use super::state::RecordState;

/// One card a relation; empty ones are left out.
#[component]
pub fn RelatedCards(model: Arc<Model>, state: RecordState) -> AnyView {
    let cards: Vec<AnyView> = related_fields(&model, &state.object)
        .into_iter()
        .filter_map(|(field, target)| {
            let target = model.object(&target.name_singular)?.clone();
            Some(view! { <Card state=state.clone() field=field.name.clone() title=field.label.clone() target/> }.into_any())
        })
        .collect();
    view! { <div>{cards}</div> }.into_any()
}

#[component]
fn Card(state: RecordState, field: String, title: String, target: Arc<Object>) -> AnyView {
    let record = state.record;
    let related = Memo::new(move |_| {
        record.with(|record| {
            let list = record.get(&field).and_then(Value::as_array);
            list.map(|list| list.iter().filter_map(|item| item.as_object().cloned()).collect::<Vec<Record>>())
                .unwrap_or_default()
        })
    });
    let icon = target.icon.clone().unwrap_or_default();
    let count = move || {
        let count = related.with(Vec::len);
        if count >= RELATED_ON_CARD as usize { format!("{count}+") } else { count.to_string() }
    };
    let rows = move || {
        related
            .get()
            .into_iter()
            .map(|record| view! { <Row target=target.clone() record/> }.into_any())
            .collect::<Vec<_>>()
    };
    view! {
        <section class="related-card" class:hidden=move || related.with(Vec::is_empty)>
            <h2 class="flex items-center gap-2 px-2 mb-1 text-sm font-medium text-secondary">
                <Icon name=icon size=16/>{title} <span class="text-light">{count}</span>
            </h2>
            <ul>{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Row(target: Arc<Object>, record: Record) -> AnyView {
    let id = record.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let text = label(&target, &record);
    let href = routes::record(&target.name_singular, &id);
    view! {
        <li>
            <a href=href class="related-row">
                <Avatar name=text.clone() seed=id size=16/><span class="truncate">{text}</span>
            </a>
        </li>
    }
    .into_any()
}

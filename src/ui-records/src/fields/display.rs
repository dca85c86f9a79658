//! How values look, in a cell and on a record page.

use std::sync::Arc;

use icosa_contract::routes;
use icosa_model::format::{label, phone, plain, text as texts};
use icosa_model::values::href;
use icosa_model::{Field, FieldType, Model, Object, Record};
use icosa_rpc::{SignedIn, use_signed_in};
use icosa_ui::avatar::Avatar;
use icosa_ui::icon::Icon;
use icosa_ui::tag::Tag;
use leptos::prelude::*;
use serde_json::Value;

use crate::selection::is_junction;

/// Shows a field of a record on one line, or on several where `wide` (record page). An empty value shows nothing in
/// a cell and "Empty" on a record page.
#[component]
pub fn FieldDisplay(
    /// The record's object.
    object: Arc<Object>,
    /// API name of the field.
    #[prop(into)]
    field: String,
    /// The whole record: relations and junctions need more than one key.
    #[prop(into)]
    record: Signal<Record>,
    /// Record page instead of table cell.
    #[prop(optional)]
    wide: bool,
) -> AnyView {
    let Some(signed_in) = use_signed_in() else { return ().into_any() };
    let name = field.clone();
    // Other fields of the record may change without this one being drawn again.
    let value = Memo::new(move |_| record.with(|record| record.get(&name).cloned().unwrap_or_default()));
    let draw = move || match object.field(&field) {
        Some(definition) => value.with(|value| draw(&signed_in, definition, value, wide)),
        None => ().into_any(),
    };
    let class = if wide { "field-display wide" } else { "field-display" };
    view! { <span class=class>{draw}</span> }.into_any()
}

fn draw(page: &SignedIn, field: &Field, value: &Value, wide: bool) -> AnyView {
    if icosa_model::values::is_empty(field.field_type, value) {
        return if wide {
            view! { <span class="text-light">"Empty"</span> }.into_any()
        } else {
            ().into_any()
        };
    }
    match field.field_type {
        FieldType::Boolean => boolean(value.as_bool().unwrap_or_default()),
        FieldType::Select => options(field, std::slice::from_ref(value)),
        FieldType::MultiSelect => options(field, value.as_array().map(Vec::as_slice).unwrap_or_default()),
        FieldType::Rating => rating(value),
        FieldType::Links => links(value),
        FieldType::Emails => emails(value),
        FieldType::Phones => phones(value),
        FieldType::Array => pills(value),
        FieldType::Actor => actor(value),
        FieldType::Relation | FieldType::MorphRelation => relation(&page.model, field, value),
        _ => text(&plain(field, value, &page.session.preferences, page.session.now)),
    }
}

fn text(text: &str) -> AnyView {
    let text = text.to_owned();
    view! { <span class="truncate" title=text.clone()>{text.clone()}</span> }.into_any()
}

fn boolean(value: bool) -> AnyView {
    let (icon, word) = if value { ("IconCheck", "True") } else { ("IconX", "False") };
    view! { <span class="flex items-center gap-1"><Icon name=icon size=14/>{word}</span> }.into_any()
}

fn options(field: &Field, values: &[Value]) -> AnyView {
    values
        .iter()
        .filter_map(Value::as_str)
        .map(|value| {
            let option = field.options.iter().find(|option| option.value == value);
            let label = option.map_or(value, |option| &option.label).to_owned();
            let color = option.and_then(|option| option.color.clone()).unwrap_or_else(|| "gray".to_owned());
            view! { <Tag label color/> }.into_any()
        })
        .collect::<Vec<_>>()
        .into_any()
}

fn rating(value: &Value) -> AnyView {
    let stars = icosa_model::field_type::RATINGS
        .iter()
        .position(|rating| value == rating)
        .map_or(0, |place| place + 1);
    let icons: Vec<AnyView> = (1..=5)
        .map(|star| {
            let name = if star <= stars { "IconStarFilled" } else { "IconStar" };
            let class = if star <= stars { "text-star" } else { "text-extra-light" };
            view! { <span class=class><Icon name size=14/></span> }.into_any()
        })
        .collect();
    view! { <span class="flex" role="img" aria-label=format!("{stars} of 5")>{icons}</span> }.into_any()
}

fn links(value: &Value) -> AnyView {
    let link = |link: texts::ShownLink| {
        let icon = link.network.map(|network| view! { <Icon name=network.icon() size=14/> });
        view! {
            <a class="pill" href=href(&link.url) target="_blank" rel="noopener noreferrer" title=link.url.clone()>{icon}{link.text}</a>
        }
        .into_any()
    };
    texts::links(value).into_iter().map(link).collect::<Vec<_>>().into_any()
}

fn emails(value: &Value) -> AnyView {
    let link = |address: &str| {
        view! { <a class="pill" href=format!("mailto:{address}")>{address.to_owned()}</a> }.into_any()
    };
    texts::emails(value).iter().map(|address| link(address)).collect::<Vec<_>>().into_any()
}

fn phones(value: &Value) -> AnyView {
    let link = |shown: &String| {
        view! { <a class="pill" href=format!("tel:{}", phone::dialled(shown))>{shown.clone()}</a> }.into_any()
    };
    texts::phones(value).iter().map(link).collect::<Vec<_>>().into_any()
}

fn pills(value: &Value) -> AnyView {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    items
        .iter()
        .filter_map(Value::as_str)
        .map(|item| view! { <span class="pill">{item.to_owned()}</span> }.into_any())
        .collect::<Vec<_>>()
        .into_any()
}

fn actor(value: &Value) -> AnyView {
    let source = text_of(value, "source").unwrap_or("MANUAL");
    let name = text_of(value, "name").unwrap_or_default().to_owned();
    let member = text_of(value, "workspaceMemberId").map(str::to_owned);
    let icon = match source {
        "EMAIL" => "IconMail",
        "CALENDAR" => "IconCalendar",
        "WORKFLOW" => "IconSettingsAutomation",
        "API" | "WEBHOOK" => "IconLink",
        "IMPORT" => "IconFileImport",
        _ => "IconSettings",
    };
    let picture = match member {
        Some(member) => view! { <Avatar name=name.clone() seed=member size=14/> }.into_any(),
        None => view! { <Icon name=icon size=14/> }.into_any(),
    };
    view! { <span class="flex items-center gap-1 min-w-0">{picture}<span class="truncate">{name}</span></span> }.into_any()
}

fn relation(model: &Model, field: &Field, value: &Value) -> AnyView {
    let Some(target) = field.relation.as_ref().and_then(|relation| model.object(&relation.target_name))
    else {
        return ().into_any();
    };
    let records: Vec<&Record> = match value {
        Value::Object(record) => vec![record],
        Value::Array(records) => records.iter().filter_map(Value::as_object).collect(),
        _ => Vec::new(),
    };
    if is_junction(target) {
        let own = field.relation.as_ref().map(|relation| relation.target_field.clone()).unwrap_or_default();
        return records
            .into_iter()
            .filter_map(|tie| tied(model, target, &own, tie))
            .collect::<Vec<_>>()
            .into_any();
    }
    records.into_iter().map(|record| chip(target, record)).collect::<Vec<_>>().into_any()
}

/// The record a junction row leads to.
fn tied(model: &Model, junction: &Object, own: &str, tie: &Record) -> Option<AnyView> {
    junction.fields.iter().filter(|field| field.join_column().is_some() && field.name != own).find_map(
        |field| {
            let record = tie.get(&field.name)?.as_object()?;
            let target = model.object(&field.relation.as_ref()?.target_name)?;
            Some(chip(target, record))
        },
    )
}

/// A record as a small link with picture and name.
fn chip(object: &Object, record: &Record) -> AnyView {
    let id = record.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let text = label(object, record);
    let href = routes::record(&object.name_singular, &id);
    let image = icosa_model::format::image(object, record);
    view! {
        <a class="record-chip" href=href>
            <Avatar name=text.clone() seed=id image=image size=14/><span class="truncate">{text}</span>
        </a>
    }
    .into_any()
}

fn text_of<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
}

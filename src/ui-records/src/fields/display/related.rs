//! Related records as small links with picture and name.

use icosa_contract::routes;
use icosa_model::format::label;
use icosa_model::{Model, Object, Record};
use icosa_ui::avatar::Avatar;
use leptos::prelude::*;
use serde_json::Value;

use super::{Place, Shown};
use crate::selection::is_junction;

/// The related record or records; of a junction, what its rows lead to.
pub(super) fn chips(shown: Shown<'_>, value: &Value) -> AnyView {
    let (model, field) = (&*shown.page.model, shown.field);
    let Some(relation) = field.relation.as_ref() else { return ().into_any() };
    let Some(target) = model.object(&relation.target_name) else { return ().into_any() };
    let records: Vec<&Record> = match value {
        Value::Object(record) => vec![record],
        Value::Array(records) => records.iter().filter_map(Value::as_object).collect(),
        _ => Vec::new(),
    };
    let draw = |record: &Record| {
        if is_junction(target) {
            tied(model, target, &relation.target_field, record)
        } else {
            Some(chip(target, record, shown.place))
        }
    };
    records.into_iter().filter_map(draw).collect::<Vec<_>>().into_any()
}

/// The record a junction row leads to.
fn tied(model: &Model, junction: &Object, own: &str, tie: &Record) -> Option<AnyView> {
    junction.fields.iter().filter(|field| field.join_column().is_some() && field.name != own).find_map(
        |field| {
            let record = tie.get(&field.name)?.as_object()?;
            let target = model.object(&field.relation.as_ref()?.target_name)?;
            Some(chip(target, record, Place::Cell))
        },
    )
}

/// A record as a small link with picture and name.
fn chip(object: &Object, record: &Record, place: Place) -> AnyView {
    let id = record.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let text = label(object, record);
    let href = routes::record(&object.name_singular, &id);
    let image = icosa_model::format::image(object, record);
    let inner =
        view! { <Avatar name=text.clone() seed=id image=image size=14/><span class="truncate">{text}</span> };
    if place == Place::Sample {
        return view! { <span class="record-chip">{inner}</span> }.into_any();
    }
    view! { <a class="record-chip" href=href>{inner}</a> }.into_any()
}

//! What a field that is being defined will look like in a table.

use icosa_model::definition::FieldRow;
use icosa_model::format::zone;
use icosa_model::values::{default_value, moment, parse_text, text_part};
use icosa_model::{Field, FieldType, Model, Record, Relation, RelationKind};
use icosa_rpc::{SignedIn, use_signed_in};
use icosa_ui::icon::Icon;
use leptos::prelude::*;
use serde_json::{Value, json};

use super::display::{Place, Shown, draw, frame_class};
use super::samples_data::sample_json;
use super::type_icon;

/// Days between today and the date of a sample, so that relative dates say something.
const DAYS_AGO: i64 = 3;
/// Id of the record that a sample relation leads to.
const RELATED: &str = "00000000-0000-4000-8000-000000000001";

/// The head of a field's column and one cell below it. The field need not be stored, nor be complete: it is drawn by
/// the type, settings and options it has now. Draw it again (inside a closure) to follow changes.
#[component]
pub fn FieldPreview(
    /// The definition as it stands.
    field: FieldRow,
    /// The value shown; a believable one of its type, or its default, when none is given.
    #[prop(optional_no_strip)]
    sample: Option<Value>,
) -> AnyView {
    let Some(page) = use_signed_in() else { return ().into_any() };
    let label = if field.label.trim().is_empty() { "Untitled".to_owned() } else { field.label.clone() };
    let icon = field.icon.clone().unwrap_or_else(|| type_icon(field.field_type).to_owned());
    let value = sample.unwrap_or_else(|| sample_of(&page, &field));
    let field = unstored(&page.model, field);
    let cell = draw(Shown { page: &page, field: &field, place: Place::Sample }, &value);
    view! {
        <div class="field-preview">
            <div class="field-preview-head"><Icon name=icon size=16/><span class="truncate">{label}</span></div>
            <div class="field-preview-cell"><span class=frame_class(Place::Sample)>{cell}</span></div>
        </div>
    }
    .into_any()
}

/// The field as the display functions want it: without columns, with its relation if the target is known.
fn unstored(model: &Model, row: FieldRow) -> Field {
    let target = row.relation_target_object_id.and_then(|id| model.object_by_id(id));
    let relation = target.map(|target| Relation {
        kind: RelationKind::OneToMany { target_column: String::new() },
        target: target.id,
        target_name: target.name_singular.clone(),
        target_field: String::new(),
    });
    Field { row, columns: Vec::new(), relation }
}

/// The value that shows a field best: its default where that says something, else one of its own choices, a day near
/// today, or a value of its type.
fn sample_of(page: &SignedIn, field: &FieldRow) -> Value {
    let session = &page.session;
    let own = default_value(field, session.now, &session.preferences.zone);
    if !own.is_null() && !field.field_type.is_composite() {
        return own;
    }
    let now = session.now.div_euclid(1000) - DAYS_AGO * 86_400;
    let values = || field.options.iter().map(|option| json!(option.value));
    match field.field_type {
        FieldType::Date => json!(zone::day_at(now, &session.preferences.zone).to_string()),
        FieldType::DateTime => json!(moment::seconds_text(now)),
        FieldType::Select => values().next().unwrap_or_default(),
        FieldType::MultiSelect => values().take(2).collect(),
        FieldType::Relation | FieldType::MorphRelation => related(page, field),
        FieldType::Number => number(field),
        kind => {
            let mut sample = parsed(kind);
            if let (Some(code), Some(parts)) = (text_part(field, "currencyCode"), sample.as_object_mut()) {
                parts.insert("currencyCode".to_owned(), json!(code));
            }
            sample
        }
    }
}

fn parsed(kind: FieldType) -> Value {
    serde_json::from_str(sample_json(kind)).unwrap_or_default()
}

fn number(field: &FieldRow) -> Value {
    match (field.settings.kind.as_deref(), field.settings.data_type.as_deref()) {
        (Some("percentage"), _) => json!(0.425),
        (Some("shortNumber"), _) => json!(1_234_567),
        (_, Some("int" | "bigint")) => json!(1234),
        _ => parsed(FieldType::Number),
    }
}

/// A record of the target object with a name that fits its label field.
fn related(page: &SignedIn, field: &FieldRow) -> Value {
    let Some(target) = field.relation_target_object_id.and_then(|id| page.model.object_by_id(id)) else {
        return Value::Null;
    };
    let label = target.label_field();
    let name = match label.field_type {
        kind @ FieldType::FullName => parsed(kind),
        _ => parse_text(label, parsed(field.field_type).as_str().unwrap_or_default()).unwrap_or_default(),
    };
    let name = if name.is_null() { json!(target.label_singular) } else { name };
    Value::Object(Record::from_iter([("id".to_owned(), json!(RELATED)), (label.name.clone(), name)]))
}

#[cfg(test)]
#[path = "preview_tests.rs"]
mod tests;

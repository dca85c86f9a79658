//! How values look: in a cell, on a record page, and as the sample of a field that is being defined.

mod contacts;
mod files;
mod plain;
mod related;

use std::sync::Arc;

pub(crate) use files::file_mark;
use icosa_model::values::is_empty;
use icosa_model::{Field, FieldType, Object, Record};
use icosa_rpc::{SignedIn, use_signed_in};
use leptos::prelude::*;
use serde_json::Value;

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// One line in a table: an empty value shows nothing.
    Cell,
    /// On a record page, on as many lines as it takes: an empty value says so.
    Page,
    /// A sample: nothing can be followed or copied.
    Sample,
}

/// What drawing a value needs to know besides the value.
#[derive(Clone, Copy)]
pub(super) struct Shown<'s> {
    pub page: &'s SignedIn,
    pub field: &'s Field,
    pub place: Place,
}

impl Shown<'_> {
    fn is_page(&self) -> bool {
        self.place == Place::Page
    }
}

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
    let place = if wide { Place::Page } else { Place::Cell };
    let name = field.clone();
    // Other fields of the record may change without this one being drawn again.
    let value = Memo::new(move |_| record.with(|record| record.get(&name).cloned().unwrap_or_default()));
    let draw = move || match object.field(&field) {
        Some(field) => value.with(|value| draw(Shown { page: &signed_in, field, place }, value)),
        None => ().into_any(),
    };
    if wide {
        return view! { <div class=frame_class(place)>{draw}</div> }.into_any();
    }
    view! { <span class=frame_class(place)>{draw}</span> }.into_any()
}

pub(super) fn frame_class(place: Place) -> &'static str {
    if place == Place::Page { "field-display wide" } else { "field-display" }
}

/// Any value, by the type of its field.
pub(super) fn draw(shown: Shown<'_>, value: &Value) -> AnyView {
    let field = shown.field;
    if is_empty(field.field_type, value) {
        return if shown.place == Place::Cell {
            ().into_any()
        } else {
            view! { <span class="text-light">"Empty"</span> }.into_any()
        };
    }
    match field.field_type {
        FieldType::Text => plain::text(shown, value),
        FieldType::Uuid => plain::id(shown, value),
        FieldType::Boolean => plain::boolean(value.as_bool().unwrap_or_default()),
        FieldType::Select => plain::options(field, std::slice::from_ref(value)),
        FieldType::MultiSelect => {
            plain::options(field, value.as_array().map(Vec::as_slice).unwrap_or_default())
        }
        FieldType::Rating => plain::rating(value),
        FieldType::RawJson => plain::json(shown, value),
        FieldType::RichText => plain::rich_text(shown, value),
        FieldType::Actor => plain::actor(value),
        FieldType::Links | FieldType::Emails | FieldType::Phones | FieldType::Array => {
            contacts::entries(shown, value)
        }
        FieldType::Files => files::chips(shown, value),
        FieldType::Relation | FieldType::MorphRelation => related::chips(shown, value),
        _ => plain::line(shown, value),
    }
}

#[cfg(test)]
#[path = "display_tests.rs"]
mod tests;

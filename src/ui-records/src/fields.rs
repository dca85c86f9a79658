//! Display and editing of one value, by field type.
//!
//! [`FieldDisplay`] shows any value the way a table cell or a record page does; [`FieldEditor`] is the editor that
//! opens over it. Which module serves which type is decided in one `match` each.

use std::sync::Arc;

use icosa_model::{Object, Record};
use leptos::prelude::*;
use serde_json::Value;

/// Where focus goes after an editor has closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "self-evident")]
pub enum Move {
    Stay,
    Down,
    Right,
    Left,
}

/// How an editor ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Store `values` (as sent to `record_update`: composites whole, relations as `<name>Id`) and show `shown`
    /// (merged into the record at once: the same, and the related record of a relation) until the server answers.
    Save {
        /// What is written.
        values: Record,
        /// What is shown meanwhile.
        shown: Record,
        /// Where focus goes.
        then: Move,
    },
    /// Nothing changed.
    Cancel(Move),
}

/// Shows a field of a record on one line, or on several where `wide` (record page).
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
    let _ = (object, wide);
    view! { <span>{move || record.with(|r| r.get(&field).map(Value::to_string).unwrap_or_default())}</span> }.into_any()
}

/// The editor of a field: takes focus when it appears, calls `on_done` exactly once.
#[component]
pub fn FieldEditor(
    /// The record's object.
    object: Arc<Object>,
    /// API name of the field.
    #[prop(into)]
    field: String,
    /// The record as shown when editing began.
    record: Record,
    /// Text typed on the focused cell that opened the editor; replaces the value.
    #[prop(optional_no_strip)]
    seed: Option<String>,
    /// Called when the person saves, cancels or leaves.
    on_done: Callback<Outcome>,
) -> AnyView {
    let _ = (object, field, record, seed);
    view! { <button on:click=move |_| on_done.run(Outcome::Cancel(Move::Stay))>"Close"</button> }.into_any()
}

/// Whether people may change a field's value here: structure fields, computed ones and lists from the other side of
/// a relation are shown only. Junctions (notes' and tasks' targets) can be edited as lists of records.
#[must_use]
pub fn is_editable(model: &icosa_model::Model, object: &Object, field: &icosa_model::Field) -> bool {
    use icosa_model::FieldType;
    let is_changeable = object.is_ui_editable && !field.is_system && (field.is_ui_editable || field.is_to_many());
    if field.is_to_many() {
        let target = field.relation.as_ref().and_then(|relation| model.object(&relation.target_name));
        return is_changeable && is_own_junction(object, field) && target.is_some_and(|t| crate::selection::is_junction(t));
    }
    is_changeable && !matches!(field.field_type, FieldType::Actor | FieldType::Uuid | FieldType::TsVector | FieldType::Position | FieldType::Files)
}

/// `note.noteTargets` and `task.taskTargets`: the junction belongs to the object that is named by it.
fn is_own_junction(object: &Object, field: &icosa_model::Field) -> bool {
    field.name == format!("{}Targets", object.name_singular)
}

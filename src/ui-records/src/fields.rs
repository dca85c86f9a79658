//! Display and editing of one value, by field type.
//!
//! [`FieldDisplay`] shows any value the way a table cell or a record page does; [`FieldEditor`] is the editor that
//! opens over it. Which module serves which type is decided in one `match` each. A new type gets a file for its
//! editor, an arm in [`editor`] and one in `display`.

mod address;
mod boolean;
mod currency;
mod display;
mod editor_frame;
pub(crate) mod files;
mod full_name;
mod json;
mod junction;
mod lists;
mod moment;
mod picks;
mod preview;
mod rating;
pub(crate) mod record_search;
mod related_many;
mod relation;
mod rich_text;
mod samples_data;
mod select;
#[cfg(test)]
pub(crate) mod test_support;
mod text;
mod type_icon;

use std::sync::Arc;

use icosa_model::format::Preferences;
use icosa_model::values::{ValueError, reason};
use icosa_model::{Field, FieldType, Model, Object, Record};
use icosa_rpc::use_signed_in;
use leptos::prelude::*;

use crate::selection::is_junction;
pub use display::FieldDisplay;
pub(crate) use display::file_mark;
pub use preview::FieldPreview;
pub use type_icon::type_icon;

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

/// What an editor is opened with; shared by the editors of all types.
#[derive(Clone)]
pub(crate) struct Editing {
    pub object: Arc<Object>,
    pub field: String,
    pub record: Record,
    pub seed: Option<String>,
    pub on_done: Callback<Outcome>,
}

impl Editing {
    /// The definition of the field being edited.
    pub fn definition(&self) -> Option<&Field> {
        self.object.field(&self.field)
    }

    /// The definition, or the sentence to show where it is gone.
    pub fn known(&self) -> Result<&Field, String> {
        self.definition().ok_or_else(|| "The field is gone.".to_owned())
    }

    /// Why a value is refused, in the words of an editor.
    pub fn reason(&self, error: &ValueError) -> String {
        self.definition().map_or_else(|| error.message.clone(), |field| reason(field, error))
    }

    /// What people call the field.
    pub fn label(&self) -> String {
        self.definition().map(|field| field.label.clone()).unwrap_or_default()
    }

    /// The value when editing began.
    pub fn value(&self) -> serde_json::Value {
        self.record.get(&self.field).cloned().unwrap_or_default()
    }
}

/// How dates and numbers are written for the person.
pub(crate) fn preferences() -> Preferences {
    use_signed_in().map(|page| page.session.preferences.clone()).unwrap_or_default()
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
    editor(Editing { object, field, record, seed, on_done })
}

fn editor(editing: Editing) -> AnyView {
    let Some(field) = editing.definition() else { return ().into_any() };
    match field.field_type {
        FieldType::FullName => full_name::editor(editing),
        FieldType::Currency => currency::editor(editing),
        FieldType::Address => address::editor(editing),
        FieldType::Date | FieldType::DateTime => moment::editor(editing),
        FieldType::Boolean => boolean::editor(editing),
        FieldType::Rating => rating::editor(editing),
        FieldType::Select => select::one(editing),
        FieldType::MultiSelect => select::many(editing),
        FieldType::Emails | FieldType::Phones | FieldType::Links | FieldType::Array => lists::editor(editing),
        FieldType::RawJson => json::editor(editing),
        FieldType::Files => files::editor(editing),
        FieldType::RichText => rich_text::editor(editing),
        FieldType::Relation | FieldType::MorphRelation if field.is_to_many() => to_many(editing),
        FieldType::Relation | FieldType::MorphRelation => relation::editor(editing),
        _ => text::editor(editing),
    }
}

/// Lists of records: tied through a junction, or by their own join column.
fn to_many(editing: Editing) -> AnyView {
    let model = use_signed_in().map(|page| page.model.clone());
    let target =
        editing.definition().and_then(|field| model.as_ref()?.object(&field.relation.as_ref()?.target_name));
    match target {
        Some(target) if is_junction(target) => junction::editor(editing),
        Some(_) => related_many::editor(editing),
        None => ().into_any(),
    }
}

/// Whether people may change a field's value here: structure fields and computed ones are shown only. Lists
/// of related records can be edited where the other side of the relation can, or through a junction of the object's
/// own (notes' and tasks' targets).
#[must_use]
pub fn is_editable(model: &Model, object: &Object, field: &Field) -> bool {
    if !object.is_ui_editable || field.is_system {
        return false;
    }
    if field.is_to_many() {
        let target = field.relation.as_ref().and_then(|relation| model.object(&relation.target_name));
        return target.is_some_and(|target| match is_junction(target) {
            true => is_own_junction(object, field),
            false => field.is_ui_editable && related_many::can_tie(target, field),
        });
    }
    let is_shown_only =
        matches!(field.field_type, FieldType::Actor | FieldType::TsVector | FieldType::Position);
    field.is_ui_editable && !is_shown_only && field.name != "id"
}

/// `note.noteTargets` and `task.taskTargets`: the junction belongs to the object that is named by it.
fn is_own_junction(object: &Object, field: &Field) -> bool {
    field.name == format!("{}Targets", object.name_singular)
}

#[cfg(test)]
#[path = "fields/editor_tests.rs"]
mod editor_tests;

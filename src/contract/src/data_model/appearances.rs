//! Where new fields are shown.

use icosa_model::definition::{RelationType, ViewRow};
use icosa_model::{FieldType, Metadata};

use super::{Change, CreateField, CreateViewField, ViewFieldPatch};

/// The column that shows a new field in the object's own table; on record pages it stands by itself. Lists of other
/// records and long texts have no place in a table.
#[must_use]
pub fn appearances(metadata: &Metadata, field: &CreateField) -> Vec<Change> {
    let side = field.relation.iter().chain(field.morph_relations.iter().flatten()).next();
    let Some(id) = field.id.filter(|_| side.is_none_or(|side| side.kind == RelationType::ManyToOne)) else {
        return Vec::new();
    };
    if matches!(field.field_type, FieldType::RichText | FieldType::RawJson) {
        return Vec::new();
    }
    let is_shown_in =
        |view: &&ViewRow| view.object_id == field.object_id && view.key.as_deref() == Some("INDEX");
    let column = |view: &ViewRow| {
        let rest = ViewFieldPatch { is_visible: Some(true), ..ViewFieldPatch::default() };
        Change::CreateViewField(CreateViewField { id: None, view_id: view.id, field_id: id, rest })
    };
    metadata.views.iter().filter(is_shown_in).map(column).collect()
}

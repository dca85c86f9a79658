//! Where a new field stands on the record pages of its object (metadata API, section 6.2).

use icosa_model::FieldType;
use icosa_model::definition::{FieldRow, RelationType, ViewFieldRow};

use crate::data_model::draft::Draft;
use crate::data_model::layouts;
use crate::data_model::objects::column;

/// Shows the field behind the others on record pages, unless the widget says that new ones are hidden. Lists of related records have cards of their own there, and of
/// a relation to several objects the first field stands for all.
pub fn show(draft: &mut Draft<'_>, field: &FieldRow) {
    let is_list = field.settings.relation_type == Some(RelationType::OneToMany);
    let is_system = matches!(field.field_type, FieldType::TsVector | FieldType::Position);
    let is_shown = |column: &ViewFieldRow| {
        let other = draft.field(column.field_id);
        column.field_id == field.id
            || other.is_some_and(|other| field.morph_id.is_some() && other.morph_id == field.morph_id)
    };
    if is_list || is_system {
        return;
    }
    let pages = draft.metadata.views.iter().enumerate().filter(|(_, view)| {
        view.object_id == field.object_id
            && view.view_type == "FIELDS_WIDGET"
            && view.widget_id.is_none()
            && !view.fields.iter().any(is_shown)
    });
    let columns: Vec<(usize, ViewFieldRow)> = pages
        .map(|(i, view)| {
            let place = view.fields.iter().map(|column| column.position + 1.0).fold(0.0, f64::max);
            let is_visible = layouts::shows_new_fields(draft, view.id);
            (i, ViewFieldRow { is_visible, ..column(draft, view, field.id, place) })
        })
        .collect();
    for (i, column) in columns {
        if let Some(view) = draft.metadata.views.get_mut(i) {
            view.fields.push(column);
        }
    }
}

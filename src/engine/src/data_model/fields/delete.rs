//! Deleting a field (metadata API, section 6.5).

use std::collections::HashSet;

use icosa_contract::Code;
use icosa_model::definition::FieldRow;
use icosa_model::{FieldId, FieldType};

use super::code;
use crate::data_model::draft::{Draft, Step, refused};
use crate::data_model::removal;
use crate::data_model::report::{Kind, Problem};

/// Removes the field, of a relation both sides, of a morph relation the whole group, and what refers to them.
pub fn delete(draft: &mut Draft<'_>, id: FieldId) -> Step {
    let Some(field) = draft.field(id).cloned() else {
        return Err(refused(Code::NotFound, code::NOT_FOUND, "There is no such field."));
    };
    if field.is_system || field.is_side_effect {
        return Err(refused(Code::Forbidden, code::NOT_ALLOWED, "System fields cannot be deleted."));
    }
    let is_label = draft.object(field.object_id).is_some_and(|o| o.label_identifier_field_id == id);
    if is_label {
        let message = "This field names the records: choose another one for that first.";
        return Err(refused(Code::Forbidden, code::NOT_ALLOWED, message));
    }
    if field.is_standard {
        let subject = draft.field_subject(&field, Kind::Delete);
        let message = "Standard fields cannot be deleted; deactivate the field instead.";
        draft.problem(&subject, Problem::new(code::INVALID, message));
        return Ok(id.0);
    }
    let gone = with_other_sides(draft, &field);
    removal::fields(draft, &gone);
    Ok(id.0)
}

fn with_other_sides(draft: &Draft<'_>, field: &FieldRow) -> HashSet<FieldId> {
    let is_sibling = |other: &FieldRow| {
        field.morph_id.is_some() && other.morph_id == field.morph_id && other.object_id == field.object_id
    };
    let mut gone: HashSet<FieldId> = HashSet::from([field.id]);
    if field.field_type == FieldType::MorphRelation {
        gone.extend(draft.metadata.fields.iter().filter(|other| is_sibling(other)).map(|other| other.id));
    }
    let other_sides: Vec<FieldId> =
        gone.iter().filter_map(|id| draft.field(*id)?.relation_target_field_id).collect();
    gone.extend(other_sides);
    gone
}

//! Deleting an object (metadata API, section 5.5).

use std::collections::HashSet;

use icosa_contract::Code;
use icosa_model::{FieldId, ObjectId};

use super::code;
use crate::data_model::draft::{Draft, Step, refused};
use crate::data_model::report::{Kind, Problem};
use crate::data_model::{layouts, removal};

/// Removes the object with its fields, the fields of other objects that point at it, its indexes, views, pages,
/// navigation items and command.
pub fn delete(draft: &mut Draft<'_>, id: ObjectId) -> Step {
    let Some(object) = draft.object(id).cloned() else {
        return Err(refused(Code::NotFound, code::NOT_FOUND, "There is no such object."));
    };
    if object.is_standard || object.is_system {
        let subject = draft.object_subject(&object, Kind::Delete);
        let message = "Standard objects cannot be deleted; deactivate the object instead.";
        draft.problem(&subject, Problem::new(code::INVALID, message));
        return Ok(id.0);
    }
    let fields: HashSet<FieldId> = draft
        .metadata
        .fields
        .iter()
        .filter(|field| field.object_id == id || field.relation_target_object_id == Some(id))
        .map(|field| field.id)
        .collect();
    removal::fields(draft, &fields);
    draft.metadata.objects.retain(|object| object.id != id);
    draft.metadata.indexes.retain(|index| index.object_id != id);
    let views: HashSet<_> =
        draft.metadata.views.iter().filter(|view| view.object_id == id).map(|view| view.id).collect();
    draft.metadata.views.retain(|view| view.object_id != id);
    draft.metadata.navigation.retain(|item| {
        item.target_object_id != Some(id) && item.view_id.is_none_or(|view| !views.contains(&view))
    });
    removal::pages(draft, id);
    layouts::forget_views(draft);
    Ok(id.0)
}

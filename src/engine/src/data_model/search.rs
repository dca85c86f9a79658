//! Which fields the search of an object covers.

use icosa_model::{FieldId, FieldType, ObjectId};

use super::draft::Draft;

/// Adds a field to, or takes it out of, its object's search.
pub fn set(draft: &mut Draft<'_>, object: ObjectId, field: FieldId, is_searched: bool) {
    let now = draft.now;
    let Some(object) = draft.object_mut(object) else { return };
    let was = object.search_field_ids.contains(&field);
    if was == is_searched {
        return;
    }
    if is_searched {
        object.search_field_ids.push(field);
    } else {
        object.search_field_ids.retain(|id| *id != field);
    }
    object.updated_at = now;
}

/// Types whose texts can be searched.
pub fn is_searchable(kind: FieldType) -> bool {
    use FieldType as T;
    matches!(
        kind,
        T::Text | T::Uuid | T::FullName | T::Address | T::RichText | T::Emails | T::Phones | T::Links
    )
}

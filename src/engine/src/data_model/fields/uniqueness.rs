//! Unique fields: a field is unique where there is a unique index over it alone.

use icosa_model::definition::{FieldRow, IndexFieldRow, IndexRow};
use icosa_model::{FieldId, FieldType, IndexId};
use serde_json::Value;

use super::code::INVALID;
use crate::data_model::draft::Draft;
use crate::data_model::indexes;
use crate::data_model::report::{Kind, Problem};

/// Whether values of such a field can be told apart.
pub fn check(draft: &mut Draft<'_>, row: &FieldRow, kind: Kind) {
    let subject = draft.field_subject(row, kind);
    if row.field_type == FieldType::Files {
        draft.problem(&subject, Problem::new(INVALID, "A files field cannot be unique."));
        return;
    }
    let parts = row.field_type.sub_fields();
    let cannot = row.field_type.is_relation()
        || matches!(row.field_type, FieldType::TsVector | FieldType::RawJson)
        || (row.field_type.is_composite() && !parts.iter().any(|part| part.unique));
    if cannot {
        let message = format!("A field of type {} cannot be unique.", row.field_type);
        draft.problem(&subject, Problem::new("INDEX_FIELD_INVALID_TYPE_FOR_UNIQUE", message));
    }
    if has_default(row) {
        let message = format!("{} has a default, so two records would have the same value.", row.label);
        draft.problem(&subject, Problem::new("INDEX_FIELD_INVALID_DEFAULT_VALUE", message));
    }
}

/// A default that two records would share. Parts that say nothing alone, such as the country code of a phone number,
/// do no harm.
fn has_default(row: &FieldRow) -> bool {
    match &row.default_value {
        Value::Null => false,
        Value::Object(parts) if row.field_type.is_composite() => {
            let decisive = row.field_type.sub_fields().iter().find(|part| part.unique);
            decisive.and_then(|part| parts.get(part.name)).is_some_and(|value| !value.is_null())
        }
        Value::String(text) => text != "uuid",
        _ => true,
    }
}

/// Makes or removes the index.
pub fn set(draft: &mut Draft<'_>, field: FieldId, is_unique: bool) {
    let known = draft.unique_index(field).map(|index| index.id);
    match (known, is_unique) {
        (None, true) => {
            let Some(object) = draft.field(field).map(|row| row.object_id) else { return };
            let index = IndexRow {
                is_unique: true,
                is_custom: true,
                fields: vec![IndexFieldRow { field_id: field, sub_field_name: None }],
                ..IndexRow::new(IndexId::random(), object, "")
            };
            indexes::add(draft, index);
            draft.unique.insert(field);
        }
        (Some(index), false) => draft.metadata.indexes.retain(|other| other.id != index),
        _ => {}
    }
}

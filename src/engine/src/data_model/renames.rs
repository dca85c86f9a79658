//! What follows from new names of objects.

use std::collections::HashSet;

use icosa_model::definition::{ObjectRow, RelationType};
use icosa_model::naming::capitalised;
use icosa_model::{FieldId, FieldType, ObjectId};

use super::draft::Draft;
use super::names;
use super::report::Kind;

/// Renames the fields of morph relations that are named after the object (`targetRocket`), their join columns, and
/// every index whose columns or table have another name now.
pub fn object(draft: &mut Draft<'_>, before: &ObjectRow, after: &ObjectRow) {
    let now = draft.now;
    let mut renamed: Vec<FieldId> = Vec::new();
    let mut objects: HashSet<ObjectId> = HashSet::from([after.id]);
    for field in &mut draft.metadata.fields {
        let points_here = field.relation_target_object_id == Some(after.id);
        if field.field_type != FieldType::MorphRelation || !points_here {
            continue;
        }
        let (old, new) = match field.settings.relation_type {
            Some(RelationType::OneToMany) => (&before.name_plural, &after.name_plural),
            _ => (&before.name_singular, &after.name_singular),
        };
        let (old, new) = (capitalised(old), capitalised(new));
        let Some(base) = field.name.strip_suffix(&old).filter(|base| !base.is_empty()).map(str::to_owned)
        else {
            continue;
        };
        field.name = format!("{base}{new}");
        if field.label == old {
            field.label = new;
        }
        if field.settings.join_column_name.is_some() {
            field.settings.join_column_name = Some(format!("{}Id", field.name));
        }
        field.updated_at = now;
        renamed.push(field.id);
        objects.insert(field.object_id);
    }
    for id in renamed {
        if let Some(field) = draft.field(id).cloned() {
            // A tie is named by the engine: as when it was made, its name may be longer than people's own.
            if field.is_side_effect {
                let subject = draft.field_subject(&field, Kind::Update);
                names::check_taken(draft, &field, &subject);
            } else {
                names::check_field(draft, &field, Kind::Update);
            }
        }
    }
    for id in objects {
        draft.rename_indexes(id);
    }
}

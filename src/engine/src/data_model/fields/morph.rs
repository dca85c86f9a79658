//! Morph relations: sibling fields that share an id, one for each target (metadata API, section 7.2).

use std::collections::HashSet;

use icosa_contract::data_model::{CreateField, NewRelation};
use icosa_contract::{AppError, Code};
use icosa_model::definition::{FieldRow, ObjectRow, RelationType};
use icosa_model::naming::capitalised;
use icosa_model::{FieldId, FieldType, ObjectId};
use uuid::Uuid;

use super::create::row;
use super::{code, relations};
use crate::data_model::draft::{Draft, Step, refused};
use crate::data_model::report::{Kind, Problem};

/// Makes one field for each target; answers the first.
pub fn create(draft: &mut Draft<'_>, request: CreateField) -> Step {
    let base = row(draft, &request);
    let subject = draft.field_subject(&base, Kind::Create);
    let targets = request.morph_relations.clone().unwrap_or_default();
    if request.is_unique == Some(true) {
        let problem = Problem::new("INDEX_FIELD_INVALID_TYPE_FOR_UNIQUE", "A relation cannot be unique.");
        draft.problem(&subject, problem);
    }
    if let Some(problem) = malformed(draft, &base, &targets) {
        draft.problem(&subject, problem);
        return Ok(base.id.0);
    }
    if let Some(first) = targets.first() {
        relations::check_settings(draft, &base, first.kind);
    }
    let morph = Uuid::new_v4();
    for (number, target) in targets.iter().enumerate() {
        let id = if number == 0 { base.id } else { FieldId::random() };
        add(draft, &base, id, morph, target);
    }
    Ok(base.id.0)
}

fn malformed(draft: &Draft<'_>, base: &FieldRow, targets: &[NewRelation]) -> Option<Problem> {
    let problem = |message: &str| Some(Problem::new(code::MALFORMED_RELATION, message));
    let Some(first) = targets.first() else {
        return problem("A relation to several objects names at least one.");
    };
    if targets.iter().any(|target| target.kind != first.kind) {
        return problem("All targets are related the same way.");
    }
    if targets.iter().any(|target| target.target_object_id == base.object_id) {
        return problem("An object cannot be among the targets of its own relation.");
    }
    let distinct: HashSet<ObjectId> = targets.iter().map(|target| target.target_object_id).collect();
    if distinct.len() < targets.len() {
        return problem("Each target is named once.");
    }
    targets.iter().find_map(|target| relations::malformed(draft, target))
}

fn add(draft: &mut Draft<'_>, base: &FieldRow, id: FieldId, morph: Uuid, target: &NewRelation) {
    let Some(object) = draft.object(target.target_object_id).cloned() else { return };
    let name = sibling_name(&base.name, target.kind, &object);
    let object_uid = draft.object(base.object_id).map(|o| o.universal_identifier).unwrap_or_default();
    let row = FieldRow {
        id,
        universal_identifier: draft.universal_id("fieldMetadata", &format!("{object_uid}:{name}")),
        is_label_synced_with_name: false,
        position: draft.next_position(base.object_id),
        name,
        morph_id: Some(morph),
        ..base.clone()
    };
    relations::add_pair(draft, row, target, None);
}

/// What is said of one sibling is said of all, as they are one field to whoever looks at them: what it is called and
/// looks like, and whether it is there. Ties that come with objects are called after those.
pub fn follow(draft: &mut Draft<'_>, before: &FieldRow, row: &FieldRow) {
    if row.field_type != FieldType::MorphRelation || row.is_side_effect {
        return;
    }
    let now = draft.now;
    let is_sibling = |other: &&mut FieldRow| {
        other.id != row.id && other.object_id == row.object_id && other.morph_id == row.morph_id
    };
    for sibling in draft.metadata.fields.iter_mut().filter(is_sibling) {
        let was = sibling.clone();
        if before.label != row.label {
            sibling.label.clone_from(&row.label);
        }
        if before.icon != row.icon {
            sibling.icon.clone_from(&row.icon);
        }
        if before.description != row.description {
            sibling.description.clone_from(&row.description);
        }
        if before.is_active != row.is_active {
            sibling.is_active = row.is_active;
        }
        if *sibling != was {
            sibling.updated_at = now;
        }
    }
}

fn sibling_name(base: &str, kind: RelationType, target: &ObjectRow) -> String {
    let target = match kind {
        RelationType::ManyToOne => &target.name_singular,
        RelationType::OneToMany => &target.name_plural,
    };
    format!("{base}{}", capitalised(target))
}

/// Adds siblings for more targets; those that are there already are left alone.
///
/// # Errors
/// The field is no morph relation, or a target is unknown.
pub fn add_targets(draft: &mut Draft<'_>, field: &FieldRow, targets: &[ObjectId]) -> Result<(), AppError> {
    let refuse = |message: &str| Err(refused(Code::BadUserInput, code::MALFORMED_RELATION, message));
    let (FieldType::MorphRelation, Some(morph), Some(kind)) =
        (field.field_type, field.morph_id, field.settings.relation_type)
    else {
        return refuse("Only a relation to several objects gets more targets.");
    };
    let Some(base) = base_name(draft, field, kind) else {
        return refuse("This relation cannot get more targets.");
    };
    let inverse = field.relation_target_field_id.and_then(|id| draft.field(id)).cloned();
    for target in targets {
        if draft.object(*target).is_none() {
            return refuse("There is no such target object.");
        }
        if *target == field.object_id {
            return refuse("An object cannot be among the targets of its own relation.");
        }
        let is_there = draft
            .fields_of(field.object_id)
            .any(|other| other.morph_id == Some(morph) && other.relation_target_object_id == Some(*target));
        if is_there {
            continue;
        }
        let relation = NewRelation {
            kind,
            target_object_id: *target,
            target_field_label: inverse.as_ref().map_or_else(|| field.label.clone(), |i| i.label.clone()),
            target_field_icon: inverse
                .as_ref()
                .and_then(|inverse| inverse.icon.clone())
                .unwrap_or_else(|| "IconRelationOneToMany".to_owned()),
        };
        let base = FieldRow { name: base.clone(), ..field.clone() };
        add(draft, &base, FieldId::random(), morph, &relation);
    }
    Ok(())
}

/// What the names of the siblings begin with.
fn base_name(draft: &Draft<'_>, field: &FieldRow, kind: RelationType) -> Option<String> {
    let target = draft.object(field.relation_target_object_id?)?;
    let suffix = sibling_name("", kind, target);
    field.name.strip_suffix(&suffix).filter(|base| !base.is_empty()).map(str::to_owned)
}

//! Relations between two objects (metadata API, section 7.1).

use icosa_contract::data_model::{CreateField, NewRelation};
use icosa_model::definition::{FieldRow, FieldSettings, OnDelete, RelationType};
use icosa_model::naming::name_from_label;
use icosa_model::{FieldId, FieldType};

use super::create::row;
use super::{code, record_page, settings};
use crate::data_model::draft::{Draft, Step, tidy};
use crate::data_model::report::{Kind, Problem};
use crate::data_model::{indexes, names};

/// Makes the field and its inverse.
pub fn create(draft: &mut Draft<'_>, request: CreateField) -> Step {
    let row = row(draft, &request);
    let subject = draft.field_subject(&row, Kind::Create);
    let Some(relation) = &request.relation else {
        let message = "A relation says its type, its target, and label and icon of the field there.";
        draft.problem(&subject, Problem::new(code::MALFORMED_RELATION, message));
        return Ok(row.id.0);
    };
    if request.is_unique == Some(true) {
        let problem = Problem::new("INDEX_FIELD_INVALID_TYPE_FOR_UNIQUE", "A relation cannot be unique.");
        draft.problem(&subject, problem);
    }
    check_settings(draft, &row, relation.kind);
    if let Some(problem) = malformed(draft, relation) {
        draft.problem(&subject, problem);
        return Ok(row.id.0);
    }
    add_pair(draft, row, relation, None);
    Ok(subject.id)
}

/// Settings that are sent with a new relation: those that follow from what it is may be left out, but not be others.
pub fn check_settings(draft: &mut Draft<'_>, row: &FieldRow, kind: RelationType) {
    settings::check(draft, row, Kind::Create);
    let sent = &row.settings;
    let message = if sent.relation_type.is_some_and(|sent| sent != kind) {
        "The settings of a relation say another type than the relation itself."
    } else if kind == RelationType::OneToMany && sent.join_column_name.is_some() {
        "A relation to many records has no column of its own."
    } else {
        return;
    };
    let subject = draft.field_subject(row, Kind::Create);
    draft.problem(&subject, Problem::new(code::INVALID, message));
}

/// What is missing or wrong about the other side.
pub fn malformed(draft: &Draft<'_>, relation: &NewRelation) -> Option<Problem> {
    let problem = |message: &str| Some(Problem::new(code::MALFORMED_RELATION, message));
    if draft.object(relation.target_object_id).is_none() {
        return problem("There is no such target object.");
    }
    if tidy(&relation.target_field_label).is_empty() {
        return problem("The field on the other side needs a label.");
    }
    if tidy(&relation.target_field_icon).is_empty() {
        return problem("The field on the other side needs an icon.");
    }
    None
}

/// Adds a field and its inverse, the join column's index included; `inverse_name` overrides the name that follows
/// from the label.
pub fn add_pair(draft: &mut Draft<'_>, row: FieldRow, relation: &NewRelation, inverse_name: Option<String>) {
    let subject = draft.field_subject(&row, Kind::Create);
    let label = tidy(&relation.target_field_label);
    let Ok(name) = inverse_name.map_or_else(|| name_from_label(&label, names::ascii), Ok) else {
        let message = "No API name follows from the label of the field on the other side.";
        draft.problem(&subject, Problem::new(code::MALFORMED_RELATION, message).with_value(label));
        return;
    };
    let (one, many) = (row.id, FieldId::random());
    let kind = relation.kind;
    let target_uid = draft.object(relation.target_object_id).map(|o| o.universal_identifier);
    let inverse = FieldRow {
        universal_identifier: draft
            .universal_id("fieldMetadata", &format!("{}:{name}", target_uid.unwrap_or_default())),
        label,
        icon: Some(tidy(&relation.target_field_icon)),
        settings: side(opposite(kind), &name, row.settings.on_delete),
        position: draft.next_position(relation.target_object_id),
        is_active: row.is_active,
        relation_target_object_id: Some(row.object_id),
        relation_target_field_id: Some(one),
        created_at: draft.now,
        updated_at: draft.now,
        ..FieldRow::new(many, relation.target_object_id, &name, inverse_type(&row))
    };
    let row = FieldRow {
        settings: side(kind, &row.name, row.settings.on_delete),
        relation_target_object_id: Some(relation.target_object_id),
        relation_target_field_id: Some(many),
        ..row
    };
    names::check_field(draft, &row, Kind::Create);
    let owner = if kind == RelationType::ManyToOne { row.clone() } else { inverse.clone() };
    draft.metadata.fields.push(row);
    names::check_field(draft, &inverse, Kind::Create);
    draft.metadata.fields.push(inverse);
    record_page::show(draft, &owner);
    indexes::add_on(draft, owner.object_id, &[owner.id], false);
}

/// The other side of a one-to-many morph field owns a plain join column; that of a many-to-one one is a list.
fn inverse_type(row: &FieldRow) -> FieldType {
    match row.field_type {
        FieldType::MorphRelation | FieldType::Relation => FieldType::Relation,
        other => other,
    }
}

fn opposite(kind: RelationType) -> RelationType {
    match kind {
        RelationType::ManyToOne => RelationType::OneToMany,
        RelationType::OneToMany => RelationType::ManyToOne,
    }
}

fn side(kind: RelationType, name: &str, on_delete: Option<OnDelete>) -> FieldSettings {
    let is_owner = kind == RelationType::ManyToOne;
    FieldSettings {
        relation_type: Some(kind),
        on_delete: is_owner.then(|| on_delete.unwrap_or(OnDelete::SetNull)),
        join_column_name: is_owner.then(|| format!("{name}Id")),
        ..FieldSettings::default()
    }
}

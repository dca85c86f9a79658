//! Indexes on record columns (metadata API, section 8).

use icosa_contract::Code;
use icosa_contract::data_model::CreateIndex;
use icosa_model::definition::{IndexFieldRow, IndexRow, IndexType, RelationType};
use icosa_model::{FieldId, FieldType, IndexId, ObjectId};
use serde_json::json;

use super::draft::{Draft, Step, refused};
use super::report::{Kind, Problem, Subject};

/// As Postgres has it.
const MAX_COLUMNS: usize = 32;

/// Adds an index under the name that follows from its columns; one that covers the same is left alone.
pub fn add(draft: &mut Draft<'_>, mut index: IndexRow) {
    let Some(object) = draft.object(index.object_id) else { return };
    let table = draft.table(object);
    let object_uid = object.universal_identifier;
    index.name = draft.name_of(&table, &index);
    if draft.metadata.indexes.iter().any(|other| other.name == index.name) {
        return;
    }
    index.universal_identifier = draft.universal_id("index", &format!("{object_uid}:{}", index.name));
    (index.created_at, index.updated_at) = (draft.now, draft.now);
    draft.metadata.indexes.push(index);
}

/// A BTREE index over whole fields.
pub fn add_on(draft: &mut Draft<'_>, object: ObjectId, fields: &[FieldId], is_unique: bool) {
    let entry = |field_id: &FieldId| IndexFieldRow { field_id: *field_id, sub_field_name: None };
    let index = IndexRow {
        is_unique,
        fields: fields.iter().map(entry).collect(),
        ..IndexRow::new(IndexId::random(), object, "")
    };
    add(draft, index);
}

/// Makes a custom index.
pub fn create(draft: &mut Draft<'_>, request: &CreateIndex) -> Step {
    let id = request.id.unwrap_or_else(IndexId::random);
    let entry = |field: &icosa_contract::data_model::CreateIndexField| IndexFieldRow {
        field_id: field.field_id,
        sub_field_name: field.sub_field_name.clone(),
    };
    let mut index = IndexRow {
        index_type: request.index_type,
        fields: request.fields.iter().map(entry).collect(),
        is_custom: true,
        ..IndexRow::new(id, request.object_id, "")
    };
    let Some(object) = draft.object(request.object_id) else {
        let subject = subject(&index, Kind::Create);
        draft.problem(&subject, Problem::new("INDEX_OBJECT_NOT_FOUND", "There is no such object."));
        return Ok(id.0);
    };
    let table = draft.table(object);
    // Names of an older release do not say how an index works.
    draft.rename_indexes(request.object_id);
    index.name = draft.name_of(&table, &index);
    let subject = subject(&index, Kind::Create);
    if index.fields.is_empty() {
        draft.problem(&subject, Problem::new("INDEX_EMPTY_FIELDS", "An index has at least one field."));
    }
    let columns = draft.indexed_columns(&index);
    if columns.len() > MAX_COLUMNS {
        let message = format!("An index has at most {MAX_COLUMNS} columns.");
        draft.problem(&subject, Problem::new("INDEX_FIELD_INVALID_REFERENCE", message));
    }
    for entry in index.fields.clone() {
        if let Some(problem) = entry_problem(draft, &index, &entry) {
            draft.problem(&subject, problem);
        }
    }
    let repeated =
        columns.iter().enumerate().find(|(i, column)| columns.iter().take(*i).any(|c| c == *column));
    if let Some((_, column)) = repeated {
        let message = format!("{column} stands in the index twice.");
        draft.problem(&subject, Problem::new("INDEX_FIELD_INVALID_REFERENCE", message));
    }
    let taken = |other: &IndexRow| other.id == id || other.name.eq_ignore_ascii_case(&index.name);
    if draft.metadata.indexes.iter().any(taken) {
        draft.problem(&subject, Problem::new("INDEX_ALREADY_EXISTS", "There is already such an index."));
    }
    add(draft, index);
    Ok(id.0)
}

fn entry_problem(draft: &Draft<'_>, index: &IndexRow, entry: &IndexFieldRow) -> Option<Problem> {
    let Some(field) = draft.field(entry.field_id) else {
        return Some(Problem::new("INDEX_FIELD_NOT_FOUND", "There is no such field."));
    };
    if field.object_id != index.object_id {
        return Some(Problem::new("INDEX_FIELD_WRONG_OBJECT", "The field belongs to another object."));
    }
    let part = entry.sub_field_name.as_deref();
    let parts = field.field_type.sub_fields();
    if part.is_some_and(|part| !parts.iter().any(|known| known.name == part)) {
        let message = format!("{} has no such part.", field.label);
        return Some(Problem::new("INDEX_FIELD_INVALID_REFERENCE", message).with_value(part));
    }
    let kind =
        part.and_then(|name| parts.iter().find(|p| p.name == name)).map_or(field.field_type, |p| p.kind);
    let needs_part = part.is_none() && field.field_type.is_composite() && !parts.iter().any(|p| p.unique);
    let is_plain = match index.index_type {
        IndexType::Btree => {
            !matches!(kind, FieldType::TsVector | FieldType::RawJson | FieldType::Files | FieldType::Position)
        }
        IndexType::Gin => matches!(
            kind,
            FieldType::TsVector | FieldType::RawJson | FieldType::Array | FieldType::MultiSelect
        ),
    };
    let is_list = field.settings.relation_type == Some(RelationType::OneToMany);
    let is_closed = field.is_system && !["createdAt", "updatedAt"].contains(&field.name.as_str());
    if needs_part || is_list || is_closed || !is_plain {
        let message = if needs_part {
            format!("Say which part of {} the index covers.", field.label)
        } else {
            format!("{} cannot be indexed this way.", field.label)
        };
        return Some(Problem::new("INDEX_FIELD_INVALID_REFERENCE", message));
    }
    None
}

/// Removes a custom index.
pub fn delete(draft: &mut Draft<'_>, id: IndexId) -> Step {
    let Some(index) = draft.metadata.indexes.iter().find(|index| index.id == id) else {
        return Err(refused(Code::NotFound, "ENTITY_NOT_FOUND", "There is no such index."));
    };
    if !index.is_custom {
        return Err(refused(
            Code::Forbidden,
            "INDEX_MUTATION_NOT_ALLOWED",
            "Only custom indexes can be deleted.",
        ));
    }
    draft.metadata.indexes.retain(|index| index.id != id);
    Ok(id.0)
}

/// The index as the subject of a problem.
pub fn subject(index: &IndexRow, kind: Kind) -> Subject {
    let about =
        json!({"id": index.id, "universalIdentifier": index.universal_identifier, "name": index.name});
    Subject { name: "index", kind, id: index.id.0, about }
}

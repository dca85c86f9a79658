//! The stored order of a view.

use icosa_contract::data_model::{CreateViewSort, UpdateViewSort, ViewSortPatch};
use icosa_model::FieldType;
use icosa_model::definition::{FieldRow, RelationType, ViewRow, ViewSortRow};
use uuid::Uuid;

use super::code;
use super::parts::{self, find, no_such_field, own_field, subject};
use crate::data_model::draft::{Draft, Step};
use crate::data_model::report::{Kind, Problem, Subject};

/// Adds a key to the order, ascending unless told otherwise.
pub fn create_view_sort(draft: &mut Draft<'_>, request: CreateViewSort) -> Step {
    let id = request.id.unwrap_or_else(Uuid::new_v4);
    let mut row = ViewSortRow {
        created_at: draft.now,
        updated_at: draft.now,
        ..ViewSortRow::new(id, request.field_id, "ASC")
    };
    let (subject, view) = parts::begin(draft, &row, request.view_id);
    let Some(view) = view else { return Ok(id) };
    write(&mut row, &request.rest);
    let field = draft.field(row.field_id).map_or(row.field_id.0, |field| field.universal_identifier);
    let derived = draft.universal_id("viewSort", &format!("{}:{field}", view.universal_identifier));
    // Two parts of one field may both be compared.
    let is_taken = view.sorts.iter().any(|other| other.universal_identifier == derived);
    row.universal_identifier = if is_taken { id } else { derived };
    check(draft, &subject, &view, &row);
    parts::put(draft, view.id, row);
    Ok(id)
}

/// Changes a key.
pub fn update_view_sort(draft: &mut Draft<'_>, request: UpdateViewSort) -> Step {
    let (view, before) = find::<ViewSortRow>(draft, request.id)?;
    let mut row = before.clone();
    write(&mut row, &request.update);
    if row != before {
        row.updated_at = draft.now;
        let subject = subject(&row, view.id, Kind::Update);
        check(draft, &subject, &view, &row);
        parts::put(draft, view.id, row);
    }
    Ok(before.id)
}

/// Removes a key.
pub fn delete_view_sort(draft: &mut Draft<'_>, id: Uuid) -> Step {
    let (view, row) = find::<ViewSortRow>(draft, id)?;
    parts::remove::<ViewSortRow>(draft, view.id, row.id);
    Ok(id)
}

fn write(row: &mut ViewSortRow, patch: &ViewSortPatch) {
    let patch = patch.clone();
    row.direction = patch.direction.unwrap_or_else(|| row.direction.clone());
    patch.sub_field_name.apply(&mut row.sub_field_name);
}

fn check(draft: &mut Draft<'_>, subject: &Subject, view: &ViewRow, row: &ViewSortRow) {
    let mut found = Vec::new();
    if !["ASC", "DESC"].contains(&row.direction.as_str()) {
        let problem = Problem::new(code::INVALID, "An order is ASC or DESC.");
        found.push(problem.with_value(row.direction.as_str()));
    }
    match own_field(draft, view, row.field_id) {
        None => found.push(no_such_field(row.field_id)),
        Some(field) => found.extend(unordered(field, row.sub_field_name.as_deref())),
    }
    let is_same = |other: &ViewSortRow| {
        other.id != row.id && (other.field_id, &other.sub_field_name) == (row.field_id, &row.sub_field_name)
    };
    if view.sorts.iter().any(is_same) {
        let problem = Problem::new(code::INVALID, "The view is ordered by this field already.");
        found.push(problem.with_value(row.field_id.to_string()));
    }
    for problem in found {
        draft.problem(subject, problem);
    }
}

/// Why records cannot be ordered by a field, or by a part of it.
fn unordered(field: &FieldRow, part: Option<&str>) -> Option<Problem> {
    let kind = match part {
        None => field.field_type,
        Some(part) => match field.field_type.sub_fields().iter().find(|known| known.name == part) {
            Some(known) => known.kind,
            None => {
                let message = format!("{} has no such part.", field.label);
                return Some(Problem::new(code::INVALID, message).with_value(part));
            }
        },
    };
    let is_list = field.settings.relation_type == Some(RelationType::OneToMany);
    let has_none = matches!(kind, FieldType::RawJson | FieldType::Files | FieldType::TsVector);
    (is_list || has_none).then(|| {
        let message = format!("Records cannot be ordered by {}.", field.label);
        Problem::new(code::INVALID, message).with_value(field.id.to_string())
    })
}

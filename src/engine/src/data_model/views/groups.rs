//! Groups of a view: board columns, or sections of a table.

use icosa_contract::data_model::{CreateViewGroup, UpdateViewGroup, ViewGroupPatch};
use icosa_model::definition::{ViewGroupRow, ViewRow};
use uuid::Uuid;

use super::code;
use super::follow::new_group;
use super::parts::{self, check_position, find, own_field, subject};
use crate::data_model::draft::{Draft, Step};
use crate::data_model::report::{Kind, Problem, Subject};

/// Adds a group behind the others, unless told otherwise.
pub fn create_view_group(draft: &mut Draft<'_>, request: CreateViewGroup) -> Step {
    let id = request.id.unwrap_or_else(Uuid::new_v4);
    let row = ViewGroupRow::new(id, &request.field_value, 0.0);
    let (subject, view) = parts::begin(draft, &row, request.view_id);
    let Some(view) = view else { return Ok(id) };
    let mut row = ViewGroupRow { id, ..new_group(draft, &view, &request.field_value, &view.groups) };
    write(&mut row, &request.rest);
    check(draft, &subject, &view, &row);
    parts::put(draft, view.id, row);
    Ok(id)
}

/// Changes a group.
pub fn update_view_group(draft: &mut Draft<'_>, request: UpdateViewGroup) -> Step {
    let (view, before) = find::<ViewGroupRow>(draft, request.id)?;
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

/// Removes a group.
pub fn delete_view_group(draft: &mut Draft<'_>, id: Uuid) -> Step {
    let (view, row) = find::<ViewGroupRow>(draft, id)?;
    parts::remove::<ViewGroupRow>(draft, view.id, row.id);
    Ok(id)
}

fn write(row: &mut ViewGroupRow, patch: &ViewGroupPatch) {
    row.is_visible = patch.is_visible.unwrap_or(row.is_visible);
    row.position = patch.position.unwrap_or(row.position);
    row.field_value = patch.field_value.clone().unwrap_or_else(|| row.field_value.clone());
}

fn check(draft: &mut Draft<'_>, subject: &Subject, view: &ViewRow, row: &ViewGroupRow) {
    check_position(draft, subject, row.position);
    let mut found = Vec::new();
    match view.main_group_by_field_id.and_then(|id| own_field(draft, view, id)) {
        None => found.push(Problem::new(code::INVALID, "The view is not grouped by a field.")),
        Some(field) => {
            let is_option = field.options.iter().any(|option| option.value == row.field_value);
            if !(is_option || row.field_value.is_empty() && field.is_nullable) {
                let message = format!("{} has no such option.", field.label);
                found.push(Problem::new(code::INVALID, message).with_value(row.field_value.as_str()));
            }
        }
    }
    let is_same = |other: &ViewGroupRow| other.id != row.id && other.field_value == row.field_value;
    if view.groups.iter().any(is_same) {
        let problem = Problem::new(code::INVALID, "The view has a group for this value already.");
        found.push(problem.with_value(row.field_value.as_str()));
    }
    for problem in found {
        draft.problem(subject, problem);
    }
}

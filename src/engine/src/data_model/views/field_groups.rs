//! Titled sections of the fields of a record page.

use icosa_contract::data_model::{CreateViewFieldGroup, UpdateViewFieldGroup, ViewFieldGroupPatch};
use icosa_model::definition::ViewFieldGroupRow;
use uuid::Uuid;

use super::parts::{self, check_position, check_text, find, subject};
use crate::data_model::draft::{Draft, Step, tidy};
use crate::data_model::report::{Kind, Subject};

/// Adds a section behind the others, unless told otherwise.
pub fn create_view_field_group(draft: &mut Draft<'_>, request: CreateViewFieldGroup) -> Step {
    let id = request.id.unwrap_or_else(Uuid::new_v4);
    let mut row = ViewFieldGroupRow {
        created_at: draft.now,
        updated_at: draft.now,
        ..ViewFieldGroupRow::new(id, &tidy(&request.name), 0.0)
    };
    let (subject, view) = parts::begin(draft, &row, request.view_id);
    let Some(view) = view else { return Ok(id) };
    row.position = view.field_groups.iter().map(|group| group.position + 1.0).fold(0.0, f64::max);
    write(&mut row, &request.rest);
    let derived =
        draft.universal_id("viewFieldGroup", &format!("{}:{}", view.universal_identifier, row.name));
    // Two sections may have the same title.
    let is_taken = view.field_groups.iter().any(|other| other.universal_identifier == derived);
    row.universal_identifier = if is_taken { id } else { derived };
    check(draft, &subject, &row);
    parts::put(draft, view.id, row);
    Ok(id)
}

/// Changes a section.
pub fn update_view_field_group(draft: &mut Draft<'_>, request: UpdateViewFieldGroup) -> Step {
    let (view, before) = find::<ViewFieldGroupRow>(draft, request.id)?;
    let mut row = before.clone();
    write(&mut row, &request.update);
    if row != before {
        row.updated_at = draft.now;
        let subject = subject(&row, view.id, Kind::Update);
        check(draft, &subject, &row);
        parts::put(draft, view.id, row);
    }
    Ok(before.id)
}

/// Removes a section; its fields stay, in none.
pub fn delete_view_field_group(draft: &mut Draft<'_>, id: Uuid) -> Step {
    let (view, row) = find::<ViewFieldGroupRow>(draft, id)?;
    parts::remove::<ViewFieldGroupRow>(draft, view.id, row.id);
    let now = draft.now;
    if let Some(view) = draft.view_mut(view.id) {
        for column in view.fields.iter_mut().filter(|column| column.view_field_group_id == Some(id)) {
            column.view_field_group_id = None;
            column.updated_at = now;
        }
    }
    Ok(id)
}

fn write(row: &mut ViewFieldGroupRow, patch: &ViewFieldGroupPatch) {
    row.name = patch.name.as_ref().map_or_else(|| row.name.clone(), |name| tidy(name));
    row.position = patch.position.unwrap_or(row.position);
    row.is_visible = patch.is_visible.unwrap_or(row.is_visible);
}

fn check(draft: &mut Draft<'_>, subject: &Subject, row: &ViewFieldGroupRow) {
    check_position(draft, subject, row.position);
    check_text(draft, subject, "The title of a section", &row.name);
}

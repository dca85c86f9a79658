//! Stored filters of a view.

use icosa_contract::data_model::{CreateViewFilter, UpdateViewFilter, ViewFilterPatch};
use icosa_model::definition::{FieldRow, ViewFilterRow, ViewRow};
use serde_json::Value;
use uuid::Uuid;

use super::code;
use super::operands::operands;
use super::parts::{self, check_position, find, has_part, no_such_field, own_field, subject};
use crate::data_model::draft::{Draft, Step};
use crate::data_model::report::{Kind, Problem, Subject};

/// Largest stored value, bytes of JSON.
const MAX_VALUE: usize = 32_768;

/// Adds a filter.
pub fn create_view_filter(draft: &mut Draft<'_>, request: CreateViewFilter) -> Step {
    let id = request.id.unwrap_or_else(Uuid::new_v4);
    let mut row = ViewFilterRow {
        created_at: draft.now,
        updated_at: draft.now,
        ..ViewFilterRow::new(id, request.field_id, &request.operand, request.value)
    };
    let (subject, view) = parts::begin(draft, &row, request.view_id);
    let Some(view) = view else { return Ok(id) };
    write(&mut row, &request.rest);
    let field = draft.field(row.field_id).map_or(row.field_id.0, |field| field.universal_identifier);
    let part = row.sub_field_name.as_deref().unwrap_or_default();
    let value = format!("{}:{field}:{}:{part}", view.universal_identifier, row.operand);
    let derived = draft.universal_id("viewFilter", &value);
    // A view may compare one field twice the same way.
    let is_taken = view.filters.iter().any(|other| other.universal_identifier == derived);
    row.universal_identifier = if is_taken { id } else { derived };
    check(draft, &subject, &view, &row);
    parts::put(draft, view.id, row);
    Ok(id)
}

/// Changes a filter.
pub fn update_view_filter(draft: &mut Draft<'_>, request: UpdateViewFilter) -> Step {
    let (view, before) = find::<ViewFilterRow>(draft, request.id)?;
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

/// Removes a filter.
pub fn delete_view_filter(draft: &mut Draft<'_>, id: Uuid) -> Step {
    let (view, row) = find::<ViewFilterRow>(draft, id)?;
    parts::remove::<ViewFilterRow>(draft, view.id, row.id);
    Ok(id)
}

fn write(row: &mut ViewFilterRow, patch: &ViewFilterPatch) {
    let patch = patch.clone();
    row.field_id = patch.field_id.unwrap_or(row.field_id);
    row.operand = patch.operand.unwrap_or_else(|| row.operand.clone());
    row.value = patch.value.unwrap_or_else(|| row.value.clone());
    patch.view_filter_group_id.apply(&mut row.view_filter_group_id);
    patch.position_in_view_filter_group.apply(&mut row.position_in_view_filter_group);
    patch.sub_field_name.apply(&mut row.sub_field_name);
    patch.relation_target_field_id.apply(&mut row.relation_target_field_id);
}

fn check(draft: &mut Draft<'_>, subject: &Subject, view: &ViewRow, row: &ViewFilterRow) {
    check_position(draft, subject, row.position_in_view_filter_group.unwrap_or_default());
    let mut found = Vec::new();
    match compared(draft, view, row) {
        Ok(field) => found.extend(comparison(field, row)),
        Err(problem) => found.push(problem),
    }
    if let Some(group) = row.view_filter_group_id
        && view.filter_groups.iter().all(|other| other.id != group)
    {
        let problem = Problem::new(code::INVALID, "The view has no such group of filters.");
        found.push(problem.with_value(group.to_string()));
    }
    if !is_storable(&row.value) || row.value.to_string().len() > MAX_VALUE {
        found.push(Problem::new(code::INVALID, "The value of this filter cannot be stored."));
    }
    for problem in found {
        draft.problem(subject, problem);
    }
}

/// The field that is compared: the view's own, or one of the related object.
fn compared<'d>(draft: &'d Draft<'_>, view: &ViewRow, row: &ViewFilterRow) -> Result<&'d FieldRow, Problem> {
    let field = own_field(draft, view, row.field_id).ok_or_else(|| no_such_field(row.field_id))?;
    let Some(id) = row.relation_target_field_id else { return Ok(field) };
    let target = field.relation_target_object_id;
    let related = draft.field(id).filter(|other| target == Some(other.object_id));
    related.ok_or_else(|| {
        let message = "A filter through a relation compares a field of the related object.";
        Problem::new(code::INVALID, message).with_value(id.to_string())
    })
}

fn comparison(field: &FieldRow, row: &ViewFilterRow) -> Option<Problem> {
    let part = row.sub_field_name.as_deref();
    if let Some(part) = part
        && !has_part(field, part)
    {
        let message = format!("{} has no such part.", field.label);
        return Some(Problem::new(code::INVALID, message).with_value(part));
    }
    let fits = operands(field.field_type, part).contains(&row.operand.as_str());
    (!fits).then(|| {
        let message = format!("{} cannot be filtered by {:?}.", field.label, row.operand);
        Problem::new(code::INVALID, message).with_value(row.operand.as_str())
    })
}

/// Postgres stores no zero character.
fn is_storable(value: &Value) -> bool {
    match value {
        Value::String(text) => !text.contains('\0'),
        Value::Array(items) => items.iter().all(is_storable),
        Value::Object(members) => {
            members.iter().all(|(name, value)| !name.contains('\0') && is_storable(value))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

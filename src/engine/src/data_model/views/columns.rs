//! Columns of a view, and fields of a record page.

use icosa_contract::data_model::{CreateViewField, UpdateViewField, ViewFieldPatch, WidgetField};
use icosa_contract::views::{MAX_COLUMN_WIDTH, MIN_COLUMN_WIDTH};
use icosa_model::definition::{ViewFieldRow, ViewRow};
use icosa_model::{FieldId, ViewId};
use uuid::Uuid;

use super::parts::{self, check_position, find, no_such_field, own_field, subject};
use super::{FIELDS_WIDGET, aggregates, code};
use crate::data_model::draft::{Draft, Step};
use crate::data_model::objects::column;
use crate::data_model::report::{Kind, Problem, Subject};

/// Adds a column: the one of the label field in front, any other at the end, unless told otherwise.
pub fn create_view_field(draft: &mut Draft<'_>, request: CreateViewField) -> Step {
    let id = request.id.unwrap_or_else(Uuid::new_v4);
    let mut row = ViewFieldRow { id, ..ViewFieldRow::new(id, request.field_id, 0.0) };
    let (subject, view) = parts::begin(draft, &row, request.view_id);
    let Some(view) = view else { return Ok(id) };
    let place = usual_place(draft, &view, request.field_id);
    row = ViewFieldRow { id, ..column(draft, &view, request.field_id, place) };
    if view.fields.iter().any(|other| other.field_id == row.field_id) {
        let problem = Problem::new(code::INVALID, "The field has a column in this view already.");
        draft.problem(&subject, problem.with_value(row.field_id.to_string()));
    }
    write(draft, &subject, &mut row, &request.rest);
    check(draft, &subject, &view, &row);
    parts::put(draft, view.id, row);
    keep_label_first(draft, view.id);
    Ok(id)
}

/// Changes a column.
pub fn update_view_field(draft: &mut Draft<'_>, request: UpdateViewField) -> Step {
    let (view, before) = find::<ViewFieldRow>(draft, request.id)?;
    let subject = subject(&before, view.id, Kind::Update);
    let mut row = before.clone();
    write(draft, &subject, &mut row, &request.update);
    if row != before {
        row.updated_at = draft.now;
        check(draft, &subject, &view, &row);
        parts::put(draft, view.id, row);
        keep_label_first(draft, view.id);
    }
    Ok(before.id)
}

/// Removes a column; the one of the label field stays.
pub fn delete_view_field(draft: &mut Draft<'_>, id: Uuid) -> Step {
    let (view, row) = find::<ViewFieldRow>(draft, id)?;
    if label_field(draft, &view) == Some(row.field_id) {
        let subject = subject(&row, view.id, Kind::Delete);
        draft.problem(&subject, Problem::new(code::INVALID, "This column names the records, so it stays."));
    }
    parts::remove::<ViewFieldRow>(draft, view.id, id);
    Ok(id)
}

/// Gives a view the columns that are named, each once: one that is there stays what it is but for what is said of it.
/// Others stay if they are to; the column that names the records stays in any case, first.
pub fn replace(draft: &mut Draft<'_>, id: ViewId, items: Vec<WidgetField>, others_stay: bool) -> Step<()> {
    let Some(mut view) = draft.view(id).cloned() else { return Ok(()) };
    let before = std::mem::take(&mut view.fields);
    let mut rows: Vec<(ViewFieldRow, Subject)> = Vec::with_capacity(items.len());
    for item in items {
        let found = before.iter().find(|row| match (item.view_field_id, item.field_id) {
            (Some(known), _) => row.id == known,
            (None, field) => Some(row.field_id) == field,
        });
        let (mut row, kind) = match (found, item.field_id) {
            (Some(row), _) => (row.clone(), Kind::Update),
            (None, Some(field)) if item.view_field_id.is_none() => {
                (column(draft, &view, field, rows.len() as f64), Kind::Create)
            }
            _ => {
                let known = item.view_field_id.map(|id| id.to_string()).unwrap_or_default();
                let problem = Problem::new(code::INVALID, "The view has no such column.").with_value(known);
                draft.problem(&super::view::subject(&view, Kind::Update), problem);
                continue;
            }
        };
        let subject = parts::subject(&row, id, kind);
        if rows.iter().any(|(other, _)| other.field_id == row.field_id) {
            let problem = Problem::new(code::INVALID, "Each field has one column in a view.");
            draft.problem(&subject, problem.with_value(row.field_id.to_string()));
            continue;
        }
        write(draft, &subject, &mut row, &item.rest);
        if found.is_some_and(|before| *before != row) {
            row.updated_at = draft.now;
        }
        rows.push((row, subject));
    }
    let label = label_field(draft, &view);
    for row in before.into_iter().filter(|row| others_stay || Some(row.field_id) == label) {
        if rows.iter().all(|(other, _)| other.field_id != row.field_id) {
            let subject = parts::subject(&row, id, Kind::Update);
            rows.push((row, subject));
        }
    }
    view.fields = rows.iter().map(|(row, _)| row.clone()).collect();
    if let Some(label) = label.filter(|label| view.fields.iter().all(|row| row.field_id != *label)) {
        let first = column(draft, &view, label, usual_place(draft, &view, label));
        view.fields.insert(0, first);
    }
    for (row, subject) in &rows {
        check(draft, subject, &view, row);
    }
    if let Some(stored) = draft.view_mut(id) {
        stored.fields = view.fields;
    }
    keep_label_first(draft, id);
    Ok(())
}

/// The field that names the records, in views that show it as a column.
fn label_field(draft: &Draft<'_>, view: &ViewRow) -> Option<FieldId> {
    if view.view_type == FIELDS_WIDGET {
        return None;
    }
    draft.object(view.object_id).map(|object| object.label_identifier_field_id)
}

fn usual_place(draft: &Draft<'_>, view: &ViewRow, field: FieldId) -> f64 {
    let positions = view.fields.iter().map(|column| column.position);
    if label_field(draft, view) == Some(field) {
        positions.map(|position| position - 1.0).fold(0.0, f64::min)
    } else {
        positions.map(|position| position + 1.0).fold(0.0, f64::max)
    }
}

fn write(draft: &mut Draft<'_>, subject: &Subject, row: &mut ViewFieldRow, patch: &ViewFieldPatch) {
    row.is_visible = patch.is_visible.unwrap_or(row.is_visible);
    row.position = patch.position.unwrap_or(row.position);
    patch.aggregate_operation.clone().apply(&mut row.aggregate_operation);
    patch.view_field_group_id.clone().apply(&mut row.view_field_group_id);
    match patch.size.map(|size| (size, width(size))) {
        None => {}
        Some((_, Some(width))) => row.size = width,
        Some((size, None)) => {
            let message =
                format!("A column is between {MIN_COLUMN_WIDTH} and {MAX_COLUMN_WIDTH} pixels wide.");
            draft.problem(subject, Problem::new(code::INVALID, message).with_value(size));
        }
    }
}

/// Whole pixels, if there can be so many.
fn width(size: f64) -> Option<u32> {
    let allowed = f64::from(MIN_COLUMN_WIDTH)..=f64::from(MAX_COLUMN_WIDTH);
    // Within the bounds above, so nothing is cut off.
    allowed.contains(&size).then(|| size.round() as u32)
}

fn check(draft: &mut Draft<'_>, subject: &Subject, view: &ViewRow, row: &ViewFieldRow) {
    check_position(draft, subject, row.position);
    let mut found = Vec::new();
    match (own_field(draft, view, row.field_id), &row.aggregate_operation) {
        (None, _) => found.push(no_such_field(row.field_id)),
        (Some(field), Some(operation)) => found.extend(aggregates::check(operation, field)),
        (Some(_), None) => {}
    }
    if let Some(section) = row.view_field_group_id
        && view.field_groups.iter().all(|group| group.id != section)
    {
        let problem = Problem::new(code::INVALID, "The view has no such section.");
        found.push(problem.with_value(section.to_string()));
    }
    found.extend(place(draft, view, row));
    for problem in found {
        draft.problem(subject, problem);
    }
}

/// The column of the label field is visible and first.
fn place(draft: &Draft<'_>, view: &ViewRow, row: &ViewFieldRow) -> Vec<Problem> {
    let Some(label) = label_field(draft, view) else { return Vec::new() };
    let others = || view.fields.iter().filter(|other| other.id != row.id);
    let mut found = Vec::new();
    let mut refuse = |message: &str| found.push(Problem::new(code::INVALID, message));
    if row.field_id != label {
        if others().any(|other| other.field_id == label && row.position < other.position) {
            refuse("No column stands before the one that names the records.");
        }
        return found;
    }
    if !row.is_visible {
        refuse("This column names the records, so it is shown.");
    }
    if others().any(|other| other.position < row.position) {
        refuse("This column names the records, so it is the first.");
    }
    found
}

/// At the same position as another, the column of the label field steps in front of it.
fn keep_label_first(draft: &mut Draft<'_>, view: ViewId) {
    let Some(label) = draft.view(view).and_then(|view| label_field(draft, view)) else { return };
    let now = draft.now;
    let Some(view) = draft.view_mut(view) else { return };
    let (own, others): (Vec<&mut ViewFieldRow>, Vec<&mut ViewFieldRow>) =
        view.fields.iter_mut().partition(|column| column.field_id == label);
    let first = others.iter().map(|column| column.position).fold(f64::INFINITY, f64::min);
    for column in own {
        if first <= column.position {
            column.position = first - 1.0;
            column.updated_at = now;
        }
    }
}

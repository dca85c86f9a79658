//! How a view arranges records: as a board, a calendar or a table, in groups or not.

use icosa_model::definition::{FieldRow, ViewRow};
use icosa_model::{FieldId, FieldType};

use super::follow::new_group;
use super::parts::{no_such_field, own_field};
use super::{aggregates, code};
use crate::data_model::draft::Draft;
use crate::data_model::report::Problem;

/// What keeps the view from arranging its records the way it says; of a view that is changed only what is new.
pub fn problems(draft: &Draft<'_>, before: Option<&ViewRow>, view: &ViewRow) -> Vec<Problem> {
    let changed = |of: fn(&ViewRow) -> [Option<FieldId>; 2]| {
        before.is_none_or(|before| before.view_type != view.view_type || of(before) != of(view))
    };
    let mut found = Vec::new();
    if changed(|view| [view.main_group_by_field_id, None]) {
        found.extend(grouping(draft, view));
    }
    let layout_changed = before.is_none_or(|before| before.calendar_layout != view.calendar_layout);
    if layout_changed || changed(|view| [view.calendar_field_id, view.calendar_end_field_id]) {
        found.extend(calendar(draft, view));
    }
    let operation = |view: &ViewRow| view.kanban_aggregate_operation.clone();
    let operation_changed = before.is_none_or(|before| operation(before) != operation(view));
    if operation_changed || changed(|view| [view.kanban_aggregate_operation_field_id, None]) {
        found.extend(aggregate(draft, view));
    }
    found
}

fn invalid(message: &str) -> Problem {
    Problem::new(code::INVALID, message)
}

fn grouping(draft: &Draft<'_>, view: &ViewRow) -> Option<Problem> {
    let is_board = ["KANBAN", "KANBAN_WIDGET"].contains(&view.view_type.as_str());
    let Some(id) = view.main_group_by_field_id else {
        return is_board.then(|| invalid("A board needs a select field whose options are its columns."));
    };
    match own_field(draft, view, id) {
        Some(field) if field.is_active && field.field_type == FieldType::Select => None,
        Some(field) if field.is_active => {
            let message = format!("Records are grouped by a select field, and {} is none.", field.label);
            Some(invalid(&message).with_value(id.to_string()))
        }
        _ => Some(no_such_field(id)),
    }
}

fn calendar(draft: &Draft<'_>, view: &ViewRow) -> Vec<Problem> {
    let mut found = Vec::new();
    let is_calendar = ["CALENDAR", "CALENDAR_WIDGET"].contains(&view.view_type.as_str());
    if is_calendar && view.calendar_field_id.is_none() {
        found.push(invalid("A calendar needs a date at which each record stands."));
    }
    if is_calendar && view.calendar_layout.is_none() {
        found.push(invalid("A calendar shows days, weeks or months: DAY, WEEK or MONTH."));
    }
    if let Some(layout) = &view.calendar_layout
        && !["DAY", "WEEK", "MONTH"].contains(&layout.as_str())
    {
        found.push(invalid("A calendar shows DAY, WEEK or MONTH.").with_value(layout.as_str()));
    }
    for id in [view.calendar_field_id, view.calendar_end_field_id].into_iter().flatten() {
        let is_date = |field: &FieldRow| matches!(field.field_type, FieldType::Date | FieldType::DateTime);
        match own_field(draft, view, id) {
            Some(field) if field.is_active && is_date(field) => {}
            Some(field) if field.is_active => {
                let message = format!("Records stand in a calendar at a date, and {} is none.", field.label);
                found.push(invalid(&message).with_value(id.to_string()));
            }
            _ => found.push(no_such_field(id)),
        }
    }
    found
}

/// A count needs no field.
fn aggregate(draft: &Draft<'_>, view: &ViewRow) -> Option<Problem> {
    let operation = view.kanban_aggregate_operation.as_deref();
    let field = match view.kanban_aggregate_operation_field_id {
        Some(id) => match own_field(draft, view, id) {
            None => return Some(no_such_field(id)),
            found => found,
        },
        None => None,
    };
    match (operation?, field) {
        (operation, Some(field)) => aggregates::check(operation, field),
        ("COUNT", None) => None,
        (operation, None) => {
            Some(invalid("Say over which field that is to be computed.").with_value(operation))
        }
    }
}

/// Makes the groups anew: one for each option, and one for "no value" where there may be none.
pub fn regroup(draft: &Draft<'_>, view: &mut ViewRow) {
    view.groups.clear();
    let Some(field) = view.main_group_by_field_id.and_then(|id| own_field(draft, view, id)) else { return };
    let mut values: Vec<&str> = field.options.iter().map(|option| option.value.as_str()).collect();
    if field.is_nullable {
        values.push("");
    }
    for value in values {
        let group = new_group(draft, view, value, &view.groups);
        view.groups.push(group);
    }
}

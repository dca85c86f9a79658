//! Making and changing a view.

use icosa_contract::data_model::{CreateView, UpdateView, ViewPatch};
use icosa_contract::views::{MAX_COLUMN_WIDTH, MIN_COLUMN_WIDTH};
use icosa_model::ViewId;
use icosa_model::definition::ViewRow;
use icosa_model::query::MAX_PAGE;
use serde_json::json;
use uuid::Uuid;

use super::arrangement::{self, regroup};
use super::lifecycle::check_leaving;
use super::parts::{self, check_position, check_text, text_problem, view_not_found, visible};
use super::{UNLISTED, code};
use crate::data_model::draft::{Draft, Step, tidy};
use crate::data_model::report::{Kind, Problem, Subject};

const TYPES: [&str; 9] = [
    "TABLE",
    "KANBAN",
    "CALENDAR",
    "LIST",
    super::FIELDS_WIDGET,
    "TABLE_WIDGET",
    "KANBAN_WIDGET",
    "LIST_WIDGET",
    "CALENDAR_WIDGET",
];

/// Longest text looked for in every field.
const MAX_SEARCHED: usize = 1_000;

/// Makes a view without columns; its groups follow from what it is grouped by.
pub fn create_view(draft: &mut Draft<'_>, request: CreateView) -> Step {
    let id = request.id.unwrap_or_else(ViewId::random);
    let view_type = request.view_type.as_deref().unwrap_or("TABLE");
    let mut row = ViewRow {
        icon: tidy(&request.icon),
        created_by_user_workspace_id: draft.actor.user_workspace,
        created_at: draft.now,
        updated_at: draft.now,
        ..ViewRow::new(id, request.object_id, &tidy(&request.name), view_type)
    };
    write(&mut row, &request.rest);
    row.universal_identifier = universal_id(draft, &row);
    let subject = subject(&row, Kind::Create);
    if draft.object(row.object_id).is_none() {
        let problem = Problem::new(code::INVALID, "There is no such object.");
        draft.problem(&subject, problem.with_value(row.object_id.to_string()));
    }
    if draft.view(id).is_some() {
        let problem = Problem::new(code::INVALID, "There is already a view with this id.");
        draft.problem(&subject, problem.with_value(id.to_string()));
    }
    if let Some(key) = request.key {
        let message = "The view of all records comes with its object; others have no key.";
        draft.problem(&subject, Problem::new(code::INVALID, message).with_value(key));
    }
    check(draft, &subject, None, &row);
    regroup(draft, &mut row);
    draft.metadata.views.push(row);
    Ok(id.0)
}

/// Changes a view; its groups follow when it is grouped by something else, and the caller becomes the owner of what
/// only they are to see.
pub fn update_view(draft: &mut Draft<'_>, request: UpdateView) -> Step {
    let Some(before) = visible(draft, request.id).cloned() else { return Err(view_not_found()) };
    let mut row = before.clone();
    write(&mut row, &request.update);
    if row == before {
        return Ok(row.id.0);
    }
    row.updated_at = draft.now;
    if row.visibility == UNLISTED && before.visibility != UNLISTED {
        row.created_by_user_workspace_id = draft.actor.user_workspace;
    }
    let subject = subject(&row, Kind::Update);
    check(draft, &subject, Some(&before), &row);
    check_leaving(draft, &subject, &before, Some(&row));
    if row.main_group_by_field_id != before.main_group_by_field_id {
        regroup(draft, &mut row);
    }
    if let Some(stored) = draft.view_mut(before.id) {
        *stored = row;
    }
    Ok(before.id.0)
}

/// The view as the subject of a problem.
pub fn subject(row: &ViewRow, kind: Kind) -> Subject {
    let about = json!({
        "id": row.id,
        "universalIdentifier": row.universal_identifier,
        "name": row.name,
        "objectMetadataId": row.object_id,
    });
    Subject { name: "view", kind, id: row.id.0, about }
}

/// Two views of an object may have the same name.
fn universal_id(draft: &Draft<'_>, row: &ViewRow) -> Uuid {
    let object = draft.object(row.object_id).map(|object| object.universal_identifier).unwrap_or_default();
    let id = draft.universal_id("view", &format!("{object}:{}", row.name));
    let taken = draft.metadata.views.iter().any(|other| other.universal_identifier == id);
    if taken { Uuid::new_v4() } else { id }
}

fn write(row: &mut ViewRow, patch: &ViewPatch) {
    let patch = patch.clone();
    row.name = patch.name.map_or_else(|| row.name.clone(), |name| tidy(&name));
    row.icon = patch.icon.map_or_else(|| row.icon.clone(), |icon| tidy(&icon));
    row.view_type = patch.view_type.unwrap_or_else(|| row.view_type.clone());
    row.position = patch.position.unwrap_or(row.position);
    row.is_compact = patch.is_compact.unwrap_or(row.is_compact);
    row.should_hide_empty_groups = patch.should_hide_empty_groups.unwrap_or(row.should_hide_empty_groups);
    row.visibility = patch.visibility.unwrap_or_else(|| row.visibility.clone());
    patch.kanban_column_width.apply(&mut row.kanban_column_width);
    patch.group_load_limit.apply(&mut row.group_load_limit);
    patch.kanban_aggregate_operation.apply(&mut row.kanban_aggregate_operation);
    patch.kanban_aggregate_operation_field_id.apply(&mut row.kanban_aggregate_operation_field_id);
    patch.any_field_filter_value.apply(&mut row.any_field_filter_value);
    patch.calendar_layout.apply(&mut row.calendar_layout);
    patch.calendar_field_id.apply(&mut row.calendar_field_id);
    patch.calendar_end_field_id.apply(&mut row.calendar_end_field_id);
    patch.main_group_by_field_id.apply(&mut row.main_group_by_field_id);
}

fn check(draft: &mut Draft<'_>, subject: &Subject, before: Option<&ViewRow>, row: &ViewRow) {
    check_text(draft, subject, "The name of a view", &row.name);
    check_position(draft, subject, row.position);
    let found: Vec<Problem> =
        looks(row).into_iter().chain(arrangement::problems(draft, before, row)).collect();
    for problem in found {
        draft.problem(subject, problem);
    }
    if row.visibility == UNLISTED && row.created_by_user_workspace_id.is_none() {
        let message = "Only a person can have a view that nobody else sees.";
        draft.problem(subject, Problem::new(code::INVALID, message));
    }
}

fn looks(row: &ViewRow) -> Vec<Problem> {
    let invalid = |message: String| Problem::new(code::INVALID, message);
    let mut found = Vec::new();
    if !TYPES.contains(&row.view_type.as_str()) {
        let message = format!("There are no views of the type {:?}.", row.view_type);
        found.push(invalid(message).with_value(row.view_type.as_str()));
    }
    if row.widget_id.is_some() && !row.view_type.ends_with("_WIDGET") {
        let message = "The view of a widget stays in it.".to_owned();
        found.push(invalid(message).with_value(row.view_type.as_str()));
    }
    if !["WORKSPACE", UNLISTED].contains(&row.visibility.as_str()) {
        let message = "A view is for the WORKSPACE, or UNLISTED.".to_owned();
        found.push(invalid(message).with_value(row.visibility.as_str()));
    }
    found.extend(text_problem("The icon of a view", &row.icon, parts::MAX_TEXT).map(invalid));
    let searched = row.any_field_filter_value.as_deref().unwrap_or_default();
    found.extend(text_problem("The text looked for", searched, MAX_SEARCHED).map(invalid));
    if let Some(width) = row.kanban_column_width
        && !(MIN_COLUMN_WIDTH..=MAX_COLUMN_WIDTH).contains(&width)
    {
        let message = format!("A column is between {MIN_COLUMN_WIDTH} and {MAX_COLUMN_WIDTH} pixels wide.");
        found.push(invalid(message).with_value(width));
    }
    if let Some(limit) = row.group_load_limit
        && !(1..=MAX_PAGE).contains(&limit)
    {
        let message = format!("Between 1 and {MAX_PAGE} records of a group are read at a time.");
        found.push(invalid(message).with_value(limit));
    }
    found
}

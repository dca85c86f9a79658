//! How the filters of a view combine: groups that nest.

use std::collections::HashSet;

use icosa_contract::data_model::{CreateViewFilterGroup, UpdateViewFilterGroup, ViewFilterGroupPatch};
use icosa_model::definition::{ViewFilterGroupRow, ViewRow};
use uuid::Uuid;

use super::code;
use super::parts::{self, check_position, find, subject};
use crate::data_model::draft::{Draft, Step};
use crate::data_model::report::{Kind, Problem, Subject};

/// So deep groups may nest that a read with them can still be planned.
const MAX_DEPTH: usize = 8;

/// Adds a group; its filters combine with `AND` unless told otherwise.
pub fn create_view_filter_group(draft: &mut Draft<'_>, request: CreateViewFilterGroup) -> Step {
    let id = request.id.unwrap_or_else(Uuid::new_v4);
    let mut row = ViewFilterGroupRow {
        created_at: draft.now,
        updated_at: draft.now,
        ..ViewFilterGroupRow::new(id, "AND")
    };
    let (subject, view) = parts::begin(draft, &row, request.view_id);
    let Some(view) = view else { return Ok(id) };
    write(&mut row, &request.rest);
    check(draft, &subject, &view, &row);
    parts::put(draft, view.id, row);
    Ok(id)
}

/// Changes a group.
pub fn update_view_filter_group(draft: &mut Draft<'_>, request: UpdateViewFilterGroup) -> Step {
    let (view, before) = find::<ViewFilterGroupRow>(draft, request.id)?;
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

/// Removes a group with everything inside it.
pub fn delete_view_filter_group(draft: &mut Draft<'_>, id: Uuid) -> Step {
    let (view, row) = find::<ViewFilterGroupRow>(draft, id)?;
    let gone = with_inner(&view, row.id);
    if let Some(view) = draft.view_mut(view.id) {
        view.filter_groups.retain(|group| !gone.contains(&group.id));
        view.filters.retain(|filter| filter.view_filter_group_id.is_none_or(|group| !gone.contains(&group)));
    }
    Ok(id)
}

fn write(row: &mut ViewFilterGroupRow, patch: &ViewFilterGroupPatch) {
    let patch = patch.clone();
    row.logical_operator = patch.logical_operator.unwrap_or_else(|| row.logical_operator.clone());
    patch.parent_view_filter_group_id.apply(&mut row.parent_view_filter_group_id);
    patch.position_in_view_filter_group.apply(&mut row.position_in_view_filter_group);
}

fn check(draft: &mut Draft<'_>, subject: &Subject, view: &ViewRow, row: &ViewFilterGroupRow) {
    check_position(draft, subject, row.position_in_view_filter_group.unwrap_or_default());
    if !["AND", "OR", "NOT"].contains(&row.logical_operator.as_str()) {
        let problem = Problem::new(code::INVALID, "Filters combine with AND, OR or NOT.");
        draft.problem(subject, problem.with_value(row.logical_operator.as_str()));
    }
    if let Some(parent) = row.parent_view_filter_group_id
        && let Some(message) = misplaced(view, row.id, parent)
    {
        draft.problem(subject, Problem::new(code::INVALID, message).with_value(parent.to_string()));
    }
}

/// Why a group cannot stand in another one.
fn misplaced(view: &ViewRow, id: Uuid, parent: Uuid) -> Option<&'static str> {
    if view.filter_groups.iter().all(|group| group.id != parent) {
        return Some("The view has no such group of filters.");
    }
    if with_inner(view, id).contains(&parent) {
        return Some("A group of filters cannot stand inside itself.");
    }
    (depth_above(view, parent) + height(view, id) > MAX_DEPTH).then_some("These groups nest too deeply.")
}

/// The group and all groups inside it.
fn with_inner(view: &ViewRow, id: Uuid) -> HashSet<Uuid> {
    let mut found = HashSet::from([id]);
    loop {
        let is_inner = |group: &&ViewFilterGroupRow| {
            group.parent_view_filter_group_id.is_some_and(|parent| found.contains(&parent))
                && !found.contains(&group.id)
        };
        let inner: Vec<Uuid> = view.filter_groups.iter().filter(is_inner).map(|group| group.id).collect();
        if inner.is_empty() {
            return found;
        }
        found.extend(inner);
    }
}

/// How many groups stand around a place inside this one, this one included.
fn depth_above(view: &ViewRow, id: Uuid) -> usize {
    let parent = |id: &Uuid| {
        let group = view.filter_groups.iter().find(|group| group.id == *id)?;
        group.parent_view_filter_group_id
    };
    std::iter::successors(Some(id), parent).take(MAX_DEPTH + 1).count()
}

/// How many levels a group has, its own included.
fn height(view: &ViewRow, id: Uuid) -> usize {
    let mut level = vec![id];
    let mut levels = 0;
    while !level.is_empty() && levels <= MAX_DEPTH {
        levels += 1;
        let is_below = |group: &&ViewFilterGroupRow| {
            group.parent_view_filter_group_id.is_some_and(|parent| level.contains(&parent))
        };
        level = view.filter_groups.iter().filter(is_below).map(|group| group.id).collect();
    }
    levels
}

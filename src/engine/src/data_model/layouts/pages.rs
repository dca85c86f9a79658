//! The pages themselves.

use std::collections::HashSet;

use icosa_contract::data_model::{CreatePageLayout, UpdatePageLayout};
use icosa_model::definition::PageLayoutRow;
use uuid::Uuid;

use super::rows::{add, find, problem, put, remove_pages, subject, universal_id};
use crate::data_model::draft::{Draft, Step, tidy};
use crate::data_model::report::{Kind, Problem};
use crate::data_model::views::{MAX_TEXT, text_problem};

const TYPES: [&str; 5] = ["RECORD_INDEX", "RECORD_PAGE", "DASHBOARD", "STANDALONE_PAGE", "RECORD_FORM"];

/// Makes a page without tabs.
pub fn create(draft: &mut Draft<'_>, request: CreatePageLayout) -> Step {
    let layout_type = request.layout_type.as_deref().unwrap_or("RECORD_PAGE");
    let name = tidy(&request.name);
    let parent = request.object_id.and_then(|id| draft.object(id)).map(|object| object.universal_identifier);
    let row = PageLayoutRow {
        universal_identifier: universal_id::<PageLayoutRow>(draft, parent.unwrap_or_default(), &name),
        object_id: request.object_id,
        created_at: draft.now,
        updated_at: draft.now,
        ..PageLayoutRow::new(Uuid::new_v4(), &name, layout_type)
    };
    check(draft, &row, Kind::Create);
    let id = row.id;
    add(draft, row);
    Ok(id)
}

/// Changes a page.
pub fn update(draft: &mut Draft<'_>, request: UpdatePageLayout) -> Step {
    let before: PageLayoutRow = find(draft, request.id)?;
    let mut row = before.clone();
    if let Some(name) = request.name {
        row.name = tidy(&name);
    }
    if let Some(layout_type) = request.layout_type {
        row.layout_type = layout_type;
    }
    request.object_id.apply(&mut row.object_id);
    row.is_first_tab_pinned = request.is_first_tab_pinned.unwrap_or(row.is_first_tab_pinned);
    let is_elsewhere = (&row.layout_type, row.object_id) != (&before.layout_type, before.object_id);
    if !before.is_custom && is_elsewhere {
        problem(draft, &row, Kind::Update, "The page of an object's records stays with its object.");
    }
    let id = row.id;
    check(draft, &row, Kind::Update);
    put(draft, &before, row);
    Ok(id)
}

/// Removes a page with everything on it.
pub fn destroy(draft: &mut Draft<'_>, id: Uuid) -> Step {
    let row: PageLayoutRow = find(draft, id)?;
    if row.is_custom {
        remove_pages(&mut draft.metadata, &HashSet::from([id]));
    } else {
        problem(draft, &row, Kind::Delete, "The page of an object's records stays with its object.");
    }
    Ok(id)
}

fn check(draft: &mut Draft<'_>, row: &PageLayoutRow, kind: Kind) {
    let subject = subject(row, kind);
    let mut found = Vec::new();
    let invalid = |message: String| Problem::new(super::code::INVALID_PAGE, message);
    if let Some(message) = title_problem("The name of a page", &row.name) {
        found.push(invalid(message).with_value(row.name.as_str()));
    }
    if !TYPES.contains(&row.layout_type.as_str()) {
        let message = format!("There are no pages of the type {:?}.", row.layout_type);
        found.push(invalid(message).with_value(row.layout_type.as_str()));
    }
    if let Some(id) = row.object_id.filter(|id| draft.object(*id).is_none()) {
        found.push(invalid("There is no such object.".to_owned()).with_value(id.to_string()));
    }
    for problem in found {
        draft.problem(&subject, problem);
    }
}

/// What keeps a title from being shown.
pub fn title_problem(what: &str, title: &str) -> Option<String> {
    let blank = || title.is_empty().then(|| format!("{what} is not blank."));
    text_problem(what, title, MAX_TEXT).or_else(blank)
}

//! What each type of item must have.

use icosa_model::definition::NavigationRow;
use icosa_model::field_type::TAG_COLORS;

use super::{code, folders, links};
use crate::data_model::draft::Draft;
use crate::data_model::report::{Problem, Subject};
use crate::data_model::views;

/// Longest name or icon name.
const MAX_TEXT: usize = 255;

/// Notes everything that is wrong with an item.
pub fn check(draft: &mut Draft<'_>, subject: &Subject, row: &NavigationRow) {
    let mut found = looks(row);
    found.extend(destination(draft, row));
    found.extend(folders::misplaced(draft, row));
    for problem in found {
        draft.problem(subject, problem);
    }
}

fn invalid(message: impl Into<String>) -> Problem {
    Problem::new(code::INVALID, message)
}

fn looks(row: &NavigationRow) -> Vec<Problem> {
    let mut found = Vec::new();
    if !row.position.is_finite() {
        found.push(invalid("A position is a finite number."));
    }
    for (what, text) in [("name", &row.name), ("icon", &row.icon)] {
        let text = text.as_deref().unwrap_or_default();
        if text.contains('\0') || text.chars().count() > MAX_TEXT {
            found
                .push(invalid(format!("The {what} of an item has at most {MAX_TEXT} printable characters.")));
        }
    }
    if let Some(color) = &row.color
        && !TAG_COLORS.contains(&color.as_str())
    {
        found.push(invalid(format!("There is no colour called {color:?}.")).with_value(color.as_str()));
    }
    found
}

/// What is missing for the item to lead where its type says.
fn destination(draft: &Draft<'_>, row: &NavigationRow) -> Option<Problem> {
    match row.item_type.as_str() {
        "FOLDER" => row.name.is_none().then(|| invalid("A folder has a name.")),
        "OBJECT" => object(draft, row),
        "RECORD" if row.target_record_id.is_none() => Some(invalid("Say which record the item opens.")),
        "RECORD" => object(draft, row),
        "VIEW" => view(draft, row),
        "LINK" => links::problem(row.link.as_deref()),
        "PAGE_LAYOUT" => page(draft, row),
        other => Some(invalid(format!("There are no items of the type {other:?}.")).with_value(other)),
    }
}

fn object(draft: &Draft<'_>, row: &NavigationRow) -> Option<Problem> {
    let Some(id) = row.target_object_id else { return Some(invalid("Say which object the item is about.")) };
    draft.object(id).is_none().then(|| invalid("There is no such object.").with_value(id.to_string()))
}

fn page(draft: &Draft<'_>, row: &NavigationRow) -> Option<Problem> {
    let Some(id) = row.page_layout_id else { return Some(invalid("Say which page the item opens.")) };
    let mut pages = draft.metadata.page_layouts.iter();
    let is_there = pages.any(|page| page.id == id && page.deleted_at.is_none());
    (!is_there).then(|| invalid("There is no such page.").with_value(id.to_string()))
}

/// What only one person sees cannot stand where everybody looks.
fn view(draft: &Draft<'_>, row: &NavigationRow) -> Option<Problem> {
    let Some(id) = row.view_id else { return Some(invalid("Say which view the item opens.")) };
    match views::visible(draft, id) {
        None => Some(invalid("There is no such view.").with_value(id.to_string())),
        Some(view) if row.user_workspace_id.is_none() && view.visibility == "UNLISTED" => {
            Some(invalid("A view that only you see can be a personal item only."))
        }
        Some(_) => None,
    }
}

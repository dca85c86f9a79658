//! Folders and what lies in them.

use std::collections::HashSet;

use icosa_model::definition::NavigationRow;
use uuid::Uuid;

use super::{code, is_known};
use crate::data_model::draft::Draft;
use crate::data_model::report::Problem;

/// An item, or a folder with items.
const MAX_DEPTH: usize = 2;

/// Why an item cannot lie in the folder it says.
pub fn misplaced(draft: &Draft<'_>, row: &NavigationRow) -> Option<Problem> {
    let id = row.folder_id?;
    let problem = |code, message: &str| Some(Problem::new(code, message).with_value(id.to_string()));
    if id == row.id || with_content(draft, row.id).contains(&id) {
        return problem(code::CIRCULAR, "A folder cannot lie in itself.");
    }
    let folder = draft.metadata.navigation.iter().find(|item| item.id == id && is_known(draft, item));
    let Some(folder) = folder else { return problem(code::NOT_FOUND, "There is no such folder.") };
    if folder.item_type != "FOLDER" {
        return problem(code::INVALID, "Items lie in folders only.");
    }
    if folder.user_workspace_id != row.user_workspace_id {
        return problem(code::INVALID, "Personal items and those of the workspace do not share folders.");
    }
    if depth(draft, id) + height(draft, row.id) > MAX_DEPTH {
        return problem(code::TOO_DEEP, "Folders are not nested that deeply.");
    }
    None
}

/// The item and everything inside it.
pub fn with_content(draft: &Draft<'_>, id: Uuid) -> HashSet<Uuid> {
    let mut found = HashSet::from([id]);
    loop {
        let is_inside = |item: &&NavigationRow| {
            item.folder_id.is_some_and(|folder| found.contains(&folder)) && !found.contains(&item.id)
        };
        let inside: Vec<Uuid> =
            draft.metadata.navigation.iter().filter(is_inside).map(|item| item.id).collect();
        if inside.is_empty() {
            return found;
        }
        found.extend(inside);
    }
}

/// How many levels there are from the top to this item, both included.
fn depth(draft: &Draft<'_>, id: Uuid) -> usize {
    let outer = |id: &Uuid| draft.metadata.navigation.iter().find(|item| item.id == *id)?.folder_id;
    std::iter::successors(Some(id), outer).take(MAX_DEPTH + 1).count()
}

/// How many levels there are from this item down, its own included.
fn height(draft: &Draft<'_>, id: Uuid) -> usize {
    let mut level = vec![id];
    let mut levels = 0;
    while !level.is_empty() && levels <= MAX_DEPTH {
        levels += 1;
        let is_below = |item: &&NavigationRow| item.folder_id.is_some_and(|folder| level.contains(&folder));
        level = draft.metadata.navigation.iter().filter(is_below).map(|item| item.id).collect();
    }
    levels
}

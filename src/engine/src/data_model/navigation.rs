//! Items of the navigation drawer (metadata API, section 10).

mod folders;
mod links;
mod rules;

use icosa_contract::data_model::{CreateNavigationItem, NavigationItemPatch, UpdateNavigationItem};
use icosa_contract::{AppError, Code};
use icosa_model::definition::NavigationRow;
use serde_json::json;
use uuid::Uuid;

use super::draft::{Draft, Step, refused, tidy_option};
use super::report::{Kind, Problem, Subject};

/// Codes of refusals and problems.
pub mod code {
    pub const INVALID: &str = "INVALID_NAVIGATION_MENU_ITEM_INPUT";
    pub const NOT_FOUND: &str = "NAVIGATION_MENU_ITEM_NOT_FOUND";
    pub const CIRCULAR: &str = "CIRCULAR_DEPENDENCY";
    pub const TOO_DEEP: &str = "MAX_DEPTH_EXCEEDED";
}

/// Adds an item behind those of the same owner, unless told otherwise.
pub fn create(draft: &mut Draft<'_>, request: CreateNavigationItem) -> Step {
    let row = row(draft, request);
    let id = row.id;
    let subject = subject(&row, Kind::Create);
    if draft.metadata.navigation.iter().any(|other| other.id == id) {
        let problem = Problem::new(code::INVALID, "There is already a navigation item with this id.");
        draft.problem(&subject, problem.with_value(id.to_string()));
    }
    if row.user_workspace_id.is_some() && row.user_workspace_id != draft.actor.user_workspace {
        let problem = Problem::new(code::INVALID, "People make personal items for themselves only.");
        draft.problem(&subject, problem);
    }
    rules::check(draft, &subject, &row);
    draft.metadata.navigation.push(row);
    Ok(id)
}

/// Changes an item.
pub fn update(draft: &mut Draft<'_>, request: UpdateNavigationItem) -> Step {
    let before = find(draft, request.id)?;
    let mut row = before.clone();
    write(&mut row, request.update);
    if row != before {
        row.updated_at = draft.now;
        let subject = subject(&row, Kind::Update);
        rules::check(draft, &subject, &row);
        if let Some(stored) = draft.metadata.navigation.iter_mut().find(|item| item.id == row.id) {
            *stored = row;
        }
    }
    Ok(before.id)
}

/// Removes an item; of a folder also what lies in it.
pub fn delete(draft: &mut Draft<'_>, id: Uuid) -> Step {
    find(draft, id)?;
    let gone = folders::with_content(draft, id);
    draft.metadata.navigation.retain(|item| !gone.contains(&item.id));
    Ok(id)
}

/// The item, if it is the workspace's or the caller's own.
fn find(draft: &Draft<'_>, id: Uuid) -> Result<NavigationRow, AppError> {
    let item = draft.metadata.navigation.iter().find(|item| item.id == id && is_known(draft, item));
    item.cloned()
        .ok_or_else(|| refused(Code::NotFound, code::NOT_FOUND, "There is no such item in the navigation."))
}

fn is_known(draft: &Draft<'_>, item: &NavigationRow) -> bool {
    item.user_workspace_id.is_none() || item.user_workspace_id == draft.actor.user_workspace
}

/// The row as asked for; what its type does not have is left out.
fn row(draft: &Draft<'_>, request: CreateNavigationItem) -> NavigationRow {
    let owner = request.user_workspace_id;
    let siblings = draft.metadata.navigation.iter().filter(|item| item.user_workspace_id == owner);
    let last = siblings.map(|item| item.position + 1.0).fold(0.0, f64::max);
    let id = request.id.unwrap_or_else(Uuid::new_v4);
    let kind = request.item_type.as_str();
    let mut row = NavigationRow {
        name: tidy_option(request.name),
        icon: tidy_option(request.icon),
        color: tidy_option(request.color),
        target_object_id: request.target_object_id.filter(|_| ["OBJECT", "RECORD"].contains(&kind)),
        target_record_id: request.target_record_id.filter(|_| kind == "RECORD"),
        view_id: request.view_id.filter(|_| kind == "VIEW"),
        link: links::tidy(request.link).filter(|_| kind == "LINK"),
        page_layout_id: request.page_layout_id.filter(|_| kind == "PAGE_LAYOUT"),
        folder_id: request.folder_id,
        user_workspace_id: owner,
        created_at: draft.now,
        updated_at: draft.now,
        ..NavigationRow::new(id, kind, request.position.unwrap_or(last))
    };
    row.universal_identifier = universal_id(draft, &row);
    row
}

/// Follows from what the item leads to; two items may lead to the same.
fn universal_id(draft: &Draft<'_>, row: &NavigationRow) -> Uuid {
    let view = |id| draft.view(id).map(|view| view.universal_identifier);
    let object = |id| draft.object(id).map(|object| object.universal_identifier);
    let leads_to = match row.item_type.as_str() {
        "OBJECT" => row.target_object_id.and_then(object).map(|uid| format!("OBJECT:{uid}")),
        "VIEW" => row.view_id.and_then(view).map(|uid| format!("VIEW:{uid}")),
        "LINK" => row.link.as_ref().map(|link| format!("LINK:{link}")),
        "FOLDER" => row.name.as_ref().map(|name| format!("FOLDER:{name}")),
        _ => None,
    };
    let derived = leads_to.map(|value| draft.universal_id("navigationMenuItem", &value));
    let is_taken =
        |id: &Uuid| draft.metadata.navigation.iter().any(|other| other.universal_identifier == *id);
    derived.filter(|id| !is_taken(id)).unwrap_or(row.id)
}

fn write(row: &mut NavigationRow, patch: NavigationItemPatch) {
    let NavigationItemPatch { folder_id, position, name, link, icon, color, page_layout_id } = patch;
    folder_id.apply(&mut row.folder_id);
    row.position = position.unwrap_or(row.position);
    for (patch, text) in [(name, &mut row.name), (icon, &mut row.icon), (color, &mut row.color)] {
        if let Some(new) = patch.changed() {
            *text = tidy_option(new);
        }
    }
    if row.item_type == "LINK"
        && let Some(new) = link.changed()
    {
        row.link = links::tidy(new);
    }
    if row.item_type == "PAGE_LAYOUT" {
        page_layout_id.apply(&mut row.page_layout_id);
    }
}

/// The item as the subject of a problem.
fn subject(row: &NavigationRow, kind: Kind) -> Subject {
    let about = json!({
        "id": row.id,
        "universalIdentifier": row.universal_identifier,
        "type": row.item_type,
        "name": row.name,
    });
    Subject { name: "navigationMenuItem", kind, id: row.id, about }
}

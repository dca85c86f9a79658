//! Items of the command menu: workspaces may call, place and pin them otherwise.

use icosa_contract::data_model::UpdateCommandMenuItem;
use icosa_model::definition::CommandMenuItemRow;
use uuid::Uuid;

use super::code::INVALID_COMMAND;
use super::pages::title_problem;
use super::rows::{Row, as_made, find, put, subject};
use crate::data_model::draft::{Draft, Step, tidy, tidy_option};
use crate::data_model::report::{Kind, Problem};
use crate::data_model::views::{MAX_TEXT, text_problem};

/// Most keys pressed one after the other, and the longest name of one.
const MOST_KEYS: usize = 4;
const MAX_KEY: usize = 20;

/// Changes a command.
pub fn update(draft: &mut Draft<'_>, request: UpdateCommandMenuItem) -> Step {
    let before: CommandMenuItemRow = find(draft, request.id)?;
    let id = before.id;
    let mut row = before.clone();
    if let Some(label) = request.label {
        row.label = tidy(&label);
    }
    if let Some(icon) = request.icon.changed() {
        row.icon = tidy_option(icon);
    }
    if let Some(label) = request.short_label.changed() {
        row.short_label = tidy_option(label);
    }
    row.position = request.position.unwrap_or(row.position);
    row.is_pinned = request.is_pinned.unwrap_or(row.is_pinned);
    request.hot_keys.apply(&mut row.hot_keys);
    check(draft, &row);
    put(draft, &before, row);
    Ok(id)
}

/// Takes back what a workspace has made of a command.
pub fn reset(draft: &mut Draft<'_>, id: Uuid) -> Step {
    let row: CommandMenuItemRow = find(draft, id)?;
    let mut made = as_made(&row);
    if made != row {
        made.touch(draft.now);
        if let Some(stored) = draft.metadata.command_menu_items.iter_mut().find(|other| other.id == id) {
            *stored = made;
        }
    }
    Ok(id)
}

fn check(draft: &mut Draft<'_>, row: &CommandMenuItemRow) {
    let mut found = Vec::new();
    found.extend(title_problem("The label of a command", &row.label));
    for text in [&row.icon, &row.short_label].into_iter().flatten() {
        found.extend(text_problem("What a command shows", text, MAX_TEXT));
    }
    if !row.position.is_finite() {
        found.push("A position is a finite number.".to_owned());
    }
    let keys = row.hot_keys.as_deref().unwrap_or_default();
    let is_key = |key: &String| !key.trim().is_empty() && text_problem("A key", key, MAX_KEY).is_none();
    if keys.len() > MOST_KEYS || !keys.iter().all(is_key) {
        found.push(format!("A command has at most {MOST_KEYS} keys, each by its name."));
    }
    for message in found {
        draft.problem(&subject(row, Kind::Update), Problem::new(INVALID_COMMAND, message));
    }
}

//! Tabs of pages.

use std::collections::HashSet;

use icosa_contract::data_model::{CreatePageLayoutTab, UpdatePageLayoutTab};
use icosa_model::definition::{PageLayoutRow, PageLayoutTabRow, PageLayoutWidgetRow};
use uuid::Uuid;

use super::code::INVALID_TAB;
use super::pages::title_problem;
use super::rows::{add, find, put, remove_tabs, remove_widgets, subject, universal_id};
use super::save::check_size;
use super::{positions, widgets};
use crate::data_model::draft::{Draft, Step, tidy, tidy_option};
use crate::data_model::report::{Kind, Problem};
use crate::data_model::views::{MAX_TEXT, text_problem};

/// Ways of placing widgets.
pub const MODES: [&str; 3] = ["GRID", "VERTICAL_LIST", "CANVAS"];

/// Makes a tab without widgets behind the others, unless told otherwise.
pub fn create(draft: &mut Draft<'_>, request: CreatePageLayoutTab) -> Step {
    let page: PageLayoutRow = find(draft, request.page_layout_id)?;
    let title = tidy(&request.title);
    let mode = request.layout_mode.as_deref().unwrap_or_else(|| usual_mode(&page));
    let position = request.position.unwrap_or_else(|| next_position(draft, page.id));
    let row = PageLayoutTabRow {
        universal_identifier: universal_id::<PageLayoutTabRow>(draft, page.universal_identifier, &title),
        created_at: draft.now,
        updated_at: draft.now,
        ..PageLayoutTabRow::new(Uuid::new_v4(), page.id, &title, mode, position)
    };
    check(draft, &row, Kind::Create);
    let id = row.id;
    add(draft, row);
    check_size(draft, page.id);
    Ok(id)
}

/// How tabs of a page place their widgets unless said otherwise.
pub fn usual_mode(page: &PageLayoutRow) -> &'static str {
    if page.layout_type == "STANDALONE_PAGE" { "VERTICAL_LIST" } else { "GRID" }
}

fn next_position(draft: &Draft<'_>, page: Uuid) -> f64 {
    let shown = |tab: &&PageLayoutTabRow| tab.page_layout_id == page && tab.is_shown();
    draft.metadata.page_layout_tabs.iter().filter(shown).map(|tab| tab.position + 1.0).fold(0.0, f64::max)
}

/// Changes a tab.
pub fn update(draft: &mut Draft<'_>, request: UpdatePageLayoutTab) -> Step {
    let before: PageLayoutTabRow = find(draft, request.id)?;
    let id = before.id;
    let mut row = before.clone();
    write(&mut row, request);
    check(draft, &row, Kind::Update);
    if put(draft, &before, row) {
        positions::check_tab(draft, id);
    }
    Ok(id)
}

/// Writes what a request says of a tab.
pub fn write(row: &mut PageLayoutTabRow, request: UpdatePageLayoutTab) {
    if let Some(title) = request.title {
        row.title = tidy(&title);
    }
    if let Some(icon) = request.icon.changed() {
        row.icon = tidy_option(icon);
    }
    row.position = request.position.unwrap_or(row.position);
    if let Some(mode) = request.layout_mode {
        row.layout_mode = mode;
    }
}

/// Removes a tab with its widgets. What came with the object is switched off, and goes back to where it came from.
pub fn destroy(draft: &mut Draft<'_>, id: Uuid) -> Step {
    let row: PageLayoutTabRow = find(draft, id)?;
    let inside: Vec<PageLayoutWidgetRow> =
        draft.metadata.page_layout_widgets.iter().filter(|w| w.page_layout_tab_id == id).cloned().collect();
    for widget in inside.iter().filter(|widget| !widget.is_custom) {
        widgets::switch_off(draft, widget, row.is_custom);
    }
    if row.is_custom {
        remove_tabs(&mut draft.metadata, &HashSet::from([id]));
    } else {
        let added = inside.iter().filter(|widget| widget.is_custom).map(|widget| widget.id).collect();
        remove_widgets(&mut draft.metadata, &added);
        switch_off(draft, id);
    }
    Ok(id)
}

/// Hides a tab that came with its object.
pub fn switch_off(draft: &mut Draft<'_>, id: Uuid) {
    let now = draft.now;
    if let Some(tab) = draft.metadata.page_layout_tabs.iter_mut().find(|tab| tab.id == id) {
        (tab.is_active, tab.updated_at) = (false, now);
    }
}

/// Notes what is wrong with a tab by itself.
pub fn check(draft: &mut Draft<'_>, row: &PageLayoutTabRow, kind: Kind) {
    let subject = subject(row, kind);
    let mut found = Vec::new();
    let invalid = |message: String| Problem::new(INVALID_TAB, message);
    if let Some(message) = title_problem("The title of a tab", &row.title) {
        found.push(invalid(message).with_value(row.title.as_str()));
    }
    let icon = row.icon.as_deref().unwrap_or_default();
    found.extend(text_problem("The icon of a tab", icon, MAX_TEXT).map(invalid));
    if !row.position.is_finite() {
        found.push(invalid("A position is a finite number.".to_owned()));
    }
    if !MODES.contains(&row.layout_mode.as_str()) {
        let message = format!("Tabs have no layout mode {:?}.", row.layout_mode);
        found.push(invalid(message).with_value(row.layout_mode.as_str()));
    }
    for problem in found {
        draft.problem(&subject, problem);
    }
}

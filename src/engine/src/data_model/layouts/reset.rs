//! Pages, tabs and widgets as they came with their object.

use std::collections::HashSet;

use icosa_model::definition::{PageLayoutRow, PageLayoutTabRow, PageLayoutWidgetRow};
use uuid::Uuid;

use super::positions;
use super::rows::{Row, any, as_made, find, not_found, problem, remove_tabs, remove_widgets};
use crate::data_model::draft::{Draft, Step};
use crate::data_model::report::Kind;

/// Takes back what a workspace has made of a page: what was added goes, what was removed is there again.
pub fn page(draft: &mut Draft<'_>, id: Uuid) -> Step {
    let row: PageLayoutRow = find(draft, id)?;
    if !is_stock(draft, &row) {
        return Ok(id);
    }
    restore(draft, &row);
    let tabs: Vec<PageLayoutTabRow> =
        draft.metadata.page_layout_tabs.iter().filter(|tab| tab.page_layout_id == id).cloned().collect();
    // Widgets go back to their tabs before tabs go.
    for tab in &tabs {
        restore_inside(draft, tab.id, |_| true);
    }
    for tab in tabs.iter().filter(|tab| !tab.is_custom) {
        restore(draft, tab);
    }
    let added = tabs.iter().filter(|tab| tab.is_custom).map(|tab| tab.id).collect();
    remove_tabs(&mut draft.metadata, &added);
    Ok(id)
}

/// The same of one tab; widgets that came in it come back to it.
pub fn tab(draft: &mut Draft<'_>, id: Uuid) -> Step {
    let row: PageLayoutTabRow = known(draft, id)?;
    if !is_stock(draft, &row) {
        return Ok(id);
    }
    restore(draft, &row);
    let elsewhere: Vec<Uuid> = draft
        .metadata
        .page_layout_tabs
        .iter()
        .filter(|tab| tab.page_layout_id == row.page_layout_id && tab.id != id)
        .map(|tab| tab.id)
        .collect();
    for tab in elsewhere {
        restore_moved(draft, tab, id);
    }
    restore_inside(draft, id, |made| made.page_layout_tab_id == id);
    Ok(id)
}

/// The same of one widget.
pub fn widget(draft: &mut Draft<'_>, id: Uuid) -> Step {
    let row: PageLayoutWidgetRow = known(draft, id)?;
    if is_stock(draft, &row) {
        restore(draft, &row);
        settle(draft, id);
    }
    Ok(id)
}

/// Shows the tab of a widget that is back, and gives the widget a place that fits how the tab places its widgets now.
fn settle(draft: &mut Draft<'_>, id: Uuid) {
    let Some(row) = any::<PageLayoutWidgetRow>(draft, id) else { return };
    let Some(mut tab) = any::<PageLayoutTabRow>(draft, row.page_layout_tab_id) else { return };
    if !tab.is_shown() {
        tab.revive();
        tab.touch(draft.now);
    }
    let position = positions::next(draft, &tab);
    let fits = row.position.get("layoutMode").is_none_or(|mode| *mode == *tab.layout_mode);
    let metadata = &mut draft.metadata;
    if let Some(stored) = metadata.page_layout_widgets.iter_mut().find(|other| other.id == id && !fits) {
        stored.position = position;
    }
    if let Some(stored) = metadata.page_layout_tabs.iter_mut().find(|other| other.id == tab.id) {
        *stored = tab;
    }
}

/// One that is there, or has been switched off.
fn known<R: Row>(draft: &Draft<'_>, id: Uuid) -> Step<R> {
    any::<R>(draft, id).filter(|row| row.is_stock() || row.is_live()).ok_or_else(not_found::<R>)
}

/// Notes that what people made has no former state.
fn is_stock<R: Row>(draft: &mut Draft<'_>, row: &R) -> bool {
    if !row.is_stock() {
        problem(draft, row, Kind::Update, "Only what came with its object can be reset.");
    }
    row.is_stock()
}

/// Puts the widgets of a tab back that came with their object, as far as `is_meant` says so of what they were made
/// as; those that were added go.
fn restore_inside(draft: &mut Draft<'_>, tab: Uuid, is_meant: impl Fn(&PageLayoutWidgetRow) -> bool) {
    let inside: Vec<PageLayoutWidgetRow> =
        draft.metadata.page_layout_widgets.iter().filter(|w| w.page_layout_tab_id == tab).cloned().collect();
    let added: HashSet<Uuid> = inside.iter().filter(|row| row.is_custom).map(|row| row.id).collect();
    for row in inside.iter().filter(|row| !row.is_custom && is_meant(&as_made(*row))) {
        restore(draft, row);
    }
    remove_widgets(&mut draft.metadata, &added);
}

fn restore_moved(draft: &mut Draft<'_>, from: Uuid, home: Uuid) {
    let is_moved = |row: &&PageLayoutWidgetRow| {
        row.page_layout_tab_id == from && !row.is_custom && as_made(*row).page_layout_tab_id == home
    };
    let moved: Vec<PageLayoutWidgetRow> =
        draft.metadata.page_layout_widgets.iter().filter(is_moved).cloned().collect();
    for row in &moved {
        restore(draft, row);
    }
}

fn restore<R: Row + Live>(draft: &mut Draft<'_>, row: &R) {
    let now = draft.now;
    let mut made = as_made(row);
    made.revive();
    if made == *row {
        return;
    }
    made.touch(now);
    if let Some(stored) = R::all_mut(&mut draft.metadata).iter_mut().find(|other| other.id() == row.id()) {
        *stored = made;
    }
}

/// What can be hidden.
pub trait Live {
    /// Shows it again.
    fn revive(&mut self);
}

impl Live for PageLayoutRow {
    fn revive(&mut self) {}
}

impl Live for PageLayoutTabRow {
    fn revive(&mut self) {
        (self.is_active, self.deleted_at) = (true, None);
    }
}

impl Live for PageLayoutWidgetRow {
    fn revive(&mut self) {
        (self.is_active, self.deleted_at) = (true, None);
    }
}

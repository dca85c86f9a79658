//! A whole page saved at once (dashboards, section 6.2).

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use icosa_contract::data_model::{
    SavePageLayout, SavePageLayoutTab, UpdatePageLayoutTab, UpdatePageLayoutWidget,
};
use icosa_model::definition::{PageLayoutRow, PageLayoutTabRow, PageLayoutWidgetRow};
use serde_json::{Value, json};
use uuid::Uuid;

use super::reset::Live;
use super::rows::{Row, add, any, find, problem, put, remove_tabs, remove_widgets};
use super::{pages, positions, tabs, widgets};
use crate::data_model::draft::{Draft, Step};
use crate::data_model::report::Kind;

/// Tabs and widgets that a page shows at most.
const MOST_TABS: usize = 50;
const MOST_WIDGETS: usize = 200;
/// How long what a save has hidden can be brought back by its id.
const KEPT: TimeDelta = TimeDelta::days(1);

/// Makes, changes, moves, brings back and hides tabs and widgets until the page is as described.
pub fn save(draft: &mut Draft<'_>, request: SavePageLayout) -> Step {
    let id = request.page.id;
    let page: PageLayoutRow = find(draft, id)?;
    pages::update(draft, request.page)?;
    let mut named = HashSet::new();
    let mut inside = Vec::new();
    for SavePageLayoutTab { tab, widgets } in request.tabs {
        let tab_id = tab.id;
        let is_twice = !named.insert(tab_id);
        save_tab(draft, &page, tab, is_twice);
        inside.extend(widgets.into_iter().map(|widget| (tab_id, widget)));
    }
    let mut placed = HashSet::new();
    for (tab, widget) in inside {
        let is_twice = !placed.insert(widget.id);
        save_widget(draft, &named, tab, widget, is_twice);
    }
    hide_rest(draft, id, &named, &placed);
    forget_hidden(draft, id);
    for tab in &named {
        positions::check_tab(draft, *tab);
    }
    check_size(draft, id);
    Ok(id)
}

/// Notes that a page has more tabs or widgets than everybody's memory is for.
pub fn check_size(draft: &mut Draft<'_>, page: Uuid) {
    let metadata = &draft.metadata;
    let shown = metadata.page_layout_tabs.iter().filter(|tab| tab.page_layout_id == page && tab.is_shown());
    let tabs: HashSet<Uuid> = shown.map(|tab| tab.id).collect();
    let is_inside = |row: &&PageLayoutWidgetRow| tabs.contains(&row.page_layout_tab_id) && row.is_shown();
    let widgets = metadata.page_layout_widgets.iter().filter(is_inside).count();
    let Some(row) = any::<PageLayoutRow>(draft, page) else { return };
    if tabs.len() > MOST_TABS {
        problem(draft, &row, Kind::Update, format!("A page has at most {MOST_TABS} tabs."));
    }
    if widgets > MOST_WIDGETS {
        problem(draft, &row, Kind::Update, format!("A page has at most {MOST_WIDGETS} widgets."));
    }
}

/// Takes out of a page what people had made of it and a save has hidden long ago.
fn forget_hidden(draft: &mut Draft<'_>, page: Uuid) {
    let before = draft.now - KEPT;
    let is_old = |deleted: Option<DateTime<Utc>>| deleted.is_some_and(|at| at < before);
    let metadata = &mut draft.metadata;
    let tabs = || metadata.page_layout_tabs.iter().filter(|tab| tab.page_layout_id == page);
    let own: HashSet<Uuid> = tabs().map(|tab| tab.id).collect();
    let mut old: HashSet<Uuid> = tabs().filter(|tab| is_old(tab.deleted_at)).map(|tab| tab.id).collect();
    let mut widgets = HashSet::new();
    for row in metadata.page_layout_widgets.iter().filter(|row| own.contains(&row.page_layout_tab_id)) {
        if is_old(row.deleted_at) {
            widgets.insert(row.id);
        } else {
            // What came with the object can be reset, and its tab is where it stands.
            old.remove(&row.page_layout_tab_id);
        }
    }
    remove_widgets(metadata, &widgets);
    remove_tabs(metadata, &old);
}

fn save_tab(draft: &mut Draft<'_>, page: &PageLayoutRow, request: UpdatePageLayoutTab, is_twice: bool) {
    let known = any::<PageLayoutTabRow>(draft, request.id);
    let mode = tabs::usual_mode(page);
    let mut row = known.clone().unwrap_or_else(|| PageLayoutTabRow {
        created_at: draft.now,
        updated_at: draft.now,
        ..PageLayoutTabRow::new(request.id, page.id, "", mode, 0.0)
    });
    tabs::write(&mut row, request);
    row.revive();
    let kind = if known.is_some() { Kind::Update } else { Kind::Create };
    if is_twice || row.page_layout_id != page.id {
        problem(draft, &row, kind, "There is already a tab with this id.");
        return;
    }
    tabs::check(draft, &row, kind);
    write(draft, known.as_ref(), row);
}

fn save_widget(
    draft: &mut Draft<'_>,
    tabs: &HashSet<Uuid>,
    inside: Uuid,
    request: UpdatePageLayoutWidget,
    is_twice: bool,
) {
    let known = any::<PageLayoutWidgetRow>(draft, request.id);
    let tab = request.page_layout_tab_id.unwrap_or(inside);
    let kind = if known.is_some() { Kind::Update } else { Kind::Create };
    let mut row = known.clone().unwrap_or_else(|| new_widget(draft, tab, &request));
    let was_in = known.as_ref().and_then(|row| any::<PageLayoutTabRow>(draft, row.page_layout_tab_id));
    let now_in = any::<PageLayoutTabRow>(draft, tab);
    widgets::write(draft, &mut row, request);
    row.revive();
    let page = now_in.map(|tab| tab.page_layout_id);
    if is_twice || was_in.is_some_and(|was| Some(was.page_layout_id) != page) {
        problem(draft, &row, kind, "There is already a widget with this id.");
        return;
    }
    if !tabs.contains(&tab) {
        problem(draft, &row, kind, "The tab of the widget is none of the page.");
        return;
    }
    if known.as_ref() != Some(&row) {
        widgets::check(draft, &row, kind);
    }
    write(draft, known.as_ref(), row);
}

/// A widget without a configuration shows what its type says.
fn new_widget(draft: &Draft<'_>, tab: Uuid, request: &UpdatePageLayoutWidget) -> PageLayoutWidgetRow {
    let widget_type = request.widget_type.clone().unwrap_or_default();
    let plain = json!({"configurationType": widget_type});
    let mut row = PageLayoutWidgetRow {
        created_at: draft.now,
        updated_at: draft.now,
        ..PageLayoutWidgetRow::new(request.id, tab, "", &widget_type, plain)
    };
    let tab = any::<PageLayoutTabRow>(draft, tab);
    row.position = tab.map_or(Value::Null, |tab| positions::next(draft, &tab));
    row
}

fn write<R: Row>(draft: &mut Draft<'_>, known: Option<&R>, row: R) {
    match known {
        None => add(draft, row),
        Some(before) => {
            put(draft, before, row);
        }
    }
}

/// What is shown and not named is hidden: what came with its object is switched off, the rest is soft-deleted.
fn hide_rest(draft: &mut Draft<'_>, page: Uuid, tabs: &HashSet<Uuid>, widgets: &HashSet<Uuid>) {
    let now = draft.now;
    let metadata = &mut draft.metadata;
    let own = metadata.page_layout_tabs.iter().filter(|tab| tab.page_layout_id == page);
    let own: HashSet<Uuid> = own.map(|tab| tab.id).collect();
    for tab in metadata.page_layout_tabs.iter_mut().filter(|tab| own.contains(&tab.id) && tab.is_shown()) {
        if !tabs.contains(&tab.id) {
            tab.updated_at = now;
            if tab.is_custom { tab.deleted_at = Some(now) } else { tab.is_active = false }
        }
    }
    let inside = |row: &&mut PageLayoutWidgetRow| own.contains(&row.page_layout_tab_id) && row.is_shown();
    for row in metadata.page_layout_widgets.iter_mut().filter(inside) {
        if !widgets.contains(&row.id) {
            row.updated_at = now;
            if row.is_custom { row.deleted_at = Some(now) } else { row.is_active = false }
        }
    }
}

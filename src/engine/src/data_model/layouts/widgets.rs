//! Widgets of tabs.

use std::collections::HashSet;

use icosa_contract::data_model::{CreatePageLayoutWidget, UpdatePageLayoutWidget};
use icosa_model::definition::{PageLayoutRow, PageLayoutTabRow, PageLayoutWidgetRow};
use icosa_model::{ObjectId, ViewId};
use serde_json::{Value, json};
use uuid::Uuid;

use super::code::INVALID_WIDGET;
use super::pages::title_problem;
use super::rows::{add, any, as_made, find, put, remove_widgets, subject, universal_id};
use super::save::check_size;
use super::{configuration, positions};
use crate::data_model::draft::{Draft, Step, tidy};
use crate::data_model::fields::has_nul;
use crate::data_model::report::{Kind, Problem};
use crate::data_model::views::text_problem;

/// Longest expression and rule, characters.
const MAX_RULE: usize = 10_000;

/// Makes a widget behind the others of its tab, unless told otherwise.
pub fn create(draft: &mut Draft<'_>, request: CreatePageLayoutWidget) -> Step {
    let tab: PageLayoutTabRow = find(draft, request.page_layout_tab_id)?;
    let title = tidy(&request.title);
    let settings = configuration::tidied(request.configuration);
    let mut row = PageLayoutWidgetRow {
        universal_identifier: universal_id::<PageLayoutWidgetRow>(draft, tab.universal_identifier, &title),
        object_id: request.object_id,
        created_at: draft.now,
        updated_at: draft.now,
        ..PageLayoutWidgetRow::new(Uuid::new_v4(), tab.id, &title, &request.widget_type, settings)
    };
    row.position = request.position.unwrap_or_else(|| positions::next(draft, &tab));
    check(draft, &row, Kind::Create);
    let id = row.id;
    add(draft, row);
    positions::check_tab(draft, tab.id);
    check_size(draft, tab.page_layout_id);
    Ok(id)
}

/// Changes a widget, or moves it to another tab of its page.
pub fn update(draft: &mut Draft<'_>, request: UpdatePageLayoutWidget) -> Step {
    let before: PageLayoutWidgetRow = find(draft, request.id)?;
    let id = before.id;
    let mut row = before.clone();
    write(draft, &mut row, request);
    let moved = row.page_layout_tab_id != before.page_layout_tab_id;
    if moved {
        let to: PageLayoutTabRow = find(draft, row.page_layout_tab_id)?;
        let from = any::<PageLayoutTabRow>(draft, before.page_layout_tab_id);
        if from.is_some_and(|from| from.page_layout_id != to.page_layout_id) {
            let message = "A widget moves between tabs of its own page only.";
            draft.problem(&subject(&row, Kind::Update), Problem::new(INVALID_WIDGET, message));
            // What it shows and where it stands there is not worth a problem of its own.
            return Ok(id);
        }
    }
    let tab = row.page_layout_tab_id;
    if row != before {
        check(draft, &row, Kind::Update);
    }
    if put(draft, &before, row) {
        positions::check_tab(draft, tab);
    }
    Ok(id)
}

/// Writes what a request says of a widget.
pub fn write(draft: &Draft<'_>, row: &mut PageLayoutWidgetRow, request: UpdatePageLayoutWidget) {
    row.page_layout_tab_id = request.page_layout_tab_id.unwrap_or(row.page_layout_tab_id);
    if let Some(title) = request.title {
        row.title = tidy(&title);
    }
    if let Some(widget_type) = request.widget_type {
        row.widget_type = widget_type;
    }
    request.object_id.apply(&mut row.object_id);
    if let Some(settings) = request.configuration {
        row.configuration = configuration::tidied(settings);
    }
    if let Some(rule) = request.conditional_display.changed() {
        row.conditional_display = rule.unwrap_or_default();
    }
    request.conditional_availability_expression.apply(&mut row.conditional_availability_expression);
    if let Some(position) = request.position.changed() {
        let tab = any::<PageLayoutTabRow>(draft, row.page_layout_tab_id);
        let usual = || tab.map_or(Value::Null, |tab| positions::next(draft, &tab));
        row.position = position.unwrap_or_else(usual);
    }
}

/// Removes a widget; one that came with its object is switched off.
pub fn destroy(draft: &mut Draft<'_>, id: Uuid) -> Step {
    let row: PageLayoutWidgetRow = find(draft, id)?;
    if row.is_custom {
        remove_widgets(&mut draft.metadata, &HashSet::from([id]));
    } else {
        switch_off(draft, &row, false);
    }
    Ok(id)
}

/// Hides a widget that came with its object; back in the tab it came in if that one goes.
pub fn switch_off(draft: &mut Draft<'_>, row: &PageLayoutWidgetRow, goes_back: bool) {
    let now = draft.now;
    let row = if goes_back { as_made(row) } else { row.clone() };
    let stored = draft.metadata.page_layout_widgets.iter_mut().find(|other| other.id == row.id);
    if let Some(stored) = stored {
        *stored = PageLayoutWidgetRow { is_active: false, updated_at: now, ..row };
    }
}

/// Notes what is wrong with a widget by itself.
pub fn check(draft: &mut Draft<'_>, row: &PageLayoutWidgetRow, kind: Kind) {
    let subject = subject(row, kind);
    let mut found = Vec::new();
    let invalid = |message: String| Problem::new(INVALID_WIDGET, message);
    if let Some(message) = title_problem("The title of a widget", &row.title) {
        found.push(invalid(message).with_value(row.title.as_str()));
    }
    if let Some(id) = row.object_id.filter(|id| draft.object(*id).is_none()) {
        found.push(invalid("There is no such object.".to_owned()).with_value(id.to_string()));
    }
    let rule = &row.conditional_display;
    if !(rule.is_null() || rule.is_object()) || rule.to_string().len() > MAX_RULE {
        found.push(invalid("The rule on the device is a JSON object.".to_owned()));
    }
    if has_nul(&row.configuration) || has_nul(rule) {
        found.push(invalid("A text holds a character that cannot be stored.".to_owned()));
    }
    let expression = row.conditional_availability_expression.as_deref().unwrap_or_default();
    found.extend(text_problem("The expression of a widget", expression, MAX_RULE).map(invalid));
    if let Some(tab) = any::<PageLayoutTabRow>(draft, row.page_layout_tab_id) {
        found.extend(positions::problems(row, &tab));
    }
    found.extend(configuration::problems(draft, row));
    for problem in found {
        draft.problem(&subject, problem);
    }
}

/// The object whose records a widget shows: its own, or that of its page.
pub fn object_of(draft: &Draft<'_>, row: &PageLayoutWidgetRow) -> Option<ObjectId> {
    let tab = any::<PageLayoutTabRow>(draft, row.page_layout_tab_id);
    let page = || any::<PageLayoutRow>(draft, tab?.page_layout_id)?.object_id;
    row.object_id.or_else(page)
}

/// What a widget is known to show: its object, and the view that its configuration names.
pub fn shown_by(draft: &Draft<'_>, widget: Uuid) -> Option<(Option<ObjectId>, Option<ViewId>)> {
    let row = any::<PageLayoutWidgetRow>(draft, widget)?;
    let view = row.configuration.get("viewId").and_then(Value::as_str).and_then(|id| id.parse().ok());
    Some((object_of(draft, &row), view))
}

/// Lets a widget show a view.
pub fn adopt_view(draft: &mut Draft<'_>, widget: Uuid, view: ViewId) {
    let Some(before) = any::<PageLayoutWidgetRow>(draft, widget) else { return };
    let mut row = before.clone();
    if let Value::Object(members) = &mut row.configuration {
        members.insert("viewId".to_owned(), json!(view));
    }
    put(draft, &before, row);
}

/// Whether fields that are new are shown in a view: its widget may say that they are not.
pub fn shows_new_fields(draft: &Draft<'_>, view: ViewId) -> bool {
    let view = json!(view);
    let is_its = |row: &&PageLayoutWidgetRow| row.configuration.get("viewId") == Some(&view);
    let mut widgets = draft.metadata.page_layout_widgets.iter();
    let says = widgets.find(is_its).and_then(|row| row.configuration.get("newFieldDefaultVisibility"));
    says.and_then(Value::as_bool).unwrap_or(true)
}

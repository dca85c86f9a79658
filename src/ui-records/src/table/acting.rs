//! What keys, clicks and buttons do to a table.

use std::sync::Arc;

use icosa_contract::routes;
use icosa_model::Record;
use icosa_model::format::exact;
use icosa_model::query::MAX_PAGE;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use wasm_bindgen::JsCast;

use super::columns::Editing;
use super::empty_value::{emptied, toggled};
use super::focus::{Focus, Step};
use super::keys::Command;
use super::pages::Row;
use super::picked::Picked;
use super::state::{Fixed, OpenEditor, Table};
use crate::fields::{Move, Outcome};
use crate::record_page::rich_text_tab;
use crate::record_store::record_id;

/// Most rows a range of rows can be selected over.
const MAX_RANGE: u64 = 10_000;

/// Id of a row's element.
#[must_use]
pub fn row_element_id(record: Uuid) -> String {
    format!("row-{record}")
}

/// Id of a cell's element.
#[must_use]
pub fn cell_element_id(record: Uuid, column: usize) -> String {
    format!("cell-{column}-{record}")
}

impl Table {
    /// Does what a key means. `false`: nothing was done, and the browser may do its own.
    pub fn run(self, command: Command) -> bool {
        let focus = self.focus.get_untracked();
        match command {
            Command::Move(step) => return self.step(focus, step),
            Command::Edit => self.edit_focused(None),
            Command::Type(text) => self.edit_focused(Some(text)),
            Command::Empty => self.empty_focused(),
            Command::Toggle => self.edit_focused(None),
            Command::Copy if has_selected_text() => return false,
            Command::Copy => self.copy_focused(),
            Command::Pick => {
                if let Some(cell) = focus.row().and_then(|row| self.cell_at(row)) {
                    self.pick(cell.id, false);
                }
            }
            Command::PickRange => {
                if let Some(cell) = focus.row().and_then(|row| self.cell_at(row)) {
                    self.pick(cell.id, true);
                }
            }
            Command::PickAll => self.picked.update(Picked::all),
            Command::Unpick => {
                if self.picked.with_untracked(|picked| *picked == Picked::default()) {
                    return false;
                }
                self.picked.update(Picked::clear);
            }
            Command::Open => {
                if let Some(cell) = focus.row().and_then(|row| self.cell_at(row)) {
                    self.open(cell.id);
                }
            }
        }
        true
    }

    fn step(self, focus: Focus, step: Step) -> bool {
        let first = self.viewport.get_untracked().in_sight().start;
        let next = focus.step(step, self.extent(), first);
        if next == focus {
            // Tab at the last cell leaves the table.
            return !matches!(step, Step::Next | Step::Previous);
        }
        if next == Focus::Nowhere {
            self.picked.update(Picked::clear);
        }
        self.focus_on(next);
        // Back at the first column, the others are wanted from their beginning.
        if next.cell().is_some_and(|(_, column)| column == 0)
            && focus.cell().is_some_and(|(_, column)| column > 0)
            && let Some(element) = self.scroller.get_untracked()
        {
            element.set_scroll_left(0);
        }
        true
    }

    /// Focuses a row or cell and brings it into sight.
    pub fn focus_on(self, focus: Focus) {
        self.focus.set(focus);
        self.reveal(focus);
    }

    /// Gives the keyboard back to the table, on the row of a record that was open; in the column it was in.
    pub fn return_to(self, id: Uuid) {
        if let Some(row) = self.place(id) {
            self.focus_on(match self.focus.get_untracked() {
                Focus::Nowhere => Focus::Row(row),
                focus => focus.on_row(row),
            });
        }
        self.take_keyboard();
    }

    fn reveal(self, focus: Focus) {
        let Some(element) = self.scroller.get_untracked() else { return };
        let Some(row) = focus.row() else { return };
        if let Some(top) = self.viewport.get_untracked().reveal(row) {
            // The position in the list is set along, so that drawing need not wait for the browser's event.
            self.scroll.update(|scroll| scroll.top = top);
            request_animation_frame({
                let element = element.clone();
                move || element.set_scroll_top(pixels(top))
            });
            self.load_soon();
        }
        let Some((_, column)) = focus.cell().filter(|(_, column)| *column > 0) else { return };
        let widths = self.widths.get_untracked();
        let sticky = sticky_width(&element);
        let left: u32 = widths.iter().take(column).skip(1).sum();
        let (left, width) = (f64::from(left), f64::from(widths.get(column).copied().unwrap_or(0)));
        let room = f64::from(element.client_width()) - sticky;
        let scrolled = f64::from(element.scroll_left());
        if left < scrolled {
            element.set_scroll_left(pixels(left));
        } else if left + width > scrolled + room {
            element.set_scroll_left(pixels((left + width - room).min(left)));
        }
    }

    fn edit_focused(self, seed: Option<String>) {
        let Some((row, column)) = self.focus.get_untracked().cell() else { return };
        if let Some(cell) = self.cell_at(row) {
            self.edit(cell.id, column, seed);
        }
    }

    /// Begins to edit a cell, in the way of its type; nothing for read-only cells.
    pub fn edit(self, id: Uuid, column: usize, seed: Option<String>) {
        let (Some(fixed), Some(cell), Some(row)) = (self.fixed(), self.cell(id), self.place(id)) else {
            return;
        };
        let Some(described) = fixed.columns.get(column) else { return };
        self.focus_on(Focus::Cell { row, column });
        let is_typed = seed.is_some();
        match described.editing {
            Editing::InPlace => {
                let record = cell.shown.get_untracked();
                self.editing.set(Some(OpenEditor { id, column, seed, record }));
            }
            Editing::Toggle if !is_typed => {
                let values = cell.shown.with_untracked(|record| toggled(&described.field, record));
                fixed.store.edit(&cell, values.clone(), values);
            }
            Editing::OnPage if !is_typed => self.open_document(id, &described.field),
            _ => {}
        }
    }

    /// An editor has ended.
    pub fn finish(self, outcome: Outcome) {
        let mut open = None;
        let _ = self.editing.try_update(|editing| open = editing.take());
        let Some(open) = open else { return };
        let then = match outcome {
            Outcome::Save { values, shown, then } => {
                self.save(open.id, values, shown);
                then
            }
            Outcome::Cancel(then) => then,
        };
        // The record may have moved while it was edited.
        if let Some(row) = self.place(open.id) {
            let focus = Focus::Cell { row, column: open.column };
            let step = match then {
                Move::Stay => None,
                Move::Down => Some(Step::Down),
                Move::Right => Some(Step::Next),
                Move::Left => Some(Step::Previous),
            };
            self.focus_on(step.map_or(focus, |step| focus.step(step, self.extent(), row)));
        }
        // While the focus is on its way to where the person pressed, nothing has it: it must get there.
        let is_leaving = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
        if !is_leaving {
            self.take_keyboard();
        }
    }

    fn save(self, id: Uuid, values: Record, shown: Record) {
        let (Some(fixed), Some(cell)) = (self.fixed(), self.cell(id)) else { return };
        fixed.store.edit(&cell, values, shown);
    }

    fn empty_focused(self) {
        let Some((row, column)) = self.focus.get_untracked().cell() else { return };
        let (Some(fixed), Some(cell)) = (self.fixed(), self.cell_at(row)) else { return };
        let Some(column) = fixed.columns.get(column).filter(|column| column.editing == Editing::InPlace)
        else {
            return;
        };
        if let Some((values, shown)) = fixed.object.field(&column.field).and_then(emptied) {
            fixed.store.edit(&cell, values, shown);
        }
    }

    /// Copies the focused value, unrounded.
    fn copy_focused(self) {
        let Some((row, column)) = self.focus.get_untracked().cell() else { return };
        let (Some(fixed), Some(cell)) = (self.fixed(), self.cell_at(row)) else { return };
        let Some(field) = fixed.columns.get(column).and_then(|column| fixed.object.field(&column.field))
        else {
            return;
        };
        let text = cell.shown.with_untracked(|record| {
            record.get(&field.name).map(|value| exact(field, value, &fixed.preferences)).unwrap_or_default()
        });
        copy(&text, &fixed);
    }

    /// Opens a record's page.
    pub fn open(self, id: Uuid) {
        if let Some(fixed) = self.fixed() {
            fixed.open.run(id);
        }
    }

    /// Opens a record's page where one of its documents is written.
    fn open_document(self, id: Uuid, field: &str) {
        if let Some(fixed) = self.fixed() {
            let page = routes::record(&fixed.object.name_singular, &id.to_string());
            fixed.go.run(format!("{page}?tab={}", rich_text_tab(&fixed.object, field)));
        }
    }

    /// Selects or deselects a row; with `range`, selects all from the row last selected to this one.
    pub fn pick(self, id: Uuid, range: bool) {
        let from = self.waiting.try_with_value(|waiting| waiting.range_from).flatten();
        self.waiting.try_update_value(|waiting| waiting.range_from = Some(id));
        let places = from.filter(|_| range).and_then(|from| Some((self.place(from)?, self.place(id)?)));
        let Some((a, b)) = places else {
            self.picked.update(|picked| {
                picked.toggle(id);
            });
            return;
        };
        let (first, last) = (a.min(b), a.max(b));
        if last - first >= MAX_RANGE {
            if let Some(fixed) = self.fixed() {
                fixed.toasts.error("That is too many rows for one step. Select all instead.");
            }
            return;
        }
        spawn_local(async move {
            match self.ids_between(first, last).await {
                Ok(ids) => {
                    let _ =
                        self.picked.try_update(|picked| ids.into_iter().for_each(|id| picked.set(id, true)));
                }
                Err(error) => {
                    let _ = self.error.try_set(Some(error.message));
                }
            }
        });
    }

    /// Puts a new record on top and begins to edit its name.
    pub fn add_row(self, values: Record) {
        let Some(fixed) = self.fixed() else { return };
        let cell = fixed.store.create(&fixed.object, &fixed.list.select, values);
        let id = cell.id;
        self.changed_rows(|pages| pages.insert_first(Row { id, cursor: None, value: cell }));
        self.edit(id, 0, None);
    }

    /// Deletes the selected records; `progress` hears how many of them have been read so far.
    pub fn delete_picked(self, progress: RwSignal<Option<u64>>) {
        let Some(fixed) = self.fixed() else { return };
        let picked = self.picked.get_untracked();
        progress.set(Some(0));
        spawn_local(async move {
            let ids = match picked {
                Picked::Only(ids) => Ok(ids.into_iter().collect()),
                Picked::AllBut(excluded) => self
                    .all_ids(progress)
                    .await
                    .map(|ids| ids.into_iter().filter(|id| !excluded.contains(id)).collect::<Vec<_>>()),
            };
            match ids {
                Ok(ids) => {
                    let _ = self.picked.try_update(Picked::clear);
                    fixed.store.delete(Arc::clone(&fixed.object), ids).await;
                }
                Err(error) => fixed.toasts.error(error.message),
            }
            let _ = progress.try_set(None);
        });
    }

    async fn all_ids(self, progress: RwSignal<Option<u64>>) -> Result<Vec<Uuid>, icosa_contract::AppError> {
        let mut ids: Vec<Uuid> = Vec::new();
        let mut after = None;
        while let Some(fixed) = self.fixed() {
            let page = fixed.list.read(fixed.list.ids(after, 0, MAX_PAGE)).await?;
            ids.extend(page.records.iter().filter_map(record_id));
            let _ = progress.try_set(Some(ids.len() as u64));
            after = page.cursors.last().cloned();
            if !page.has_next || after.is_none() {
                break;
            }
        }
        Ok(ids)
    }
}

/// A scroll position as the browser takes it.
#[expect(clippy::cast_possible_truncation, reason = "scroll positions stay below 2^31 pixels")]
#[must_use]
pub fn pixels(position: f64) -> i32 {
    position.round() as i32
}

/// Some text on the page is selected, which is what is to be copied then.
fn has_selected_text() -> bool {
    document().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed())
}

/// Puts a text on the clipboard, which browsers offer on secure addresses only.
fn copy(text: &str, fixed: &Fixed) {
    let navigator = window().navigator();
    let is_offered =
        js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object());
    if is_offered {
        let _ = navigator.clipboard().write_text(text);
    } else {
        fixed.toasts.error("This browser copies only on pages with an https address.");
    }
}

/// Width of the columns that stay at the left edge.
fn sticky_width(scroller: &web_sys::Element) -> f64 {
    let cells = scroller.query_selector_all(".rec-head > .rec-sticky");
    cells.map_or(0.0, |cells| {
        (0..cells.length())
            .filter_map(|index| cells.get(index)?.dyn_into::<web_sys::HtmlElement>().ok())
            .map(|cell| f64::from(cell.offset_width()))
            .sum()
    })
}

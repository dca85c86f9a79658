//! Reading rows as they are needed, and again when they changed elsewhere.

use std::sync::Arc;
use std::time::Duration;

use icosa_contract::AppError;
use icosa_contract::records::RecordPage;
use icosa_model::query::MAX_PAGE;
use icosa_rpc::records::records_list;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::focus::Focus;
use super::pages::{Arrival, Fetch};
use super::state::{Fixed, RowPages, Table, rows};
use crate::live::{Action, Change};
use crate::record_store::record_id;

/// Missing rows are asked for after the scroll position has rested so long.
const REST: Duration = Duration::from_millis(40);
/// While one scrolls on and on, missing rows are asked for at least this often, milliseconds.
const LONGEST_REST: f64 = 400.0;
/// Changed records are collected for so long and then read at once.
const COLLECT: Duration = Duration::from_millis(50);
/// A list into which rows come all the time is read anew this often, milliseconds.
const REFRESH_EVERY: f64 = 1_000.0;

/// Milliseconds of the browser's clock.
fn now() -> f64 {
    js_sys::Date::now()
}

impl Table {
    /// Reads what is missing around the rows in sight, now.
    pub fn load(self) {
        let Some(sight) = self.viewport.try_get_untracked().map(|viewport| viewport.in_sight()) else {
            return;
        };
        let mut fetches = Vec::new();
        // Which reads are on their way is nothing anybody shows.
        let _ = self.pages.try_update_untracked(|pages| fetches = pages.want(sight));
        for fetch in fetches {
            self.read(fetch);
        }
    }

    /// Reads what is missing once scrolling has slowed down.
    pub fn load_soon(self) {
        let is_first = self.waiting.try_update_value(|waiting| {
            let is_first = waiting.loading_since.is_none();
            waiting.loading_since.get_or_insert_with(now);
            is_first
        });
        if is_first == Some(true) {
            self.load_after_rest();
        }
    }

    fn load_after_rest(self) {
        set_timeout(
            move || {
                let Some(top) = self.scroll.try_get_untracked().map(|scroll| scroll.top) else { return };
                let is_due = self.waiting.try_update_value(|waiting| {
                    let is_resting = (waiting.last_top - top).abs() < 1.0;
                    waiting.last_top = top;
                    let is_due =
                        is_resting || waiting.loading_since.is_none_or(|since| now() - since > LONGEST_REST);
                    if is_due {
                        waiting.loading_since = None;
                    }
                    is_due
                });
                match is_due {
                    Some(true) => {
                        if let Some(fixed) = self.fixed() {
                            fixed.store.leave_place(&fixed.key, top);
                        }
                        self.load();
                    }
                    Some(false) => self.load_after_rest(),
                    None => {}
                }
            },
            REST,
        );
    }

    fn read(self, fetch: Fetch) {
        let Some(fixed) = self.fixed() else { return };
        spawn_local(async move {
            let query = fixed.list.page(fetch.after.clone(), fetch.skip, fetch.limit, fetch.is_whole);
            let answer = fixed.list.read(query).await;
            self.take(&fixed, &fetch, answer);
        });
    }

    fn take(self, fixed: &Fixed, fetch: &Fetch, answer: Result<RecordPage, AppError>) {
        match answer {
            Ok(page) => {
                let arrival = Arrival {
                    rows: rows(&fixed.store, &fixed.object, &fixed.list, &page),
                    has_next: page.has_next,
                    total: page.total,
                };
                let sight = self.viewport.try_get_untracked().map_or(0..0, |viewport| viewport.in_sight());
                let focused = self.focused_record();
                let _ = self.pages.try_update(|pages| {
                    pages.arrived(fetch, arrival);
                    pages.evict(sight);
                });
                self.follow(focused);
                let _ = self.error.try_set(None);
                // The list may have turned out longer, or moved while this was on its way.
                self.load_soon();
            }
            Err(error) => {
                let _ = self.pages.try_update_untracked(|pages| pages.failed(fetch));
                let _ = self.error.try_set(Some(error.message));
            }
        }
    }

    /// The record the keyboard is on.
    fn focused_record(self) -> Option<Uuid> {
        let row = self.focus.try_get_untracked()?.row()?;
        self.cell_at(row).map(|cell| cell.id)
    }

    /// Keeps the keyboard on its record after rows have moved.
    fn follow(self, record: Option<Uuid>) {
        let Some(focus) = self.focus.try_get_untracked() else { return };
        let total = self.total();
        let row =
            record.and_then(|id| self.place(id)).or(focus.row().map(|row| row.min(total.saturating_sub(1))));
        let moved = match row {
            Some(row) if total > 0 => focus.on_row(row),
            _ => Focus::Nowhere,
        };
        if moved != focus {
            let _ = self.focus.try_set(moved);
        }
    }

    /// Tries again after an error.
    pub fn retry(self) {
        self.error.set(None);
        self.load();
    }

    /// Reads the rows in sight and the total anew, without anything disappearing meanwhile; not more often than
    /// once in a while.
    pub fn refresh_soon(self) {
        let wait = self.waiting.try_update_value(|waiting| {
            if std::mem::replace(&mut waiting.is_refreshing, true) {
                return None;
            }
            Some(
                (waiting.refreshed_at + REFRESH_EVERY - now())
                    .clamp(COLLECT.as_millis() as f64, REFRESH_EVERY),
            )
        });
        let Some(Some(wait)) = wait else { return };
        set_timeout(
            move || {
                let Some(drawn) = self.viewport.try_get_untracked().map(|viewport| viewport.drawn().rows)
                else {
                    return;
                };
                self.waiting.try_update_value(|waiting| {
                    waiting.is_refreshing = false;
                    waiting.refreshed_at = now();
                });
                let mut fetch = None;
                let _ = self.pages.try_update_untracked(|pages| fetch = Some(pages.refresh(drawn)));
                if let Some(fetch) = fetch {
                    self.read(fetch);
                }
            },
            Duration::from_secs_f64(wait / 1_000.0),
        );
    }

    /// Something happened to a record of this object.
    pub fn hear(self, change: &Change) {
        let Some(fixed) = self.fixed() else { return };
        let is_here = self.place(change.id).is_some();
        match change.action {
            Action::Updated if change.is_local => {}
            Action::Updated => {
                let is_own = fixed.store.is_own_echo(&change.object, change.id);
                if is_here {
                    self.read_again_soon(change.id);
                }
                if !is_own && fixed.list.depends_on(&change.fields) {
                    self.refresh_soon();
                }
            }
            Action::Created if is_here => self.read_again_soon(change.id),
            Action::Created | Action::Restored | Action::Missed => self.refresh_soon(),
            Action::Deleted | Action::Destroyed if is_here => self.take_out(change.id, change.is_local),
            Action::Deleted | Action::Destroyed => {
                let is_known = self
                    .waiting
                    .try_update_value(|waiting| waiting.removed.remove(&change.id))
                    .unwrap_or(true);
                if !is_known {
                    self.refresh_soon();
                }
            }
        }
    }

    /// Something happened to a record that a filter on this field may lead to.
    pub fn hear_of_related(self, change: &Change, field: &str) {
        let is_looked_at = match change.action {
            Action::Updated => {
                let is_it = |name: &String| name == field || name.strip_suffix("Id") == Some(field);
                !change.is_local && (change.fields.is_empty() || change.fields.iter().any(is_it))
            }
            Action::Created => false,
            Action::Missed => true,
            Action::Deleted | Action::Restored | Action::Destroyed => !change.is_local,
        };
        if is_looked_at {
            self.refresh_soon();
        }
    }

    /// A row is gone.
    fn take_out(self, id: Uuid, is_local: bool) {
        let mut place = None;
        let _ = self.pages.try_update(|pages| place = pages.remove(id));
        let Some(place) = place else { return };
        if is_local {
            self.waiting.try_update_value(|waiting| waiting.removed.insert(id));
        }
        let total = self.total();
        let _ = self.focus.try_update(|focus| *focus = focus.shifted(place, -1, total));
        let _ = self.picked.try_update(|picked| picked.forget(id));
        let _ = self.editing.try_update(|editing| {
            if editing.as_ref().is_some_and(|open| open.id == id) {
                *editing = None;
            }
        });
        self.load_soon();
    }

    fn read_again_soon(self, id: Uuid) {
        let is_first = self.waiting.try_update_value(|waiting| {
            waiting.changed.insert(id);
            !std::mem::replace(&mut waiting.is_reading_changed, true)
        });
        if is_first == Some(true) {
            set_timeout(move || self.read_changed(), COLLECT);
        }
    }

    fn read_changed(self) {
        let ids = self.waiting.try_update_value(|waiting| {
            waiting.is_reading_changed = false;
            std::mem::take(&mut waiting.changed)
        });
        let (Some(ids), Some(fixed)) = (ids, self.fixed()) else { return };
        let ids: Vec<Uuid> = ids.into_iter().filter(|id| self.place(*id).is_some()).collect();
        for ids in ids.chunks(MAX_PAGE as usize) {
            let (ids, fixed) = (ids.to_vec(), Arc::clone(&fixed));
            spawn_local(async move {
                // A failure leaves the rows as they are; the next event or read brings them.
                let Ok(page) = records_list(fixed.list.certain(&ids)).await else { return };
                let found: Vec<Uuid> = page.records.iter().filter_map(record_id).collect();
                let _ = rows(&fixed.store, &fixed.object, &fixed.list, &page);
                for id in ids.into_iter().filter(|id| !found.contains(id)) {
                    if !fixed.store.cell(&fixed.list.object, id).is_some_and(|cell| cell.is_pending()) {
                        self.take_out(id, false);
                    }
                }
            });
        }
    }

    /// Ids of the rows between two, both included, as far as they are in memory or can be read in one go.
    pub(super) async fn ids_between(self, from: u64, to: u64) -> Result<Vec<Uuid>, AppError> {
        let Some(fixed) = self.fixed() else { return Ok(Vec::new()) };
        let mut ids = Vec::new();
        let mut row = from;
        while row <= to {
            if let Some(cell) = self.cell_at(row) {
                ids.push(cell.id);
                row += 1;
                continue;
            }
            let before = self.pages.try_with_untracked(|pages| {
                row.checked_sub(1).and_then(|row| pages.at(row)).and_then(|row| row.cursor.clone())
            });
            let (after, skip) = match before.flatten() {
                Some(cursor) => (Some(cursor), 0),
                None => (None, u32::try_from(row).unwrap_or(u32::MAX)),
            };
            let limit = u32::try_from((to - row + 1).min(u64::from(MAX_PAGE))).unwrap_or(MAX_PAGE);
            let page = fixed.list.read(fixed.list.ids(after, skip, limit)).await?;
            if page.records.is_empty() {
                break;
            }
            row += page.records.len() as u64;
            ids.extend(page.records.iter().filter_map(record_id));
        }
        Ok(ids)
    }

    /// Rows in memory changed from outside of reading: draw and read on.
    pub(super) fn changed_rows(self, change: impl FnOnce(&mut RowPages)) {
        let _ = self.pages.try_update(change);
        self.load_soon();
    }
}

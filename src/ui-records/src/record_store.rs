//! The records a window has in memory: one cell a record, so that a change redraws only what shows it; edits show
//! at once and are taken back when the server refuses them; the last ones can be undone.

mod keys;
mod optimistic;
mod undo;
mod writes;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use icosa_model::query::Select;
use icosa_model::{Object, Record};
use icosa_ui::toast::{Toasts, use_toasts};
use leptos::prelude::*;
use uuid::Uuid;

pub use optimistic::{Edit, Optimistic};
pub use undo::{Step, UndoStack};

use crate::live::LiveHub;

/// A list that appears so soon after Back is the one that was gone back to, milliseconds.
const RETURN_MS: f64 = 5_000.0;

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A record in memory. It is let go of with the last `Arc`.
#[derive(Debug)]
pub struct RecordCell {
    /// Its object.
    pub object: Arc<Object>,
    /// Its id.
    pub id: Uuid,
    /// What people see, edits on their way included.
    pub shown: ArcRwSignal<Record>,
    state: Mutex<CellState>,
}

#[derive(Debug)]
struct CellState {
    queue: Optimistic,
    /// Everything that anybody who holds the cell shows.
    select: Vec<Select>,
}

impl RecordCell {
    /// What has to be asked of the server to show it everywhere it is shown.
    #[must_use]
    pub fn select(&self) -> Vec<Select> {
        lock(&self.state).select.clone()
    }

    /// An edit is on its way.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        lock(&self.state).queue.is_pending()
    }

    /// A read brought the record again.
    pub fn refresh(&self, record: Record) {
        lock(&self.state).queue.refresh(record);
        self.publish();
    }

    fn publish(&self) {
        let record = lock(&self.state).queue.shown();
        if self.shown.with_untracked(|shown| *shown != record) {
            self.shown.set(record);
        }
    }
}

struct Inner {
    cells: Mutex<HashMap<(String, Uuid), Weak<RecordCell>>>,
    undo: Mutex<UndoStack>,
    /// Records written here whose event has not come back yet.
    echoes: Mutex<HashMap<Uuid, u32>>,
    /// Where each list was left, for the way back.
    places: Mutex<HashMap<String, f64>>,
    /// When the browser last went back or forward, by its own clock.
    came_back: Mutex<Option<f64>>,
    /// Column widths changed in this window, by view field; the model in memory does not know them.
    widths: Mutex<HashMap<Uuid, u32>>,
    hub: LiveHub,
    toasts: Toasts,
}

/// The window's records. Cheap to clone.
#[derive(Clone)]
pub struct RecordStore(Arc<Inner>);

/// Makes the store available to the pages below.
pub(crate) fn provide_record_store(hub: LiveHub) {
    let store = RecordStore::new(hub, use_toasts());
    keys::listen(&store);
    provide_context(store);
}

/// The window's store; outside of [`provide_live`](crate::live::provide_live) a new one.
#[must_use]
pub fn use_record_store() -> RecordStore {
    use_context().unwrap_or_else(|| RecordStore::new(crate::live::use_live(), use_toasts()))
}

impl RecordStore {
    fn new(hub: LiveHub, toasts: Toasts) -> Self {
        Self(Arc::new(Inner {
            cells: Mutex::default(),
            undo: Mutex::default(),
            echoes: Mutex::default(),
            places: Mutex::default(),
            came_back: Mutex::default(),
            widths: Mutex::default(),
            hub,
            toasts,
        }))
    }

    /// The cell of a record that was read with `select`: the one in memory, brought up to date, or a new one.
    /// `None` for a record without id.
    #[must_use]
    pub fn hold(&self, object: &Arc<Object>, select: &[Select], record: Record) -> Option<Arc<RecordCell>> {
        let id = record_id(&record)?;
        if let Some(cell) = self.cell(&object.name_singular, id) {
            widen(&mut lock(&cell.state).select, select);
            cell.refresh(record);
            return Some(cell);
        }
        Some(self.add(object, select, id, Optimistic::new(record)))
    }

    /// The cell of a record, if it is in memory.
    #[must_use]
    pub fn cell(&self, object: &str, id: Uuid) -> Option<Arc<RecordCell>> {
        lock(&self.0.cells).get(&(object.to_owned(), id)).and_then(Weak::upgrade)
    }

    fn add(&self, object: &Arc<Object>, select: &[Select], id: Uuid, queue: Optimistic) -> Arc<RecordCell> {
        let cell = Arc::new(RecordCell {
            object: Arc::clone(object),
            id,
            shown: ArcRwSignal::new(queue.shown()),
            state: Mutex::new(CellState { queue, select: select.to_vec() }),
        });
        let mut cells = lock(&self.0.cells);
        if cells.len().is_power_of_two() {
            cells.retain(|_, cell| cell.strong_count() > 0);
        }
        cells.insert((object.name_singular.clone(), id), Arc::downgrade(&cell));
        cell
    }

    /// An update heard from the server is the echo of one made here. Each write is taken for one echo.
    #[must_use]
    pub fn is_own_echo(&self, object: &str, id: Uuid) -> bool {
        let mut echoes = lock(&self.0.echoes);
        if let Some(count) = echoes.get_mut(&id) {
            *count -= 1;
            if *count == 0 {
                echoes.remove(&id);
            }
            return true;
        }
        drop(echoes);
        self.cell(object, id).is_some_and(|cell| cell.is_pending())
    }

    fn expect_echo(&self, id: Uuid) {
        let mut echoes = lock(&self.0.echoes);
        // Without a stream nothing takes them out again.
        if echoes.len() > 1_000 {
            echoes.clear();
        }
        *echoes.entry(id).or_insert(0) += 1;
    }

    /// Remembers where a list was left.
    pub fn leave_place(&self, list: &str, scroll_top: f64) {
        lock(&self.0.places).insert(list.to_owned(), scroll_top);
    }

    /// Where a list was left, if the person has just come back to it by the browser's Back or Forward.
    #[must_use]
    pub fn place_to_return_to(&self, list: &str) -> Option<f64> {
        let came_back = lock(&self.0.came_back).take();
        let is_fresh = came_back.is_some_and(|at| js_sys::Date::now() - at < RETURN_MS);
        if is_fresh { lock(&self.0.places).get(list).copied() } else { None }
    }

    /// The browser went back or forward in its history.
    fn note_return(&self) {
        *lock(&self.0.came_back) = Some(js_sys::Date::now());
    }

    /// The width a column was given in this window.
    #[must_use]
    pub fn width(&self, view_field: Uuid) -> Option<u32> {
        lock(&self.0.widths).get(&view_field).copied()
    }

    /// Remembers the width of a column.
    pub fn set_width(&self, view_field: Uuid, width: u32) {
        lock(&self.0.widths).insert(view_field, width);
    }
}

/// The id a record carries.
#[must_use]
pub fn record_id(record: &Record) -> Option<Uuid> {
    record.get("id")?.as_str()?.parse().ok()
}

/// Adds what is missing of `more`.
fn widen(select: &mut Vec<Select>, more: &[Select]) {
    if select.as_slice() == more {
        return;
    }
    for item in more {
        if !select.contains(item) {
            select.push(item.clone());
        }
    }
}

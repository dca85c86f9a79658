//! Everything a table on screen knows: its rows, where it is scrolled to, what is focused, selected and edited.

use std::collections::HashSet;
use std::sync::Arc;

use icosa_contract::records::RecordPage;
use icosa_model::format::Preferences;
use icosa_model::{Object, Record};
use icosa_rpc::use_signed_in;
use icosa_ui::toast::{Toasts, use_toasts};
use leptos::html;
use leptos::leptos_dom::helpers::is_browser;
use leptos::prelude::*;
use uuid::Uuid;

use super::columns::Column;
use super::focus::{Extent, Focus};
use super::list::List;
use super::pages::{Pages, Row};
use super::picked::Picked;
use super::viewport::Viewport;
use crate::live::{LiveHub, use_live};
use crate::record_store::{RecordCell, RecordStore, use_record_store};

/// Rows of a list, in memory.
pub type RowPages = Pages<Arc<RecordCell>>;

/// What a table is told once.
pub struct Setup {
    /// Whose records it shows.
    pub object: Arc<Object>,
    /// Its columns, the label first.
    pub columns: Vec<Column>,
    /// What it reads.
    pub list: List,
    /// Names the list: its scroll position is found again under it.
    pub key: String,
    /// The first rows and the total.
    pub first: RecordPage,
}

/// What does not change while the table is on screen.
pub struct Fixed {
    /// Whose records it shows.
    pub object: Arc<Object>,
    /// Its columns, the label first.
    pub columns: Vec<Column>,
    /// What it reads.
    pub list: List,
    /// Names the list.
    pub key: String,
    /// The window's records.
    pub store: RecordStore,
    /// The window's changes.
    pub hub: LiveHub,
    /// The window's messages.
    pub toasts: Toasts,
    /// How numbers and dates are written.
    pub preferences: Preferences,
    /// Goes to an address of the application.
    pub go: Callback<String>,
    /// Opens a record, wherever the person wants it.
    pub open: Callback<Uuid>,
}

/// The scrolled box.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Scroll {
    /// Pixels scrolled down.
    pub top: f64,
    /// Pixels scrolled to the right.
    pub left: f64,
    /// Height of the box without header, pixels.
    pub height: f64,
    /// Width of the box, pixels.
    pub width: f64,
}

/// An open editor.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenEditor {
    /// Of which record.
    pub id: Uuid,
    /// In which column.
    pub column: usize,
    /// Text that was typed on the cell.
    pub seed: Option<String>,
    /// The record when it was opened.
    pub record: Record,
}

/// Reads that wait to be made.
#[derive(Debug, Default)]
pub struct Waiting {
    /// Records that changed elsewhere.
    pub changed: HashSet<Uuid>,
    /// A timer for them runs.
    pub is_reading_changed: bool,
    /// Rows came or went elsewhere and a timer runs.
    pub is_refreshing: bool,
    /// When the list was last read anew, milliseconds of the browser's clock.
    pub refreshed_at: f64,
    /// A timer for missing rows runs; since when.
    pub loading_since: Option<f64>,
    /// Scroll position when it was last looked at.
    pub last_top: f64,
    /// Rows taken out here whose event has not come back.
    pub removed: HashSet<Uuid>,
    /// Row from which a range is selected.
    pub range_from: Option<Uuid>,
}

/// A handle on the state of one table.
#[derive(Clone, Copy)]
pub struct Table {
    pub(super) fixed: StoredValue<Arc<Fixed>>,
    pub(super) waiting: StoredValue<Waiting>,
    /// Rows in memory.
    pub pages: RwSignal<RowPages>,
    /// The scrolled box.
    pub scroll: RwSignal<Scroll>,
    /// What it shows.
    pub viewport: Memo<Viewport>,
    /// Widths of the columns, pixels.
    pub widths: RwSignal<Vec<u32>>,
    /// Columns near those in sight, the name not counted.
    pub columns_drawn: Memo<Vec<usize>>,
    /// Where the keyboard is.
    pub focus: RwSignal<Focus>,
    /// Selected rows.
    pub picked: RwSignal<Picked>,
    /// The open editor.
    pub editing: RwSignal<Option<OpenEditor>>,
    /// The record that is open beside the table.
    pub opened: RwSignal<Option<Uuid>>,
    /// The cell under the pointer.
    pub hovered: RwSignal<Option<(Uuid, usize)>>,
    /// The page has woken up: rows follow the scroll position.
    pub is_awake: RwSignal<bool>,
    /// Why rows could not be read.
    pub error: RwSignal<Option<String>>,
    /// The scrolled element, which also has the keyboard focus.
    pub scroller: NodeRef<html::Div>,
}

impl Table {
    /// A table; to be called in the component that shows it.
    #[must_use]
    pub fn new(setup: Setup, go: Callback<String>, open: Callback<Uuid>) -> Self {
        let store = use_record_store();
        let rows = rows(&store, &setup.object, &setup.list, &setup.first);
        let total = setup.first.total.unwrap_or_else(|| rows.len() as u64 + u64::from(setup.first.has_next));
        let widths: Vec<u32> = setup
            .columns
            .iter()
            .map(|column| column.view_field.and_then(|id| store.width(id)).unwrap_or(column.width))
            .collect();
        let pages = RwSignal::new(RowPages::new(total, rows));
        let scroll = RwSignal::new(Scroll::default());
        let widths: RwSignal<Vec<u32>> = RwSignal::new(widths);
        let is_awake = RwSignal::new(is_browser() && !is_sent());
        Self {
            fixed: StoredValue::new(Arc::new(Fixed {
                object: setup.object,
                columns: setup.columns,
                list: setup.list,
                key: setup.key,
                store,
                hub: use_live(),
                toasts: use_toasts(),
                preferences: use_signed_in().map(|page| page.session.preferences.clone()).unwrap_or_default(),
                go,
                open,
            })),
            waiting: StoredValue::new(Waiting::default()),
            pages,
            scroll,
            viewport: Memo::new(move |_| {
                let Scroll { top, height, .. } = scroll.get();
                Viewport { top, height, total: pages.with(RowPages::total) }
            }),
            widths,
            columns_drawn: Memo::new(move |_| {
                let count = widths.with(Vec::len);
                if !is_awake.get() {
                    return (1..count).collect();
                }
                let Scroll { left, width, .. } = scroll.get();
                widths.with(|widths| columns_near(widths, left, width))
            }),
            focus: RwSignal::new(Focus::Nowhere),
            picked: RwSignal::new(Picked::default()),
            editing: RwSignal::new(None),
            opened: RwSignal::new(None),
            hovered: RwSignal::new(None),
            is_awake,
            error: RwSignal::new(None),
            scroller: NodeRef::new(),
        }
    }

    /// What does not change; `None` once the table is gone, as an answer that comes late may find.
    #[must_use]
    pub fn fixed(&self) -> Option<Arc<Fixed>> {
        self.fixed.try_get_value()
    }

    /// The record of a row, if in memory. Not tracked.
    #[must_use]
    pub fn cell_at(&self, row: u64) -> Option<Arc<RecordCell>> {
        self.pages.try_with_untracked(|pages| pages.at(row).map(|row| Arc::clone(&row.value))).flatten()
    }

    /// A record, if in memory. Not tracked.
    #[must_use]
    pub fn cell(&self, id: Uuid) -> Option<Arc<RecordCell>> {
        self.pages.try_with_untracked(|pages| pages.row(id).map(|row| Arc::clone(&row.value))).flatten()
    }

    /// The row of a record, if in memory. Not tracked.
    #[must_use]
    pub fn place(&self, id: Uuid) -> Option<u64> {
        self.pages.try_with_untracked(|pages| pages.place(id)).flatten()
    }

    /// Rows of the list. Not tracked.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.pages.try_with_untracked(RowPages::total).unwrap_or(0)
    }

    /// What the focus moves in. Not tracked.
    #[must_use]
    pub fn extent(&self) -> Extent {
        Extent {
            rows: self.total(),
            columns: self.fixed().map_or(0, |fixed| fixed.columns.len()),
            page: self.viewport.try_get_untracked().map_or(1, |viewport| viewport.page()),
        }
    }

    /// Gives the keyboard back to the table.
    pub fn take_keyboard(&self) {
        if let Some(element) = self.scroller.try_get_untracked().flatten() {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = element.focus_with_options(&options);
        }
    }
}

/// Attribute of a table that came with the document and has not woken up.
pub const SENT: &str = "data-sent";

/// The table came with the document, so it must be drawn just as it was sent.
fn is_sent() -> bool {
    document().query_selector(".rec-scroller[data-sent]").ok().flatten().is_some()
}

/// Pixels beside those in sight within which columns are drawn.
const MARGIN: f64 = 200.0;

/// The columns in sight and beside, the first (which always is) not counted. Its width on phones is not known here,
/// so the columns begin at the left edge of the box: a few more are drawn than are seen.
fn columns_near(widths: &[u32], left: f64, width: f64) -> Vec<usize> {
    let mut edge = 0.0;
    let mut near = Vec::new();
    for (index, column) in widths.iter().enumerate().skip(1) {
        let (from, to) = (edge, edge + f64::from(*column));
        edge = to;
        if to >= left - MARGIN && from <= left + width + MARGIN {
            near.push(index);
        }
    }
    near
}

/// The rows of a page that was read.
#[must_use]
pub fn rows(
    store: &RecordStore,
    object: &Arc<Object>,
    list: &List,
    page: &RecordPage,
) -> Vec<Row<Arc<RecordCell>>> {
    let cursors = page.cursors.iter().map(Some).chain(std::iter::repeat(None));
    let row = |(record, cursor): (&Record, Option<&_>)| {
        let cell = store.hold(object, &list.select, record.clone())?;
        Some(Row { id: cell.id, cursor: Option::<&icosa_model::query::Cursor>::cloned(cursor), value: cell })
    };
    page.records.iter().zip(cursors).filter_map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::columns_near;

    #[test]
    fn only_columns_near_the_box_are_drawn() {
        let widths = vec![150; 41];
        assert_eq!(columns_near(&widths, 0.0, 600.0), (1..=6).collect::<Vec<_>>());
        let middle = columns_near(&widths, 3_000.0, 600.0);
        assert!(middle.contains(&21) && middle.contains(&24) && middle.len() < 9, "{middle:?}");
        assert_eq!(columns_near(&widths, 5_400.0, 600.0).last(), Some(&40));
    }
}

//! What lies over the cells: the focus ring, the buttons of the cell under the pointer, and the editor.
//!
//! They are single elements moved about, so that a thousand cells need not listen to focus and pointer.

use std::sync::Arc;

use icosa_ui::button::IconButton;
use leptos::prelude::*;
use uuid::Uuid;

use super::columns::Editing;
use super::focus::Focus;
use super::state::Table;
use super::viewport::ROW_HEIGHT;
use crate::fields::{FieldEditor, Outcome};

/// Room that the larger editors like to have, pixels.
const PANEL_HEIGHT: f64 = 320.0;
const PANEL_WIDTH: f64 = 320.0;

/// A box over a cell, or over a whole row where `column` is absent.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    row: u64,
    column: Option<usize>,
}

impl Table {
    /// Top edge of a row in the scrolled content; never outside of it, which would make it longer.
    fn top_of(self, row: u64) -> f64 {
        let viewport = self.viewport.get();
        viewport.offset_of(row).clamp(0.0, (viewport.height_of_content() - ROW_HEIGHT).max(0.0))
    }

    /// The place if its row is drawn at present.
    fn if_drawn(self, place: Place) -> Option<Place> {
        self.viewport.get().drawn().rows.contains(&place.row).then_some(place)
    }

    /// Left edge and width of a column as CSS, after the columns that stay at the left edge.
    fn span_of(self, column: Option<usize>) -> String {
        self.widths.with(|widths| match column {
            None => "left:0;width:100%".to_owned(),
            Some(0) => "left:var(--pick);width:var(--label)".to_owned(),
            Some(column) => {
                let left: u32 = widths.iter().take(column).skip(1).sum();
                let width = widths.get(column).copied().unwrap_or(0);
                format!("left:calc(var(--pick) + var(--label) + {left}px);width:{width}px")
            }
        })
    }

    /// Where an editor larger than its cell has room: `below`, `above`, or either with `-before` where it must grow
    /// to the left.
    fn room_at(self, row: u64, column: usize) -> &'static str {
        let viewport = self.viewport.get();
        let above = viewport.offset_of(row) - viewport.top;
        let below = viewport.height - above;
        let is_above = below < PANEL_HEIGHT && above > below;
        let Some(scroller) = self.scroller.get() else { return "below" };
        let left: u32 = self.widths.with(|widths| widths.iter().take(column).sum());
        let right = f64::from(left) - self.scroll.get().left + PANEL_WIDTH;
        let is_before = column > 0 && right > f64::from(scroller.client_width());
        match (is_above, is_before) {
            (false, false) => "below",
            (true, false) => "above",
            (false, true) => "below-before",
            (true, true) => "above-before",
        }
    }

    /// The row a record is on now, tracked.
    fn row_of(self, id: Uuid) -> Option<u64> {
        self.pages.with(|pages| pages.place(id))
    }
}

/// A strip over a row that holds a box over one of its cells. The first column's box stays at the left edge.
#[component]
fn Over(
    table: Table,
    place: Signal<Option<Place>>,
    class: &'static str,
    /// Where there is room for more than the cell, as `data-room`.
    #[prop(optional)]
    room: Option<&'static str>,
    children: Children,
) -> AnyView {
    let top = move || place.get().map_or(0.0, |place| table.top_of(place.row));
    let span = move || place.get().map(|place| table.span_of(place.column));
    let is_label = move || place.get().is_some_and(|place| place.column == Some(0));
    view! {
        <div class="rec-strip" hidden=move || place.get().is_none() style:top=move || format!("{}px", top())>
            <div class=class class:rec-over-label=is_label style=span data-room=room>{children()}</div>
        </div>
    }
    .into_any()
}

/// Everything that lies over the cells.
#[component]
pub fn Overlays(table: Table) -> AnyView {
    let focused = Signal::derive(move || match table.focus.get() {
        Focus::Nowhere => None,
        Focus::Row(row) => table.if_drawn(Place { row, column: None }),
        Focus::Cell { row, column } => table.if_drawn(Place { row, column: Some(column) }),
    });
    view! {
        <div class="rec-layer" role="presentation">
            <Over table place=focused class="rec-ring"><span></span></Over>
            <HoverButtons table/>
            <EditorOver table/>
        </div>
    }
    .into_any()
}

/// The pencil of an editable cell under the pointer.
#[component]
fn HoverButtons(table: Table) -> AnyView {
    let editing = move |column: usize| {
        table.fixed().and_then(|fixed| fixed.columns.get(column).map(|column| column.editing))
    };
    let place = Signal::derive(move || {
        let (id, column) = table.hovered.get()?;
        let is_open = table.editing.with(Option::is_some);
        let is_editable = matches!(editing(column), Some(Editing::InPlace | Editing::OnPage));
        let row = table.row_of(id)?;
        (is_editable && !is_open)
            .then_some(Place { row, column: Some(column) })
            .and_then(|place| table.if_drawn(place))
    });
    let press = move |_| {
        if let Some((id, column)) = table.hovered.get_untracked() {
            table.edit(id, column, None);
        }
    };
    view! {
        <Over table place class="rec-hover">
            <IconButton icon="IconPencil" label="Edit" no_tip=true on_click=press/>
        </Over>
    }
    .into_any()
}

/// The open editor, over its cell.
#[component]
fn EditorOver(table: Table) -> AnyView {
    let editor = move || {
        let open = table.editing.get()?;
        icosa_rpc::hold_pages();
        let fixed = table.fixed()?;
        let column = open.column;
        let field = fixed.columns.get(column)?.field.clone();
        let row = untrack(|| table.row_of(open.id)).unwrap_or(0);
        let place = Signal::derive(move || {
            Some(Place { row: table.row_of(open.id).unwrap_or(row), column: Some(column) })
        });
        let done = Callback::new(move |outcome: Outcome| table.finish(outcome));
        let room = untrack(|| table.room_at(row, column));
        let object = Arc::clone(&fixed.object);
        let (record, seed) = (open.record, open.seed);
        Some(
            view! {
                <Over table place class="rec-editor" room>
                    <FieldEditor object field record seed on_done=done/>
                </Over>
            }
            .into_any(),
        )
    };
    // Keys and clicks of the editor are its own.
    view! {
        <div role="presentation" on:keydown=|event| event.stop_propagation() on:click=|event| event.stop_propagation()>
            {editor}
        </div>
    }
    .into_any()
}

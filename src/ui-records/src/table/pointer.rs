//! What the pointer does in a table: one listener for all cells.

use leptos::ev::{MouseEvent, PointerEvent};
use leptos::prelude::*;
use uuid::Uuid;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::focus::Focus;
use super::state::Table;

/// What is under the pointer.
struct Target {
    element: Element,
    record: Uuid,
    column: Option<usize>,
}

fn target(event: &web_sys::Event) -> Option<Target> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let row = element.closest("[data-row]").ok()??;
    let column = element.closest("[data-column]").ok()?;
    Some(Target {
        record: row.get_attribute("data-row")?.parse().ok()?,
        column: column.and_then(|cell| cell.get_attribute("data-column")?.parse().ok()),
        element,
    })
}

fn is_inside(element: &Element, selector: &str) -> bool {
    element.closest(selector).ok().flatten().is_some()
}

/// A click: the first one focuses a cell, the next one edits it; on a touch screen the first one edits.
pub(super) fn clicked(table: Table, event: &MouseEvent) {
    let Some(target) = target(event) else { return };
    if is_inside(&target.element, "[data-pick]") {
        table.pick(target.record, event.shift_key());
        table.take_keyboard();
        show_state(table, target);
        return;
    }
    let (Some(column), Some(row)) = (target.column, table.place(target.record)) else { return };
    let cell = Focus::Cell { row, column };
    if is_inside(&target.element, "a, button, input, summary") {
        // Links inside cells do what links do; a record's name opens it where the person wants it.
        table.focus.set(cell);
        let is_plain = event.button() == 0
            && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        if event.ctrl_key() || event.meta_key() {
            table.take_keyboard();
        } else if is_plain && is_inside(&target.element, ".rec-open") {
            event.prevent_default();
            table.open(target.record);
        }
        return;
    }
    let is_touch = event.dyn_ref::<PointerEvent>().is_some_and(|event| event.pointer_type() == "touch");
    if is_touch || table.focus.get_untracked() == cell {
        table.edit(target.record, column, None);
    } else {
        table.focus_on(cell);
        table.take_keyboard();
    }
}

/// The browser turns the box over by itself, which is wrong for a row that a range leaves selected.
fn show_state(table: Table, target: Target) {
    let Ok(input) = target.element.dyn_into::<web_sys::HtmlInputElement>() else { return };
    request_animation_frame(move || {
        if let Some(is_picked) = table.picked.try_with_untracked(|picked| picked.contains(target.record)) {
            input.set_checked(is_picked);
        }
    });
}

/// The pointer is over another cell.
pub(super) fn moved_over(table: Table, event: &PointerEvent) {
    if event.pointer_type() != "mouse" {
        return;
    }
    // Over the buttons that lie on the cell, the cell stays the same.
    let is_over_buttons = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| is_inside(&element, ".rec-layer"));
    if is_over_buttons {
        return;
    }
    let hovered = target(event).and_then(|target| Some((target.record, target.column?)));
    if hovered != table.hovered.get_untracked() {
        table.hovered.set(hovered);
    }
}

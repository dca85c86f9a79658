//! The header row: names, sorting, widths, and the box that selects everything.

use std::time::Duration;

use icosa_contract::data_model::{Change, UpdateViewField, ViewFieldPatch};
use icosa_contract::views::{MAX_COLUMN_WIDTH, MIN_COLUMN_WIDTH};
use icosa_rpc::data_model::data_model_change;
use icosa_ui::checkbox::Checkbox;
use icosa_ui::hooks::use_debounce;
use icosa_ui::icon::Icon;
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::columns::Column;
use super::picked::Extent;
use super::state::{RowPages, Table};

/// How a column is sorted, and where its head leads.
#[derive(Debug, Clone)]
pub struct SortLink {
    /// `ascending`, `descending` or `none`, as `aria-sort` has it.
    pub state: &'static str,
    /// The same page, sorted the next way.
    pub href: Signal<String>,
}

/// Pixels an arrow key moves a column's edge by.
const KEY_STEP: i64 = 8;
/// A width set by keys is stored once they have rested so long.
const KEY_REST: Duration = Duration::from_millis(500);

/// The header row. `sorts` is in step with the columns; none where a column cannot sort.
#[component]
pub fn Head(table: Table, sorts: Vec<Option<SortLink>>) -> AnyView {
    let columns = table.fixed().map(|fixed| fixed.columns.clone()).unwrap_or_default();
    let heads: Vec<AnyView> = columns
        .into_iter()
        .zip(sorts.into_iter().chain(std::iter::repeat(None)))
        .enumerate()
        .map(|(index, (column, sort))| view! { <ColumnHead table index column sort/> }.into_any())
        .collect();
    view! {
        <div class="rec-head" role="row" aria-rowindex="1">
            <PickAll table/>
            {heads}
            <span class="rec-fill" role="presentation"></span>
        </div>
    }
    .into_any()
}

#[component]
fn PickAll(table: Table) -> AnyView {
    let extent = Memo::new(move |_| {
        let total = table.pages.with(RowPages::total);
        table.picked.with(|picked| picked.extent(total))
    });
    let change = move |is_checked: bool| {
        table.picked.update(|picked| if is_checked { picked.all() } else { picked.clear() });
        table.take_keyboard();
    };
    view! {
        <div class="rec-pick rec-sticky" role="columnheader" aria-colindex="1" aria-label="Selection">
            <Checkbox
                label="Select all"
                checked=Signal::derive(move || extent.get() == Extent::All)
                indeterminate=Signal::derive(move || extent.get() == Extent::Some)
                on_change=change
            />
        </div>
    }
    .into_any()
}

#[component]
fn ColumnHead(table: Table, index: usize, column: Column, sort: Option<SortLink>) -> AnyView {
    let class = if index == 0 { "rec-head-cell rec-sticky rec-label" } else { "rec-head-cell" };
    let state = sort.as_ref().map(|sort| sort.state);
    let name = view! {
        <Icon name=column.icon.clone()/>
        <span class="truncate">{column.label.clone()}</span>
    };
    let arrow = match state {
        Some("ascending") => Some(view! { <Icon name="IconArrowUp" size=14/> }),
        Some("descending") => Some(view! { <Icon name="IconArrowDown" size=14/> }),
        _ => None,
    };
    let name = match sort {
        Some(sort) => view! {
            <a class="rec-head-link" href=move || sort.href.get() draggable="false" title=column.label.clone()>{name}{arrow}</a>
        }
        .into_any(),
        None => view! { <span class="rec-head-link" title=column.label.clone()>{name}</span> }.into_any(),
    };
    view! {
        <div class=class role="columnheader" aria-colindex=(index + 2).to_string() aria-sort=state>
            {name}
            <Grip table index label=column.label/>
        </div>
    }
    .into_any()
}

/// The edge of a column: dragged with the pointer, or moved by arrow keys.
#[component]
fn Grip(table: Table, index: usize, label: String) -> AnyView {
    let dragged_from = StoredValue::new(None::<(i32, u32)>);
    let width = move || table.widths.with(|widths| widths.get(index).copied().unwrap_or(0));
    let press = move |event: PointerEvent| {
        event.prevent_default();
        event.stop_propagation();
        if let Some(grip) =
            event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        {
            let _ = grip.set_pointer_capture(event.pointer_id());
        }
        dragged_from.set_value(Some((event.client_x(), untrack(width))));
    };
    let drag = move |event: PointerEvent| {
        if let Some((x, from)) = dragged_from.get_value() {
            table.set_width(index, i64::from(from) + i64::from(event.client_x() - x));
        }
    };
    let release = move |_: PointerEvent| {
        let from = dragged_from.try_update_value(Option::take).flatten();
        if from.is_some_and(|(_, from)| from != untrack(width)) {
            table.store_width(index);
        }
    };
    let store_later = use_debounce(KEY_REST, move |()| table.store_width(index));
    let key = move |event: KeyboardEvent| {
        let by = match event.key().as_str() {
            "ArrowLeft" => -KEY_STEP,
            "ArrowRight" => KEY_STEP,
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        table.set_width(index, i64::from(untrack(width)) + by);
        store_later(());
    };
    view! {
        <span class="rec-grip" role="separator" tabindex="0" aria-orientation="vertical"
            aria-label=format!("Width of {label}")
            aria-valuemin=MIN_COLUMN_WIDTH.to_string() aria-valuemax=MAX_COLUMN_WIDTH.to_string()
            aria-valuenow=move || width().to_string()
            on:pointerdown=press on:pointermove=drag on:pointerup=release on:pointercancel=release
            on:keydown=key on:click=|event| event.stop_propagation()></span>
    }
    .into_any()
}

impl Table {
    fn set_width(self, index: usize, width: i64) {
        let width = width.clamp(i64::from(MIN_COLUMN_WIDTH), i64::from(MAX_COLUMN_WIDTH));
        let Ok(width) = u32::try_from(width) else { return };
        let _ = self.widths.try_update(|widths| {
            if let Some(place) = widths.get_mut(index) {
                *place = width;
            }
        });
    }

    /// Stores a column's width in its view.
    fn store_width(self, index: usize) {
        let Some(fixed) = self.fixed() else { return };
        let Some(id) = fixed.columns.get(index).and_then(|column| column.view_field) else { return };
        let Some(width) = self.widths.with_untracked(|widths| widths.get(index).copied()) else { return };
        fixed.store.set_width(id, width);
        spawn_local(async move {
            let update = ViewFieldPatch { size: Some(f64::from(width)), ..ViewFieldPatch::default() };
            let change = Change::UpdateViewField(UpdateViewField { id, update });
            if let Err(error) = data_model_change(vec![change]).await {
                fixed.toasts.error(error.message);
            }
        });
    }
}

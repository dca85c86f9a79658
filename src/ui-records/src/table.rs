//! The table of records: any object, any number of rows, edited in place.

mod acting;
mod actions;
mod columns;
mod empty_value;
mod focus;
mod head;
mod implied;
mod keys;
mod list;
mod loading;
mod overlay;
mod pages;
mod picked;
mod pointer;
mod row;
mod rows;
mod state;
mod viewport;

use icosa_ui::hooks::use_resize;
use leptos::ev::KeyboardEvent;
use leptos::leptos_dom::helpers::is_server;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

pub use columns::{Column, Editing, columns};
pub use head::SortLink;
pub use implied::implied_values;
pub use list::List;
pub use state::{Setup, Table};

use acting::{cell_element_id, pixels, row_element_id};
use actions::SelectionBar;
use head::Head;
use keys::{Key, command};
use overlay::Overlays;
use rows::Rows;
use state::{RowPages, SENT};
use viewport::HEADER_HEIGHT;

/// Shows a table. `label` is what it is called aloud; `sorts` stand in step with its columns.
#[component]
pub fn RecordTable(table: Table, label: String, sorts: Vec<Option<SortLink>>) -> AnyView {
    let element = table.scroller;
    wake(table);
    let columns = table.fixed().map_or(0, |fixed| fixed.columns.len());
    let rows = move || (table.pages.with(RowPages::total) + 1).to_string();
    view! {
        <div class="rec-table">
            <div class="rec-scroller" role="grid" tabindex="0" node_ref=element aria-label=label
                aria-rowcount=rows aria-colcount=(columns + 1).to_string() aria-multiselectable="true"
                aria-activedescendant=move || active_element(table)
                data-sent=is_server().then_some("")
                data-scrolled-x=move || (table.scroll.get().left > 0.0).then_some("")
                data-scrolled-y=move || (table.scroll.get().top > 0.0).then_some("")
                style=move || track_style(table)
                on:scroll=move |_| scrolled(table)
                on:keydown=move |event| key_pressed(table, &event)
                on:click=move |event| pointer::clicked(table, &event)
                on:pointerover=move |event| pointer::moved_over(table, &event)
                on:pointerleave=move |_| table.hovered.set(None)
            >
                <Head table sorts/>
                <Rows table/>
                <Overlays table/>
            </div>
            <LoadError table/>
            <SelectionBar table/>
        </div>
    }
    .into_any()
}

/// Begins to follow the scroll position once the page has woken up.
fn wake(table: Table) {
    use_resize(table.scroller, move |_, _| {
        measure(table);
        table.load_soon();
    });
    Effect::new(move || {
        let Some(element) = table.scroller.get() else { return };
        measure(table);
        let _ = element.remove_attribute(SENT);
        table.is_awake.set(true);
        let place = table.fixed().and_then(|fixed| fixed.store.place_to_return_to(&fixed.key));
        if let Some(top) = place {
            // The content gets its full height with the next drawing.
            request_animation_frame(move || element.set_scroll_top(pixels(top)));
        }
        table.load();
    });
    if let Some(fixed) = table.fixed() {
        let subscription = fixed.hub.subscribe(&fixed.list.object, move |change| table.hear(change));
        let through = fixed.list.through.iter().map(|(object, field)| {
            let field = field.clone();
            fixed.hub.subscribe(object, move |change| table.hear_of_related(change, &field))
        });
        let subscriptions: Vec<_> = through.chain([subscription]).collect();
        on_cleanup(move || drop(subscriptions));
    }
}

/// Takes the size of the scrolled box.
fn measure(table: Table) {
    let Some(element) = table.scroller.try_get_untracked().flatten() else { return };
    let height = (f64::from(element.client_height()) - HEADER_HEIGHT).max(0.0);
    let width = f64::from(element.client_width());
    let _ = table.scroll.try_update(|scroll| {
        scroll.height = height;
        scroll.width = width;
    });
}

/// Widths of the columns, as tracks every row follows.
fn track_style(table: Table) -> String {
    table.widths.with(|widths| {
        let label = widths.first().copied().unwrap_or(0);
        let others: Vec<String> = widths.iter().skip(1).map(|width| format!("{width}px")).collect();
        let sum: u32 = widths.iter().skip(1).sum();
        format!("--label-width:{label}px;--others:{};--others-width:{sum}px", others.join(" "))
    })
}

/// The element the keyboard is on, for assistive technology.
fn active_element(table: Table) -> Option<String> {
    let focus = table.focus.get();
    let id = table.pages.with(|pages| pages.at(focus.row()?).map(|row| row.id))?;
    Some(focus.cell().map_or_else(|| row_element_id(id), |(_, column)| cell_element_id(id, column)))
}

fn scrolled(table: Table) {
    let Some(element) = table.scroller.get_untracked() else { return };
    let (top, left) = (f64::from(element.scroll_top()), f64::from(element.scroll_left()));
    table.scroll.update(|scroll| {
        scroll.top = top;
        scroll.left = left;
    });
    table.load_soon();
}

fn key_pressed(table: Table, event: &KeyboardEvent) {
    // Links, boxes and grips inside have keys of their own.
    let is_own =
        event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()).is_some_and(|target| {
            table.scroller.get_untracked().is_some_and(|scroller| scroller.is_same_node(Some(&target)))
        });
    if !is_own || event.is_composing() || event.default_prevented() {
        return;
    }
    let name = event.key();
    let key = Key {
        name: &name,
        is_command: event.ctrl_key() || event.meta_key(),
        is_shift: event.shift_key(),
        is_alt: event.alt_key(),
    };
    if let Some(command) = command(key, table.focus.get_untracked())
        && table.run(command)
    {
        event.prevent_default();
        event.stop_propagation();
    }
}

#[component]
fn LoadError(table: Table) -> AnyView {
    let message = move || {
        table.error.get().map(|message| {
            view! {
                <div class="rec-error" role="alert">
                    <span>{message}</span>
                    <icosa_ui::button::Button size=icosa_ui::button::Size::Small on_click=move |_| table.retry()>
                        "Retry"
                    </icosa_ui::button::Button>
                </div>
            }
        })
    };
    view! { {message} }.into_any()
}

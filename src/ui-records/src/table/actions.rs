//! The bar that appears while rows are selected.

use std::sync::Arc;

use icosa_ui::button::{Button, Size, Variant};
use icosa_ui::modal::ConfirmDialog;
use leptos::prelude::*;

use super::picked::Picked;
use super::state::{RowPages, Table};
use crate::counted::{counted, grouped};

/// From so many records on, deleting asks first: bringing them back would take long.
const ASK_FROM: u64 = 200;

/// What can be done with the selected records.
#[component]
pub fn SelectionBar(table: Table) -> AnyView {
    let count = Memo::new(move |_| {
        let total = table.pages.with(RowPages::total);
        table.picked.with(|picked| picked.count(total))
    });
    let is_shown = Memo::new(move |_| count.get() > 0);
    view! {
        <div class="rec-actions" role="toolbar" aria-label="Selected records" hidden=move || !is_shown.get()>
            {move || is_shown.get().then(|| view! { <Actions table count/> })}
        </div>
    }
    .into_any()
}

#[component]
fn Actions(table: Table, count: Memo<u64>) -> AnyView {
    let Some(fixed) = table.fixed() else { return ().into_any() };
    let format = fixed.preferences.number_format;
    let object = Arc::clone(&fixed.object);
    let progress = RwSignal::new(None::<u64>);
    let is_asking = RwSignal::new(false);
    let clear = move |_| {
        table.picked.update(Picked::clear);
        table.take_keyboard();
    };
    let delete = move || {
        table.delete_picked(progress);
        table.take_keyboard();
    };
    let ask = move |_| if count.get_untracked() >= ASK_FROM { is_asking.set(true) } else { delete() };
    let is_busy = Signal::derive(move || progress.get().is_some());
    let says = move || match progress.get() {
        Some(read) if read > 0 => {
            format!("Reading {} of {}", grouped(read, format), grouped(count.get(), format))
        }
        _ => format!("{} selected", grouped(count.get(), format)),
    };
    let message = Signal::derive(move || {
        format!("{} will be moved to the trash. You can undo this.", counted(count.get(), &object, format))
    });
    view! {
        <span class="rec-count" aria-live="polite">{says}</span>
        <Button size=Size::Small icon="IconTrash" danger=true loading=is_busy on_click=ask>"Delete"</Button>
        <Button size=Size::Small icon="IconX" variant=Variant::Tertiary on_click=clear>"Clear"</Button>
        <ConfirmDialog open=is_asking title="Delete records" message confirm="Delete records" danger=true
            on_confirm=move |()| delete()/>
    }
    .into_any()
}

//! One row, loaded or not yet.

use std::sync::Arc;

use icosa_contract::routes;
use icosa_model::FieldType;
use icosa_model::format::{image, label};
use icosa_model::values::is_empty;
use icosa_ui::avatar::Avatar;
use leptos::prelude::*;
use uuid::Uuid;

use super::acting::{cell_element_id, row_element_id};
use super::columns::{Column, Editing};
use super::pages::Row;
use super::state::Table;
use crate::fields::FieldDisplay;
use crate::record_store::RecordCell;

/// A row of the list: a record, or a place whose record has not come or is not drawn yet.
#[derive(Clone)]
pub struct Line {
    /// Number of the row.
    pub row: u64,
    /// Its record.
    pub cell: Option<Arc<RecordCell>>,
    /// The record is there; it is drawn in one of the next frames.
    pub is_postponed: bool,
}

impl Line {
    /// A row with its record.
    #[must_use]
    pub fn full(row: u64, found: &Row<Arc<RecordCell>>) -> Self {
        Self { row, cell: Some(Arc::clone(&found.value)), is_postponed: false }
    }

    /// The record drawn.
    #[must_use]
    pub fn id(&self) -> Option<Uuid> {
        self.cell.as_ref().map(|cell| cell.id)
    }

    /// What makes it the same element after rows have moved: its record, or its place.
    #[must_use]
    pub fn key(&self) -> (Option<Uuid>, u64) {
        match self.id() {
            Some(id) => (Some(id), 0),
            None => (None, self.row),
        }
    }
}

impl PartialEq for Line {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key() && self.is_postponed == other.is_postponed
    }
}

/// Draws a line.
#[component]
pub fn RowView(table: Table, line: Line) -> AnyView {
    match line.cell {
        Some(cell) => view! { <RecordRow table cell/> }.into_any(),
        None => view! {
            <div class="rec-row rec-waiting" role="row" aria-rowindex=(line.row + 2).to_string() aria-busy="true">
                <span class="rec-bar" role="gridcell"></span>
            </div>
        }
        .into_any(),
    }
}

#[component]
fn RecordRow(table: Table, cell: Arc<RecordCell>) -> AnyView {
    let Some(fixed) = table.fixed() else { return ().into_any() };
    let id = cell.id;
    let row_index = move || table.pages.with(|pages| pages.place(id)).map(|row| (row + 2).to_string());
    let is_picked = Memo::new(move |_| table.picked.with(|picked| picked.contains(id)));
    let columns = Arc::clone(&fixed);
    let held = Arc::clone(&cell);
    let other = move |index: usize| match columns.columns.get(index) {
        Some(column) => view! { <CellView cell=Arc::clone(&held) index column=column.clone()/> }.into_any(),
        None => ().into_any(),
    };
    let is_readonly = fixed.columns.first().is_some_and(|label| label.editing == Editing::ReadOnly);
    view! {
        <div class="rec-row" role="row" id=row_element_id(id) data-row=id.to_string() aria-rowindex=row_index
            aria-selected=move || is_picked.get().to_string()
            aria-current=move || (table.opened.get() == Some(id)).then_some("true")>
            <div class="rec-pick rec-sticky" role="gridcell" aria-colindex="1">
                <label class="check">
                    <input type="checkbox" class="check-box" data-pick="" tabindex="-1" autocomplete="off"
                        aria-label="Select row" prop:checked=move || is_picked.get()/>
                </label>
            </div>
            <div class="rec-cell rec-sticky rec-label" role="gridcell" id=cell_element_id(id, 0) data-column="0"
                aria-colindex="2" aria-readonly=is_readonly.then_some("true")>
                <NameLink cell is_awake=table.is_awake/>
            </div>
            <For each=move || table.columns_drawn.get() key=|index| *index children=other/>
            <span class="rec-fill" role="presentation"></span>
        </div>
    }
    .into_any()
}

/// A cell behind the name. It says which column it stands in, because those out of sight are not drawn.
#[component]
fn CellView(cell: Arc<RecordCell>, index: usize, column: Column) -> AnyView {
    let record = Signal::from(cell.shown.clone());
    view! {
        <div class="rec-cell" role="gridcell" id=cell_element_id(cell.id, index) data-column=index.to_string()
            aria-colindex=(index + 2).to_string() style=format!("grid-column:{}", index + 2)
            aria-readonly=(column.editing == Editing::ReadOnly).then_some("true")>
            <FieldDisplay object=Arc::clone(&cell.object) field=column.field record/>
        </div>
    }
    .into_any()
}

/// The record's picture and name, leading to its page. One without a name is "Untitled", so that it can be opened.
#[component]
fn NameLink(cell: Arc<RecordCell>, is_awake: RwSignal<bool>) -> AnyView {
    let object = Arc::clone(&cell.object);
    let href = routes::record(&object.name_singular, &cell.id.to_string());
    let seed = cell.id.to_string();
    let is_square = object.label_field().field_type != FieldType::FullName;
    let record = cell.shown.clone();
    let name = Memo::new(move |_| {
        record.with(|record| {
            let value = record.get(&object.label_field().name).unwrap_or(&serde_json::Value::Null);
            let is_named = !is_empty(object.label_field().field_type, value);
            let name = if is_named { label(&object, record) } else { "Untitled".to_owned() };
            (name, image(&object, record), is_named)
        })
    });
    // A table that has woken up is one stop of the Tab key; before, and without JavaScript, each name is.
    let tab_index = move || is_awake.get().then_some("-1");
    let link = move || {
        let (name, image, is_named) = name.get();
        view! {
            <a class="rec-open" class:rec-untitled=!is_named href=href.clone() tabindex=tab_index draggable="false" title=name.clone()>
                <Avatar name=name.clone() seed=seed.clone() image square=is_square/>
                <span class="truncate">{name.clone()}</span>
            </a>
        }
    };
    view! { {link} }.into_any()
}

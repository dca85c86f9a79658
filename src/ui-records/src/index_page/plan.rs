//! From an address to what is read and shown.

use std::sync::Arc;

use icosa_contract::records::order_by;
use icosa_model::definition::ViewFilterRow;
use icosa_model::query::{Direction, Filter};
use icosa_model::{Model, Object, Record, View};
use icosa_rpc::SignedIn;
use serde_json::json;
use uuid::Uuid;

use super::address::{Address, Sort};
use crate::selection::select_fields;
use crate::table::{Column, List, SortLink, columns, implied_values, view_filters};

/// What an index page shows.
pub struct Plan {
    /// Whose records.
    pub object: Arc<Object>,
    /// Columns, the label first.
    pub columns: Vec<Column>,
    /// What is read.
    pub list: List,
    /// The heads of the columns.
    pub sorts: Vec<Option<SortLink>>,
    /// What a new record must hold to appear here.
    pub preset: Record,
    /// Label of the field the rows are sorted by.
    pub sorted_by: Option<(String, Direction)>,
    /// Rows are kept out by a filter.
    pub is_filtered: bool,
}

impl Plan {
    /// The plan of an address; `None` if there is no such object. A view or sort that does not exist is passed over.
    #[must_use]
    pub fn of(page: &SignedIn, address: &Address) -> Option<Self> {
        let model: &Model = &page.model;
        let object = model.object_by_plural(&address.plural)?;
        let view = view(object, address);
        let member = page.session.member_id;
        let columns = columns(model, object, view);
        let asked = address.sort.as_ref().and_then(|sort| {
            let column = columns.iter().find(|column| column.field == sort.field && column.is_sortable)?;
            Some((column.label.clone(), sort.clone()))
        });
        // Without one in the address, the order is the view's own.
        let sort = asked.or_else(|| {
            let own = stored_sort(object, view?)?;
            Some((object.field(&own.field)?.label.clone(), own))
        });
        let rows = filter_rows(object, view, address);
        let mut filters = view_filters(object, &rows, member);
        if !address.text.is_empty() {
            filters.push(Filter::AnyText(address.text.clone()));
        }
        let is_filtered = !filters.is_empty();
        // When it was written last tells a fresh read from a stale one.
        let names = columns.iter().map(|column| column.field.as_str()).chain(["updatedAt"]);
        let list = List {
            object: object.name_singular.clone(),
            select: select_fields(model, object, names),
            filter: is_filtered.then_some(Filter::And(filters)),
            order: sort.iter().map(|(_, sort)| order_by(&sort.field, sort.direction)).collect(),
        };
        let sorts = columns
            .iter()
            .map(|column| column.is_sortable.then(|| sort_link(address, sort.as_ref(), column)))
            .collect();
        Some(Self {
            preset: implied_values(object, &rows, member),
            sorted_by: sort.map(|(label, sort)| (label, sort.direction)),
            object: Arc::clone(object),
            columns,
            list,
            sorts,
            is_filtered,
        })
    }
}

/// The filters of the view, then the criteria of the address as the view would store them. A criterion on a field that
/// does not exist is passed over.
#[must_use]
pub fn filter_rows(object: &Object, view: Option<&View>, address: &Address) -> Vec<ViewFilterRow> {
    let stored = view.into_iter().flat_map(|view| view.row.filters.iter().cloned());
    let own = address.filters.iter().filter_map(|one| {
        let field = object.field(&one.field)?.id;
        Some(ViewFilterRow::new(Uuid::nil(), field, &one.operand, json!(one.value)))
    });
    stored.chain(own).collect()
}

/// The view an address names, else the object's own.
#[must_use]
pub fn view<'o>(object: &'o Object, address: &Address) -> Option<&'o View> {
    let named = address.view.as_ref().and_then(|id| object.view(id.parse().ok()?));
    named.or_else(|| object.index_view())
}

/// The views of an object that can be shown as a table.
pub fn table_views(object: &Object) -> impl Iterator<Item = &View> {
    object.views.iter().filter(|view| view.row.view_type == "TABLE")
}

/// The first key of a view's stored order.
pub fn stored_sort(object: &Object, view: &View) -> Option<Sort> {
    let row = view.row.sorts.first()?;
    let field = object.field_by_id(row.field_id)?.name.clone();
    let direction = if row.direction == "DESC" { Direction::Descending } else { Direction::Ascending };
    Some(Sort { field, direction })
}

fn sort_link(address: &Address, sort: Option<&(String, Sort)>, column: &Column) -> SortLink {
    let shown = sort.filter(|(_, sort)| sort.field == column.field).map(|(_, sort)| sort.direction);
    let state = match shown {
        None => "none",
        Some(Direction::Ascending) => "ascending",
        Some(Direction::Descending) => "descending",
    };
    SortLink { state, href: address.sorted_next(&column.field).href() }
}

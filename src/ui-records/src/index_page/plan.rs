//! From an address to what is read and shown.

use std::sync::Arc;

use icosa_contract::records::order_by;
use icosa_model::definition::{ViewFilterRow, ViewRow};
use icosa_model::query::{Criterion, Direction, Filter, ViewScope};
use icosa_model::{Field, Model, Object, Record, View};
use icosa_rpc::SignedIn;
use serde_json::json;
use uuid::Uuid;

use super::address::{Address, Sort};
use crate::selection::select_fields;
use crate::table::{Column, List, columns, implied_values};

/// What an index page shows.
pub struct Plan {
    /// Whose records.
    pub object: Arc<Object>,
    /// Columns, the label first.
    pub columns: Vec<Column>,
    /// What is read.
    pub list: List,
    /// The heads of the columns: how each is sorted, as `aria-sort` has it, and the address sorted the next way.
    pub sorts: Vec<Option<(&'static str, Address)>>,
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
        let text = Some(address.text.clone()).filter(|text| !text.is_empty());
        // When it was written last tells a fresh read from a stale one.
        let names = columns.iter().map(|column| column.field.as_str()).chain(["updatedAt"]);
        let list = List {
            object: object.name_singular.clone(),
            select: select_fields(model, object, names),
            filter: text.map(Filter::AnyText),
            within: ViewScope {
                view: view.filter(|view| is_filtering(&view.row)).map(|view| view.row.id),
                criteria: address.filters.clone(),
            },
            through: through(model, object, view),
            order: sort.iter().map(|(_, sort)| order_by(&sort.field, sort.direction)).collect(),
        };
        let sorts = columns
            .iter()
            .map(|column| column.is_sortable.then(|| sorted(address, sort.as_ref(), column)))
            .collect();
        Some(Self {
            preset: preset(object, view, address, page.session.member_id),
            sorted_by: sort.map(|(label, sort)| (label, sort.direction)),
            object: Arc::clone(object),
            columns,
            is_filtered: list.is_filtered(),
            list,
            sorts,
        })
    }
}

/// What the filters of the view and of the address make new records hold.
fn preset(object: &Object, view: Option<&View>, address: &Address, member: Uuid) -> Record {
    let stored = view.into_iter().flat_map(|view| view.row.filters.iter().cloned());
    let own = address.filters.iter().filter_map(|one| criterion_row(object, one));
    let rows: Vec<ViewFilterRow> = stored.chain(own).collect();
    let groups = view.map(|view| view.row.filter_groups.as_slice()).unwrap_or_default();
    implied_values(object, &rows, groups, member)
}

/// A criterion as a view would store it; `None` where its field does not exist.
#[must_use]
pub fn criterion_row(object: &Object, one: &Criterion) -> Option<ViewFilterRow> {
    let field = object.field(&one.field)?.id;
    Some(ViewFilterRow::new(Uuid::nil(), field, &one.operand, json!(one.value)))
}

fn is_filtering(view: &ViewRow) -> bool {
    let text = view.any_field_filter_value.as_deref().unwrap_or_default();
    !view.filters.is_empty() || !text.trim().is_empty()
}

/// Objects and their fields that filters of the view look at through relations.
fn through(model: &Model, object: &Object, view: Option<&View>) -> Vec<(String, String)> {
    let through = |row: &ViewFilterRow| {
        let (target, field) = related_field(model, object, row)?;
        Some((target.name_singular.clone(), field.name.clone()))
    };
    view.into_iter().flat_map(|view| view.row.filters.iter().filter_map(through)).collect()
}

/// The field of related records that a filter compares, with the object it belongs to.
#[must_use]
pub fn related_field<'m>(
    model: &'m Model,
    object: &Object,
    row: &ViewFilterRow,
) -> Option<(&'m Object, &'m Field)> {
    let relation = object.field_by_id(row.field_id)?.relation.as_ref()?;
    let target = model.object_by_id(relation.target)?;
    Some((target, target.field_by_id(row.relation_target_field_id?)?))
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

fn sorted(address: &Address, sort: Option<&(String, Sort)>, column: &Column) -> (&'static str, Address) {
    let shown = sort.filter(|(_, sort)| sort.field == column.field).map(|(_, sort)| sort.direction);
    let state = match shown {
        None => "none",
        Some(Direction::Ascending) => "ascending",
        Some(Direction::Descending) => "descending",
    };
    (state, address.sorted_next(&column.field))
}

//! Changes of views, as lists of changes of the data model: what a person does in one step is stored in one step.

use icosa_contract::data_model::{
    Change, CreateView, CreateViewField, CreateViewFilter, CreateViewFilterGroup, CreateViewSort,
    UpdateViewField, ViewFieldPatch, ViewFilterGroupPatch, ViewFilterPatch, ViewPatch, ViewSortPatch,
};
use icosa_contract::patch::Patch;
use icosa_model::definition::{ViewFilterGroupRow, ViewFilterRow, ViewRow};
use icosa_model::query::{Criterion, Direction};
use icosa_model::{FieldId, Object, View, ViewId};
use uuid::Uuid;

use super::address::Sort;

/// Shows or hides a column.
#[must_use]
pub fn show_column(view: &View, field: FieldId, is_visible: bool) -> Change {
    let known = view.row.fields.iter().find(|column| column.field_id == field);
    let rest = ViewFieldPatch { is_visible: Some(is_visible), ..ViewFieldPatch::default() };
    match known {
        Some(column) => Change::UpdateViewField(UpdateViewField { id: column.id, update: rest }),
        None => {
            let last = view.row.fields.iter().map(|column| column.position).fold(0.0, f64::max);
            let rest = ViewFieldPatch { position: Some(last + 1.0), ..rest };
            Change::CreateViewField(CreateViewField { id: None, view_id: view.row.id, field_id: field, rest })
        }
    }
}

/// Moves a column to its place in `order`, which names the visible ones with the label first. `None` where it stands
/// there already.
#[must_use]
pub fn move_column(view: &View, order: &[FieldId], moved: FieldId) -> Option<Change> {
    let column = |id: &FieldId| view.row.fields.iter().find(|column| column.field_id == *id);
    let at = order.iter().position(|id| *id == moved)?;
    let before = order.get(at.checked_sub(1)?).and_then(column)?.position;
    let after = order.get(at + 1).and_then(column).map(|column| column.position);
    let own = column(&moved)?;
    if before < own.position && after.is_none_or(|after| own.position < after) {
        return None;
    }
    let position = after.map_or(before + 1.0, |after| f64::midpoint(before, after));
    let update = ViewFieldPatch { position: Some(position), ..ViewFieldPatch::default() };
    Some(Change::UpdateViewField(UpdateViewField { id: own.id, update }))
}

/// Replaces the stored order of a view.
#[must_use]
pub fn store_sort(object: &Object, view: &View, sort: &Sort) -> Vec<Change> {
    let mut changes: Vec<Change> = view.row.sorts.iter().map(|row| Change::DeleteViewSort(row.id)).collect();
    changes.extend(create_sort(object, view.row.id, sort));
    changes
}

fn create_sort(object: &Object, view_id: ViewId, sort: &Sort) -> Option<Change> {
    let field_id = object.field(&sort.field)?.id;
    let direction = if sort.direction == Direction::Descending { "DESC" } else { "ASC" };
    let rest = ViewSortPatch { direction: Some(direction.to_owned()), ..ViewSortPatch::default() };
    Some(Change::CreateViewSort(CreateViewSort { id: None, view_id, field_id, rest }))
}

/// A criterion of an address as a filter of a view; `None` where its field does not exist.
#[must_use]
pub fn create_criterion(object: &Object, view_id: ViewId, criterion: &Criterion) -> Option<Change> {
    Some(Change::CreateViewFilter(CreateViewFilter {
        id: None,
        view_id,
        field_id: object.field(&criterion.field)?.id,
        operand: criterion.operand.clone(),
        value: serde_json::Value::String(criterion.value.clone()),
        rest: ViewFilterPatch::default(),
    }))
}

/// A new view with this name and everything of another: columns, widths, filters, and an order. Answers its id.
#[must_use]
pub fn copy_view(object: &Object, view: &View, name: &str, sort: Option<&Sort>) -> (ViewId, Vec<Change>) {
    let id = ViewId::random();
    let row = &view.row;
    let create = CreateView {
        id: Some(id),
        object_id: row.object_id,
        name: name.to_owned(),
        icon: row.icon.clone(),
        view_type: Some(row.view_type.clone()),
        key: None,
        rest: ViewPatch {
            any_field_filter_value: Patch::from(row.any_field_filter_value.clone()),
            ..ViewPatch::default()
        },
    };
    let mut changes = vec![Change::CreateView(create)];
    changes.extend(row.fields.iter().map(|column| {
        let rest = ViewFieldPatch {
            is_visible: Some(column.is_visible),
            size: Some(f64::from(column.size)),
            position: Some(column.position),
            aggregate_operation: Patch::from(column.aggregate_operation.clone()),
            view_field_group_id: Patch::Keep,
        };
        Change::CreateViewField(CreateViewField { id: None, view_id: id, field_id: column.field_id, rest })
    }));
    changes.extend(copy_filters(row, id));
    changes.extend(sort.and_then(|sort| create_sort(object, id, sort)));
    (id, changes)
}

fn copy_filters(row: &ViewRow, id: ViewId) -> Vec<Change> {
    let outer = row.filter_groups.iter().filter(|group| group.parent_view_filter_group_id.is_none());
    let alone = row.filters.iter().filter(|filter| filter.view_filter_group_id.is_none());
    let alone = alone.map(|filter| create_filter(filter, id, None));
    alone.chain(outer.flat_map(|group| copy_group(row, group, id, None))).collect()
}

/// The changes that make a group of filters again, with everything inside it.
#[must_use]
pub fn create_group(row: &ViewRow, group: Uuid) -> Vec<Change> {
    let group = row.filter_groups.iter().find(|row| row.id == group);
    group.map(|group| copy_group(row, group, row.id, None)).unwrap_or_default()
}

/// A group in a view, before what stands inside it.
fn copy_group(
    row: &ViewRow,
    group: &ViewFilterGroupRow,
    view_id: ViewId,
    parent: Option<Uuid>,
) -> Vec<Change> {
    let id = Uuid::new_v4();
    let rest = ViewFilterGroupPatch {
        parent_view_filter_group_id: Patch::from(parent),
        logical_operator: Some(group.logical_operator.clone()),
        position_in_view_filter_group: Patch::from(group.position_in_view_filter_group),
    };
    let mut changes =
        vec![Change::CreateViewFilterGroup(CreateViewFilterGroup { id: Some(id), view_id, rest })];
    let filters = row.filters.iter().filter(|filter| filter.view_filter_group_id == Some(group.id));
    changes.extend(filters.map(|filter| create_filter(filter, view_id, Some(id))));
    let inner = row.filter_groups.iter().filter(|inner| inner.parent_view_filter_group_id == Some(group.id));
    changes.extend(inner.flat_map(|inner| copy_group(row, inner, view_id, Some(id))));
    changes
}

/// A stored filter in a view.
#[must_use]
pub fn create_filter(filter: &ViewFilterRow, view_id: ViewId, group: Option<Uuid>) -> Change {
    let rest = ViewFilterPatch {
        view_filter_group_id: Patch::from(group),
        position_in_view_filter_group: Patch::from(filter.position_in_view_filter_group),
        sub_field_name: Patch::from(filter.sub_field_name.clone()),
        relation_target_field_id: Patch::from(filter.relation_target_field_id),
        ..ViewFilterPatch::default()
    };
    Change::CreateViewFilter(CreateViewFilter {
        id: None,
        view_id,
        field_id: filter.field_id,
        operand: filter.operand.clone(),
        value: filter.value.clone(),
        rest,
    })
}

#[cfg(test)]
mod tests {
    use icosa_model::ObjectId;
    use icosa_model::definition::ViewFieldRow;

    use super::*;

    fn field(n: u128) -> FieldId {
        FieldId(Uuid::from_u128(n))
    }

    fn view() -> View {
        let object = ObjectId(Uuid::from_u128(9));
        let mut row = ViewRow::new(ViewId(Uuid::from_u128(8)), object, "All", "TABLE");
        let column = |n: u128| ViewFieldRow::new(Uuid::from_u128(100 + n), field(n), n as f64);
        row.fields = vec![column(0), column(1), column(2)];
        View { name: row.name.clone(), columns: Vec::new(), row }
    }

    fn position(change: Option<Change>) -> Option<f64> {
        match change? {
            Change::UpdateViewField(change) => change.update.position,
            _ => None,
        }
    }

    #[test]
    fn a_column_gets_a_place_between_its_neighbours() {
        let view = view();
        assert_eq!(position(move_column(&view, &[0, 2, 1].map(field), field(2))), Some(0.5));
        assert_eq!(position(move_column(&view, &[0, 2, 1].map(field), field(1))), Some(3.0));
        assert_eq!(move_column(&view, &[0, 1, 2].map(field), field(2)), None, "it stands there");
        assert_eq!(move_column(&view, &[0, 1, 2].map(field), field(0)), None, "the label stays first");
    }

    #[test]
    fn a_shown_column_is_changed_or_made() {
        assert!(matches!(show_column(&view(), field(1), false), Change::UpdateViewField(_)));
        match show_column(&view(), field(7), true) {
            Change::CreateViewField(made) => assert_eq!(made.rest.position, Some(3.0)),
            other => panic!("{other:?}"),
        }
    }
}

//! The rows of every table, as JSON objects keyed as in [`Metadata`] with the ids of their parents added.

use icosa_model::Metadata;
use icosa_model::definition::{IndexRow, ObjectRow, ViewRow};
use serde::Serialize;
use serde_json::{Value, json};

use super::columns::{self, Table};
use crate::error::StoreError;

#[derive(Default)]
pub(super) struct Rows {
    pub objects: Vec<Value>,
    pub fields: Vec<Value>,
    pub search_fields: Vec<Value>,
    pub indexes: Vec<Value>,
    pub index_fields: Vec<Value>,
    pub views: Vec<Value>,
    pub view_field_groups: Vec<Value>,
    pub view_fields: Vec<Value>,
    pub view_groups: Vec<Value>,
    pub view_filter_groups: Vec<Value>,
    pub view_filters: Vec<Value>,
    pub view_sorts: Vec<Value>,
    pub navigation: Vec<Value>,
    pub page_layouts: Vec<Value>,
    pub page_layout_tabs: Vec<Value>,
    pub page_layout_widgets: Vec<Value>,
    pub command_menu_items: Vec<Value>,
}

impl Rows {
    pub fn of(metadata: &Metadata) -> Result<Self, StoreError> {
        let mut rows = Self::default();
        for object in &metadata.objects {
            rows.objects.push(row(object)?);
            rows.add_search_fields(object);
        }
        for field in &metadata.fields {
            rows.fields.push(row(field)?);
        }
        for index in &metadata.indexes {
            rows.indexes.push(row(index)?);
            rows.add_index_fields(index)?;
        }
        for view in &metadata.views {
            rows.add_view(view)?;
        }
        for item in &metadata.navigation {
            rows.navigation.push(row(item)?);
        }
        extend(&mut rows.page_layouts, &metadata.page_layouts, &[])?;
        extend(&mut rows.page_layout_tabs, &metadata.page_layout_tabs, &[])?;
        extend(&mut rows.page_layout_widgets, &metadata.page_layout_widgets, &[])?;
        extend(&mut rows.command_menu_items, &metadata.command_menu_items, &[])?;
        Ok(rows)
    }

    pub fn add_search_fields(&mut self, object: &ObjectRow) {
        for (position, field) in object.search_field_ids.iter().enumerate() {
            self.search_fields.push(json!({"objectId": object.id, "fieldId": field, "position": position}));
        }
    }

    pub fn add_index_fields(&mut self, index: &IndexRow) -> Result<(), StoreError> {
        for (order, field) in index.fields.iter().enumerate() {
            self.index_fields.push(child(field, &[("indexId", json!(index.id)), ("order", json!(order))])?);
        }
        Ok(())
    }

    fn add_view(&mut self, view: &ViewRow) -> Result<(), StoreError> {
        let parent = [("viewId", json!(view.id))];
        self.views.push(row(view)?);
        extend(&mut self.view_field_groups, &view.field_groups, &parent)?;
        extend(&mut self.view_fields, &view.fields, &parent)?;
        extend(&mut self.view_groups, &view.groups, &parent)?;
        extend(&mut self.view_filter_groups, &view.filter_groups, &parent)?;
        extend(&mut self.view_filters, &view.filters, &parent)?;
        extend(&mut self.view_sorts, &view.sorts, &parent)
    }

    /// In an order that satisfies the foreign keys checked at once.
    pub fn tables(self) -> [(&'static Table, Vec<Value>); 17] {
        [
            (&columns::OBJECTS, self.objects),
            (&columns::FIELDS, self.fields),
            (&columns::SEARCH_FIELDS, self.search_fields),
            (&columns::INDEXES, self.indexes),
            (&columns::INDEX_FIELDS, self.index_fields),
            (&columns::VIEWS, self.views),
            (&columns::VIEW_FIELD_GROUPS, self.view_field_groups),
            (&columns::VIEW_FIELDS, self.view_fields),
            (&columns::VIEW_GROUPS, self.view_groups),
            (&columns::VIEW_FILTER_GROUPS, self.view_filter_groups),
            (&columns::VIEW_FILTERS, self.view_filters),
            (&columns::VIEW_SORTS, self.view_sorts),
            (&columns::NAVIGATION, self.navigation),
            (&columns::PAGE_LAYOUTS, self.page_layouts),
            (&columns::PAGE_LAYOUT_TABS, self.page_layout_tabs),
            (&columns::PAGE_LAYOUT_WIDGETS, self.page_layout_widgets),
            (&columns::COMMAND_MENU_ITEMS, self.command_menu_items),
        ]
    }
}

pub(super) fn row(value: &impl Serialize) -> Result<Value, StoreError> {
    serde_json::to_value(value).map_err(|source| StoreError::Json { what: "a metadata row", source })
}

pub(super) fn child(value: &impl Serialize, parent: &[(&str, Value)]) -> Result<Value, StoreError> {
    let mut row = row(value)?;
    if let Value::Object(row) = &mut row {
        row.extend(parent.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
    }
    Ok(row)
}

fn extend(
    rows: &mut Vec<Value>,
    values: &[impl Serialize],
    parent: &[(&str, Value)],
) -> Result<(), StoreError> {
    for value in values {
        rows.push(child(value, parent)?);
    }
    Ok(())
}

//! What follows for views from changes of objects and fields.

use std::collections::BTreeMap;

use icosa_model::definition::{FieldRow, ViewGroupRow, ViewRow};
use icosa_model::{FieldId, FieldType, ObjectId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::data_model::draft::Draft;
use crate::data_model::objects::column;

/// So many groups of a view are shown; more are there and hidden.
pub const MAX_VISIBLE_GROUPS: usize = 100;

/// Another field names the records: its column is shown first in every view of the object that has columns.
pub fn lead_with(draft: &mut Draft<'_>, object: ObjectId, field: FieldId) {
    let now = draft.now;
    let views = draft.metadata.views.iter().enumerate();
    let tables: Vec<usize> = views
        .filter(|(_, view)| view.object_id == object && view.view_type != "FIELDS_WIDGET")
        .map(|(i, _)| i)
        .collect();
    for i in tables {
        let Some(view) = draft.metadata.views.get(i) else { continue };
        let first = view.fields.iter().map(|column| column.position).fold(0.0, f64::min) - 1.0;
        let added = view.fields.iter().all(|column| column.field_id != field);
        let new = added.then(|| column(draft, view, field, first));
        let Some(view) = draft.metadata.views.get_mut(i) else { continue };
        view.fields.extend(new);
        for column in view.fields.iter_mut().filter(|column| column.field_id == field) {
            (column.position, column.is_visible, column.updated_at) = (first, true, now);
        }
    }
}

/// Options were renamed, removed or added: groups, filters and the empty group follow.
pub fn follow_options(
    draft: &mut Draft<'_>,
    before: &FieldRow,
    after: &FieldRow,
    mapping: &BTreeMap<String, Option<String>>,
) {
    let values = Values::new(before, after, mapping);
    let now = draft.now;
    let fresh: Vec<(usize, Vec<ViewGroupRow>)> = draft
        .metadata
        .views
        .iter()
        .enumerate()
        .filter(|(_, view)| view.main_group_by_field_id == Some(after.id))
        .map(|(i, view)| (i, groups(draft, view, after, &values)))
        .collect();
    for (i, groups) in fresh {
        if let Some(view) = draft.metadata.views.get_mut(i) {
            view.groups = groups;
        }
    }
    for view in &mut draft.metadata.views {
        let is_about = |filter: &icosa_model::definition::ViewFilterRow| {
            filter.field_id == after.id || filter.relation_target_field_id == Some(after.id)
        };
        for filter in view.filters.iter_mut().filter(|filter| is_about(filter)) {
            if let Some(value) = values.in_filter(&filter.value) {
                filter.value = value;
                filter.updated_at = now;
            }
        }
        view.filters.retain(|filter| !(is_about(filter) && filter.value == json!([])));
    }
}

/// What became of each old value.
struct Values {
    now: BTreeMap<String, Option<String>>,
    added: Vec<String>,
}

impl Values {
    fn new(before: &FieldRow, after: &FieldRow, mapping: &BTreeMap<String, Option<String>>) -> Self {
        let by_id = |id: Uuid| after.options.iter().find(|option| option.id == id).map(|o| o.value.clone());
        let now = before
            .options
            .iter()
            .map(|option| {
                let mapped = || mapping.get(&option.value).cloned().flatten();
                (option.value.clone(), by_id(option.id).or_else(mapped))
            })
            .collect();
        let is_new = |id: Uuid| before.options.iter().all(|option| option.id != id);
        let added = after.options.iter().filter(|o| is_new(o.id)).map(|o| o.value.clone()).collect();
        Self { now, added }
    }

    /// The new value of a filter, if it changes: lists of values, as JSON or as JSON text, and single values.
    fn in_filter(&self, value: &Value) -> Option<Value> {
        let (list, as_text) = match value {
            Value::Array(items) => (items.clone(), false),
            Value::String(text) => match serde_json::from_str::<Value>(text) {
                Ok(Value::Array(items)) => (items, true),
                _ => {
                    let new = self.now.get(text)?;
                    let new = new.as_ref().map_or_else(|| json!([]), |value| json!(value));
                    return (new != *value).then_some(new);
                }
            },
            _ => return None,
        };
        let mut kept: Vec<Value> = Vec::new();
        for item in &list {
            let new = match item.as_str().and_then(|text| self.now.get(text)) {
                Some(None) => continue,
                Some(Some(value)) => json!(value),
                None => item.clone(),
            };
            if !kept.contains(&new) {
                kept.push(new);
            }
        }
        if kept == list {
            return None;
        }
        let kept = Value::Array(kept);
        let is_empty = kept == json!([]);
        Some(if as_text && !is_empty { Value::String(kept.to_string()) } else { kept })
    }
}

/// The groups of a view that is grouped by the field: those there are under their new values, new ones at the end,
/// the one for "no value" where the field may be empty.
fn groups(draft: &Draft<'_>, view: &ViewRow, field: &FieldRow, values: &Values) -> Vec<ViewGroupRow> {
    let mut groups: Vec<ViewGroupRow> = Vec::new();
    for group in &view.groups {
        let value = match values.now.get(&group.field_value) {
            Some(Some(value)) => value.clone(),
            Some(None) => continue,
            None if group.field_value.is_empty() && !field.is_nullable => continue,
            None => group.field_value.clone(),
        };
        if groups.iter().all(|other| other.field_value != value) {
            let is_same = value == group.field_value;
            let updated_at = if is_same { group.updated_at } else { draft.now };
            groups.push(ViewGroupRow { field_value: value, updated_at, ..group.clone() });
        }
    }
    let mut wanted = values.added.clone();
    if field.is_nullable && field.field_type != FieldType::MultiSelect {
        wanted.push(String::new());
    }
    wanted.retain(|value| groups.iter().all(|group| group.field_value != *value));
    for value in wanted {
        groups.push(new_group(draft, view, &value, &groups));
    }
    groups
}

/// A group behind those that are there; hidden when too many are shown already.
pub fn new_group(draft: &Draft<'_>, view: &ViewRow, value: &str, others: &[ViewGroupRow]) -> ViewGroupRow {
    let position = others.iter().map(|group| group.position + 1.0).fold(0.0, f64::max);
    ViewGroupRow {
        universal_identifier: draft
            .universal_id("viewGroup", &format!("{}:{value}", view.universal_identifier)),
        is_visible: others.iter().filter(|group| group.is_visible).count() < MAX_VISIBLE_GROUPS,
        created_at: draft.now,
        updated_at: draft.now,
        ..ViewGroupRow::new(Uuid::new_v4(), value, position)
    }
}

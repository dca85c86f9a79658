//! The stored filters of a view, and criteria of addresses, in the form clients send filters in, judged like any other:
//! tables, exports and groups keep the same rows.
//!
//! A filter without a usable value, or of a kind that does not suit its field, keeps every record.

mod dates;
mod sent;

use chrono::Utc;
use chrono_tz::Tz;
use icosa_contract::{Actor, AppError};
use icosa_model::ViewId;
use icosa_model::definition::{ViewFilterGroupRow, ViewFilterRow};
use icosa_model::query::{Criterion, MAX_CRITERIA, ViewScope};
use icosa_model::view_filter::view_filter;
use icosa_model::{Field, FieldType, Model, Object, View};
use serde_json::{Value, json};
use uuid::Uuid;

use super::conditions::{Filtered, read_filter};
use crate::zones;

/// Deepest nesting of filter groups.
const MOST_DEPTH: usize = 8;

/// What all filters of a view keep together.
///
/// # Errors
/// `NOT_FOUND` for a view that is none of this object's or another person's unlisted one.
pub(crate) fn of_view(
    actor: &Actor,
    model: &Model,
    object: &Object,
    id: ViewId,
) -> Result<Filtered, AppError> {
    let is_seen = |view: &&View| {
        view.row.visibility != "UNLISTED" || view.row.created_by_user_workspace_id == actor.user_workspace
    };
    let Some(view) = object.view(id).filter(is_seen) else {
        return Err(AppError::not_found("The view does not exist").with_sub_code("VIEW_NOT_FOUND"));
    };
    let row = &view.row;
    Asked {
        filters: &row.filters,
        groups: &row.filter_groups,
        text: row.any_field_filter_value.as_deref(),
        ..Asked::of(actor, model, object)
    }
    .read()
}

/// What criteria keep together. One on a field that does not exist is passed over.
///
/// # Errors
/// None that criteria alone bring about.
pub(crate) fn of_criteria(
    actor: &Actor,
    model: &Model,
    object: &Object,
    criteria: &[Criterion],
) -> Result<Filtered, AppError> {
    let row = |one: &Criterion| {
        let field = object.field(&one.field)?.id;
        Some(ViewFilterRow::new(Uuid::nil(), field, &one.operand, json!(one.value)))
    };
    let filters: Vec<ViewFilterRow> = criteria.iter().take(MAX_CRITERIA).filter_map(row).collect();
    Asked { filters: &filters, ..Asked::of(actor, model, object) }.read()
}

/// What a table keeps.
///
/// # Errors
/// As [`of_view`].
pub(crate) fn of_scope(
    actor: &Actor,
    model: &Model,
    object: &Object,
    scope: &ViewScope,
) -> Result<Filtered, AppError> {
    let own = of_criteria(actor, model, object, &scope.criteria)?;
    match scope.view {
        Some(view) => Ok(of_view(actor, model, object, view)?.and(own)),
        None => Ok(own),
    }
}

/// Filters that are being read.
struct Asked<'m> {
    model: &'m Model,
    object: &'m Object,
    filters: &'m [ViewFilterRow],
    groups: &'m [ViewFilterGroupRow],
    /// Any field has it.
    text: Option<&'m str>,
    /// Who "me" is.
    member: Option<Uuid>,
    now: chrono::DateTime<Utc>,
    /// Whose days are meant where a filter names no zone.
    zone: Tz,
}

impl<'m> Asked<'m> {
    /// No filters yet.
    fn of(actor: &Actor, model: &'m Model, object: &'m Object) -> Self {
        Self {
            model,
            object,
            filters: &[],
            groups: &[],
            text: None,
            member: actor.member,
            now: Utc::now(),
            zone: zones::find(actor.zone),
        }
    }

    fn read(&self) -> Result<Filtered, AppError> {
        read_filter(self.model, self.object, Some(&self.all()))
    }

    fn all(&self) -> Value {
        let mut all = self.members(None, 0);
        if let Some(text) = self.text.map(str::trim).filter(|text| !text.is_empty())
            && self.object.field("searchVector").is_some()
        {
            all.push(json!({"searchVector": {"search": text}}));
        }
        json!({ "and": all })
    }

    /// The filters and groups right inside a group; at the top those of no group.
    fn members(&self, group: Option<Uuid>, depth: usize) -> Vec<Value> {
        if depth > MOST_DEPTH {
            return Vec::new();
        }
        let filters = self.filters.iter().filter(|filter| filter.view_filter_group_id == group);
        let groups = self.groups.iter().filter(|inner| inner.parent_view_filter_group_id == group);
        let filters = filters.filter_map(|filter| self.filter(filter));
        filters.chain(groups.filter_map(|inner| self.group(inner, depth))).collect()
    }

    fn group(&self, group: &ViewFilterGroupRow, depth: usize) -> Option<Value> {
        let members = self.members(Some(group.id), depth + 1);
        if members.is_empty() {
            return None;
        }
        Some(match group.logical_operator.as_str() {
            "OR" => json!({ "or": members }),
            "NOT" => json!({ "not": { "or": members } }),
            _ => json!({ "and": members }),
        })
    }

    fn filter(&self, row: &ViewFilterRow) -> Option<Value> {
        let field = self.object.field_by_id(row.field_id)?;
        let Some(other) = row.relation_target_field_id else { return self.of_field(field, row) };
        let target = self.model.object_by_id(field.relation.as_ref()?.target)?;
        let inner = self.of_field(target.field_by_id(other)?, row)?;
        Some(json!({ field.name.as_str(): inner }))
    }

    fn of_field(&self, field: &Field, row: &ViewFilterRow) -> Option<Value> {
        let operand = row.operand.as_str();
        match operand {
            "IS_EMPTY" => return is_empty(field, row.sub_field_name.as_deref()),
            "IS_NOT_EMPTY" | "IS_NOT_NULL" => {
                return Some(not(is_empty(field, row.sub_field_name.as_deref())?));
            }
            _ => {}
        }
        if matches!(field.field_type, FieldType::Date | FieldType::DateTime)
            && let Some(relative) = dates::filter(field, operand, row.text().trim(), self.now, self.zone)
        {
            return Some(relative);
        }
        Some(sent::sent(field, &view_filter(field, row, self.member)?))
    }
}

/// `{name: {operator: value}}`
fn compared(name: &str, operator: &str, value: impl Into<Value>) -> Value {
    json!({ name: { operator: value.into() } })
}

/// `{name: {part: {operator: value}}}`
fn compared_part(name: &str, part: &str, operator: &str, value: impl Into<Value>) -> Value {
    json!({ name: { part: { operator: value.into() } } })
}

fn not(filter: Value) -> Value {
    json!({ "not": filter })
}

fn is_empty(field: &Field, part: Option<&str>) -> Option<Value> {
    let name = field.name.as_str();
    if let Some(part) = part {
        field.column(Some(part))?;
        return Some(compared_part(name, part, "is", "NULL"));
    }
    if field.field_type.is_composite() {
        let parts = field.meaning().filter_map(|column| column.sub_field);
        let all: Vec<Value> = parts.map(|part| compared_part(name, part, "is", "NULL")).collect();
        return Some(json!({ "and": all }));
    }
    if field.field_type == FieldType::TsVector {
        return None;
    }
    match (&field.relation, field.join_column()) {
        (Some(_), None) => None,
        (_, column) => Some(compared(column.unwrap_or(name), "is", "NULL")),
    }
}

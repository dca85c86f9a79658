//! Stored filters of a view, and those of an address, as filters of a read.
//!
//! A filter without a usable value, or of a kind this version does not know, keeps every row, as the view bar has it.

use icosa_model::definition::ViewFilterRow;
use icosa_model::query::{FieldPath, Filter, Op};
use icosa_model::view_filter::{chosen, view_filter};
use icosa_model::{Field, FieldType, Object};
use serde_json::{Value, json};
use uuid::Uuid;

/// Those of stored filters that can be applied; `member` stands for "Me".
#[must_use]
pub fn view_filters(object: &Object, rows: &[ViewFilterRow], member: Uuid) -> Vec<Filter> {
    // What is said of a field of related records is nothing that a read of rows can ask.
    let own = rows.iter().filter(|row| row.relation_target_field_id.is_none());
    own.filter_map(|row| filter(object.field_by_id(row.field_id)?, row, member)).collect()
}

fn filter(field: &Field, row: &ViewFilterRow, member: Uuid) -> Option<Filter> {
    match row.operand.as_str() {
        "IS_EMPTY" => is_empty(field, row.sub_field_name.as_deref()),
        "IS_NOT_EMPTY" => Some(Filter::Not(Box::new(is_empty(field, row.sub_field_name.as_deref())?))),
        _ => view_filter(field, row, Some(member)),
    }
}

fn is_empty(field: &Field, part: Option<&str>) -> Option<Filter> {
    let is_held = !field.is_to_many() && field.field_type != FieldType::TsVector;
    let path = match part {
        Some(part) => {
            field.column(Some(part))?;
            FieldPath::part(&field.name, part)
        }
        None => FieldPath::field(is_held.then(|| field.join_column().unwrap_or(&field.name))?),
    };
    Some(Filter::Compare { path, op: Op::IsNull, value: Value::Null })
}

/// What a new record must hold so that it appears in the view: values that a filter leaves no choice about.
#[must_use]
pub fn implied_values(object: &Object, rows: &[ViewFilterRow], member: Uuid) -> icosa_model::Record {
    let mut values = icosa_model::Record::new();
    for row in rows.iter().filter(|row| row.operand == "IS" && row.relation_target_field_id.is_none()) {
        let Some(field) = object.field_by_id(row.field_id) else { continue };
        let key = field.join_column().unwrap_or(&field.name);
        match field.field_type {
            FieldType::Relation | FieldType::Select | FieldType::Rating => {
                // An option that is gone is no value of new records either.
                if let Some([value]) = chosen(field, row.text().trim(), Some(member)).as_deref()
                    && value != &json!("")
                {
                    values.insert(key.to_owned(), value.clone());
                }
            }
            FieldType::Boolean => {
                if let Ok(value) = row.text().trim().parse::<bool>() {
                    values.insert(key.to_owned(), json!(value));
                }
            }
            _ => {}
        }
    }
    values
}

#[cfg(test)]
mod tests;

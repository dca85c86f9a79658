//! The figures that can be asked of many records, by the names of the API: `sumAmountAmountMicros`.

use icosa_model::naming::capitalised;
use icosa_model::{Field, FieldType, Object};
use icosa_sqlgen::aggregate::{Aggregate, AggregateOperation};

/// Every figure of an object's records with its name; the total first.
#[must_use]
pub fn figures(object: &Object) -> Vec<(String, Aggregate)> {
    let mut all = vec![("totalCount".to_owned(), Aggregate::TotalCount)];
    for field in &object.fields {
        for operation in AggregateOperation::of(field.field_type) {
            let aggregate = Aggregate::Of { operation, field: field.name.clone() };
            all.push((figure_name(field, operation), aggregate));
        }
    }
    all
}

/// The figure of that name.
#[must_use]
pub fn figure(object: &Object, name: &str) -> Option<Aggregate> {
    if name == "totalCount" {
        return Some(Aggregate::TotalCount);
    }
    object.fields.iter().find_map(|field| {
        let mut operations = AggregateOperation::of(field.field_type).into_iter();
        let operation = operations.find(|operation| figure_name(field, *operation) == name)?;
        Some(Aggregate::Of { operation, field: field.name.clone() })
    })
}

fn figure_name(field: &Field, operation: AggregateOperation) -> String {
    let is_amount = field.field_type == FieldType::Currency && operation.is_of_values();
    let part = if is_amount { "AmountMicros" } else { "" };
    format!("{}{}{part}", operation.prefix(), capitalised(&field.name))
}

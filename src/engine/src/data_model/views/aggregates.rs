//! What can be computed over the values of a field (metadata API, section 9.1).

use icosa_model::FieldType;
use icosa_model::definition::FieldRow;

use super::code;
use crate::data_model::report::Problem;

/// Of any field.
const COUNTS: [&str; 6] = [
    "COUNT",
    "COUNT_UNIQUE_VALUES",
    "COUNT_EMPTY",
    "COUNT_NOT_EMPTY",
    "PERCENTAGE_EMPTY",
    "PERCENTAGE_NOT_EMPTY",
];

/// Whether the operation is one of those there are, and one for this field.
pub fn check(operation: &str, field: &FieldRow) -> Option<Problem> {
    let fits = COUNTS.contains(&operation) || of(field.field_type).contains(&operation);
    (!fits).then(|| {
        let message = format!("{operation:?} cannot be computed over {}.", field.label);
        Problem::new(code::INVALID, message).with_value(operation)
    })
}

/// Besides the counts.
fn of(kind: FieldType) -> &'static [&'static str] {
    use FieldType as T;
    match kind {
        T::Number | T::Numeric | T::Currency | T::Rating | T::Position => &["MIN", "MAX", "AVG", "SUM"],
        T::Date | T::DateTime => &["MIN", "MAX"],
        T::Boolean => &["COUNT_TRUE", "COUNT_FALSE"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use icosa_model::{FieldId, ObjectId};

    use super::*;

    #[test]
    fn numbers_are_summed_dates_bounded_and_booleans_told_apart() {
        let allowed = |kind, operation| {
            check(operation, &FieldRow::new(FieldId::random(), ObjectId::random(), "x", kind)).is_none()
        };
        for operation in COUNTS {
            assert!(allowed(FieldType::Text, operation) && allowed(FieldType::Relation, operation));
        }
        assert!(allowed(FieldType::Currency, "SUM") && allowed(FieldType::Rating, "AVG"));
        assert!(allowed(FieldType::Date, "MIN") && !allowed(FieldType::Date, "SUM"));
        assert!(allowed(FieldType::Boolean, "COUNT_TRUE") && !allowed(FieldType::Number, "COUNT_TRUE"));
        assert!(!allowed(FieldType::Text, "MAX") && !allowed(FieldType::Number, "MEDIAN"));
    }
}

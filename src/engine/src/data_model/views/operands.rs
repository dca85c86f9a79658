//! How stored filters can compare the values of a field (metadata API, section 9.4).

use icosa_model::FieldType;

/// Text is looked for in it.
const TEXT: &[&str] = &["CONTAINS", "DOES_NOT_CONTAIN", "IS_EMPTY", "IS_NOT_EMPTY"];
/// It is one of some.
const CHOICE: &[&str] = &["IS", "IS_NOT", "IS_EMPTY", "IS_NOT_EMPTY"];
const NUMBER: &[&str] =
    &["IS", "IS_NOT", "GREATER_THAN_OR_EQUAL", "LESS_THAN_OR_EQUAL", "IS_EMPTY", "IS_NOT_EMPTY"];
/// An amount without its currency says nothing exact.
const AMOUNT: &[&str] = &["GREATER_THAN_OR_EQUAL", "LESS_THAN_OR_EQUAL", "IS_EMPTY", "IS_NOT_EMPTY"];
const DATE: &[&str] = &[
    "IS",
    "IS_BEFORE",
    "IS_AFTER",
    "IS_RELATIVE",
    "IS_IN_PAST",
    "IS_IN_FUTURE",
    "IS_TODAY",
    "IS_EMPTY",
    "IS_NOT_EMPTY",
];

/// The operands for a field, or for a part of it; none where nothing can be filtered by it.
pub fn operands(kind: FieldType, part: Option<&str>) -> &'static [&'static str] {
    use FieldType as T;
    match (kind, part) {
        (T::Actor, Some("source" | "workspaceMemberId")) => CHOICE,
        (T::Currency, Some("currencyCode")) => CHOICE,
        (T::Currency, Some(_)) => NUMBER,
        (T::Currency, None) => AMOUNT,
        (
            T::Text
            | T::Emails
            | T::FullName
            | T::Address
            | T::Links
            | T::Phones
            | T::RawJson
            | T::Files
            | T::Array
            | T::Actor
            | T::MultiSelect,
            _,
        ) => TEXT,
        (T::Number | T::Numeric | T::Rating, _) => NUMBER,
        (T::Date | T::DateTime, _) => DATE,
        (T::Select | T::Relation | T::MorphRelation | T::Uuid, _) => CHOICE,
        (T::Boolean, _) => &["IS"],
        (T::TsVector, _) => &["VECTOR_SEARCH"],
        (T::RichText | T::Position, _) => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_composites_are_compared_as_what_they_are() {
        assert!(operands(FieldType::Actor, None).contains(&"CONTAINS"));
        assert!(operands(FieldType::Actor, Some("name")).contains(&"CONTAINS"));
        assert!(operands(FieldType::Actor, Some("source")).contains(&"IS"));
        assert!(!operands(FieldType::Currency, None).contains(&"IS"));
        assert!(operands(FieldType::Currency, Some("amountMicros")).contains(&"IS"));
        assert!(!operands(FieldType::Currency, Some("currencyCode")).contains(&"GREATER_THAN_OR_EQUAL"));
        assert!(operands(FieldType::Address, Some("addressCountry")).contains(&"CONTAINS"));
        assert_eq!(operands(FieldType::Boolean, None), ["IS"]);
        assert!(operands(FieldType::Position, None).is_empty());
    }
}

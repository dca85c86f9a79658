//! The operators of filters, by type.

use icosa_model::FieldType;

/// Every operator there is, in the order of messages.
pub const OPERATORS: [&str; 17] = [
    "eq",
    "neq",
    "gt",
    "gte",
    "lt",
    "lte",
    "in",
    "is",
    "like",
    "ilike",
    "startsWith",
    "endsWith",
    "containsAny",
    "containsExactly",
    "containsIlike",
    "isEmptyArray",
    "search",
];

const TEXT: &[&str] =
    &["eq", "neq", "gt", "gte", "lt", "lte", "in", "is", "like", "ilike", "startsWith", "endsWith"];
const ORDERED: &[&str] = &["eq", "neq", "gt", "gte", "lt", "lte", "in", "is"];
const BOOLEAN: &[&str] = &["eq", "is"];
const SELECT: &[&str] = &["eq", "neq", "gt", "gte", "lt", "lte", "in", "containsAny", "is", "isEmptyArray"];
const MULTI_SELECT: &[&str] = &["containsAny", "containsExactly", "is", "isEmptyArray"];
const ARRAY: &[&str] = &["containsIlike", "is", "isEmptyArray"];
const JSON: &[&str] = &["is", "like"];
const SEARCH: &[&str] = &["search"];

/// Whether there is such an operator, for whatever type.
#[must_use]
pub fn is_operator(name: &str) -> bool {
    OPERATORS.contains(&name)
}

/// Whether its right side is a list.
#[must_use]
pub fn takes_list(name: &str) -> bool {
    matches!(name, "in" | "containsAny" | "containsExactly")
}

/// What a column of a type may be compared with; the type is never a composite.
#[must_use]
pub fn operators(kind: FieldType) -> &'static [&'static str] {
    use FieldType as T;
    match kind {
        T::Text => TEXT,
        T::Boolean => BOOLEAN,
        T::Select | T::Rating => SELECT,
        T::MultiSelect => MULTI_SELECT,
        T::Array => ARRAY,
        T::RawJson | T::Files => JSON,
        T::TsVector => SEARCH,
        _ => ORDERED,
    }
}

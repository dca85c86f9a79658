//! Names of the schema's types.

use icosa_model::naming::capitalised;
use icosa_model::{Field, FieldType, Object};

/// `Company`.
pub fn object_type(object: &Object) -> String {
    capitalised(&object.name_singular)
}

/// `CompanyGroupByFigures`: what a group carries of related companies.
pub fn figures_type(object: &Object) -> String {
    format!("{}GroupByFigures", object_type(object))
}

/// `PersonToManyFilterInput`: what filters say of the people behind a relation.
pub fn to_many_filter(target: &Object) -> String {
    format!("{}ToManyFilterInput", object_type(target))
}

/// `PersonOrderByAggregateInput`: the figures of people that one orders by, those of a group or those behind a relation.
pub fn figures_order(object: &Object) -> String {
    format!("{}OrderByAggregateInput", object_type(object))
}

/// `OpportunityStageEnum`.
pub fn enum_type(object: &Object, field: &Field) -> String {
    format!("{}{}Enum", object_type(object), capitalised(&field.name))
}

/// `Links`.
pub fn composite_type(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Links => "Links",
        FieldType::Emails => "Emails",
        FieldType::Phones => "Phones",
        FieldType::Currency => "Currency",
        FieldType::FullName => "FullName",
        FieldType::Address => "Address",
        FieldType::Actor => "Actor",
        _ => "RichText",
    }
}

/// The composite types, in the order of the schema.
pub const COMPOSITES: [FieldType; 8] = [
    FieldType::Actor,
    FieldType::Address,
    FieldType::Currency,
    FieldType::Emails,
    FieldType::FullName,
    FieldType::Links,
    FieldType::Phones,
    FieldType::RichText,
];

/// Parts that are JSON lists of objects: the type of an item and its members.
pub fn items_of_part(part: &str) -> Option<(&'static str, &'static [&'static str])> {
    match part {
        "secondaryLinks" => Some(("SecondaryLink", &["label", "url"])),
        "additionalPhones" => Some(("AdditionalPhone", &["number", "countryCode", "callingCode"])),
        _ => None,
    }
}

/// An item of a FILES field.
pub const FILE_ITEM: (&str, &[&str]) = ("FileItem", &["fileId", "label", "extension", "url"]);

/// Whether GraphQL can write it.
pub fn is_name(name: &str) -> bool {
    let mut letters = name.chars();
    let starts_well = letters.next().is_some_and(|first| first == '_' || first.is_ascii_alphabetic());
    starts_well && !name.starts_with("__") && letters.all(|c| c == '_' || c.is_ascii_alphanumeric())
}

/// Whether GraphQL can write it as a value of an enum.
pub fn is_enum_value(value: &str) -> bool {
    is_name(value) && !matches!(value, "true" | "false" | "null")
}

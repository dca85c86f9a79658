//! The types a field can have: what they are called, what they are for, in which order they are offered.

use icosa_model::FieldType;
use icosa_model::definition::{FieldRow, RelationType};

/// A part of the page on which a type is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    Basic,
    Choice,
    Contact,
    Relation,
    Advanced,
}

impl Category {
    /// All, as offered.
    pub const ALL: [Self; 5] = [Self::Basic, Self::Choice, Self::Contact, Self::Relation, Self::Advanced];

    /// Its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Basic => "Text, numbers and dates",
            Self::Choice => "Choices",
            Self::Contact => "People and places",
            Self::Relation => "Relations",
            Self::Advanced => "Advanced",
        }
    }
}

/// A type that people can choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The type.
    pub field_type: FieldType,
    /// Where it is offered.
    pub category: Category,
    /// What it is for, a few words.
    pub purpose: &'static str,
}

const fn kind(field_type: FieldType, category: Category, purpose: &'static str) -> Kind {
    Kind { field_type, category, purpose }
}

use Category as C;
use FieldType as T;

/// Everything that can be chosen, in order.
pub const KINDS: [Kind; 21] = [
    kind(T::Text, C::Basic, "Names, titles, short notes"),
    kind(T::Number, C::Basic, "Quantities and percentages"),
    kind(T::Currency, C::Basic, "An amount with its currency"),
    kind(T::Boolean, C::Basic, "Yes or no"),
    kind(T::Date, C::Basic, "A day"),
    kind(T::DateTime, C::Basic, "A moment"),
    kind(T::RichText, C::Basic, "Formatted text of any length"),
    kind(T::Files, C::Basic, "Documents and pictures"),
    kind(T::Select, C::Choice, "One of several coloured options"),
    kind(T::MultiSelect, C::Choice, "Some of several coloured options"),
    kind(T::Rating, C::Choice, "One to five stars"),
    kind(T::FullName, C::Contact, "First and last name"),
    kind(T::Emails, C::Contact, "E-mail addresses"),
    kind(T::Phones, C::Contact, "Phone numbers by country"),
    kind(T::Links, C::Contact, "Websites and profiles"),
    kind(T::Address, C::Contact, "Street, city, country"),
    kind(T::Relation, C::Relation, "Records of one other object"),
    kind(T::MorphRelation, C::Relation, "Records of several objects"),
    kind(T::Array, C::Advanced, "A list of texts"),
    kind(T::RawJson, C::Advanced, "Structured data of programs"),
    kind(T::Uuid, C::Advanced, "An identifier of another system"),
];

/// What a type is called.
#[must_use]
pub fn label(field_type: FieldType) -> &'static str {
    match field_type {
        T::Actor => "Actor",
        T::Address => "Address",
        T::Array => "Array",
        T::Boolean => "True/False",
        T::Currency => "Currency",
        T::Date => "Date",
        T::DateTime => "Date and time",
        T::Emails => "E-mails",
        T::Files => "Files",
        T::FullName => "Full name",
        T::Links => "Links",
        T::MorphRelation => "Relation to several objects",
        T::MultiSelect => "Multi-select",
        T::Number | T::Numeric => "Number",
        T::Phones => "Phones",
        T::Position => "Position",
        T::Rating => "Rating",
        T::RawJson => "JSON",
        T::Relation => "Relation",
        T::RichText => "Rich text",
        T::Select => "Select",
        T::Text => "Text",
        T::TsVector => "Search text",
        T::Uuid => "Unique ID",
    }
}

/// The icon of a field's type; a relation's shows which side it is.
#[must_use]
pub fn icon(field: &FieldRow) -> &'static str {
    match field.settings.relation_type {
        Some(RelationType::ManyToOne) => "IconArrowUpRight",
        _ => icosa_ui_records::fields::type_icon(field.field_type),
    }
}

/// Values of a type can be kept from repeating.
#[must_use]
pub fn can_be_unique(field_type: FieldType) -> bool {
    let has_unique_part = field_type.sub_fields().iter().any(|part| part.unique);
    match field_type {
        T::Text | T::Number | T::Date | T::DateTime | T::Uuid => true,
        _ => has_unique_part,
    }
}

/// Values of a type can name a record.
#[must_use]
pub fn can_be_label(field_type: FieldType) -> bool {
    matches!(field_type, T::Text | T::FullName | T::Uuid)
}

/// Values of a type can be part of the search.
#[must_use]
pub fn can_be_searched(field_type: FieldType) -> bool {
    matches!(
        field_type,
        T::Text | T::FullName | T::Emails | T::Phones | T::Links | T::Address | T::RichText | T::Array
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_parts_that_are_unique_can_be_unique() {
        assert!(can_be_unique(T::Emails) && can_be_unique(T::Links) && can_be_unique(T::Text));
        assert!(!can_be_unique(T::FullName) && !can_be_unique(T::Relation) && !can_be_unique(T::Select));
    }

    #[test]
    fn every_type_is_offered_once() {
        for (at, kind) in KINDS.iter().enumerate() {
            assert!(
                KINDS[at + 1..].iter().all(|other| other.field_type != kind.field_type),
                "{}",
                kind.field_type
            );
            assert!(!matches!(kind.field_type, T::Numeric | T::Position | T::TsVector | T::Actor));
        }
    }
}

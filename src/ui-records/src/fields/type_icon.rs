//! The icons of field types.

use icosa_model::FieldType;

/// The icon of a field that has none of its own, and of its type in a list of types.
#[must_use]
pub fn type_icon(field_type: FieldType) -> &'static str {
    use FieldType as T;
    match field_type {
        T::Actor => "IconSettings",
        T::Address => "IconMap",
        T::Array => "IconBrackets",
        T::Boolean => "IconToggleLeft",
        T::Currency => "IconCurrencyDollar",
        T::Date => "IconCalendarEvent",
        T::DateTime => "IconCalendarTime",
        T::Emails => "IconMail",
        T::Files => "IconFile",
        T::FullName => "IconUser",
        T::Links => "IconLink",
        T::MultiSelect => "IconTags",
        T::Number | T::Numeric => "IconNumbers",
        T::Phones => "IconPhone",
        T::Position => "IconArrowsSort",
        T::Rating => "IconStar",
        T::RawJson => "IconJson",
        T::Relation | T::MorphRelation => "IconRelationOneToMany",
        T::RichText => "IconBlockquote",
        T::Select => "IconTag",
        T::Text => "IconAbc",
        T::TsVector => "IconSearch",
        T::Uuid => "IconId",
    }
}

//! The types of fields that are no composites and no relations.

use icosa_model::{Field, FieldType, Object};

use crate::records::names::{FILE_ITEM, enum_type};

/// On output.
pub(super) fn output(object: &Object, field: &Field) -> String {
    match field.field_type {
        FieldType::Files => format!("[{}!]", FILE_ITEM.0),
        _ => input(object, field),
    }
}

/// On input.
pub(super) fn input(object: &Object, field: &Field) -> String {
    match field.field_type {
        FieldType::Uuid if field.name == "id" => "ID".to_owned(),
        FieldType::Uuid => "UUID".to_owned(),
        FieldType::Number => number(field).to_owned(),
        FieldType::Numeric => "BigFloat".to_owned(),
        FieldType::Boolean => "Boolean".to_owned(),
        FieldType::Date => "Date".to_owned(),
        FieldType::DateTime => "DateTime".to_owned(),
        FieldType::Select | FieldType::Rating => enum_type(object, field),
        FieldType::MultiSelect => format!("[{}]", enum_type(object, field)),
        FieldType::Array => "[String]".to_owned(),
        FieldType::RawJson => "JSON".to_owned(),
        FieldType::Files => format!("[{}Input!]", FILE_ITEM.0),
        FieldType::Position => "Position".to_owned(),
        FieldType::TsVector => "TSVector".to_owned(),
        _ => "String".to_owned(),
    }
}

fn number(field: &Field) -> &'static str {
    match field.settings.data_type.as_deref() {
        Some("int") => "Int",
        Some("bigint") => "BigInt",
        _ => "Float",
    }
}

/// The filter.
pub(super) fn filter(object: &Object, field: &Field) -> String {
    match field.field_type {
        FieldType::Uuid => "UUIDFilter".to_owned(),
        FieldType::Number => format!("{}Filter", number(field)),
        FieldType::Numeric => "BigFloatFilter".to_owned(),
        FieldType::Boolean => "BooleanFilter".to_owned(),
        FieldType::Date => "DateFilter".to_owned(),
        FieldType::DateTime => "DateTimeFilter".to_owned(),
        FieldType::Select | FieldType::Rating | FieldType::MultiSelect => {
            format!("{}Filter", enum_type(object, field))
        }
        FieldType::Array => "ArrayFilter".to_owned(),
        FieldType::RawJson | FieldType::Files => "RawJsonFilter".to_owned(),
        FieldType::Position => "FloatFilter".to_owned(),
        FieldType::TsVector => "TSVectorFilter".to_owned(),
        _ => "StringFilter".to_owned(),
    }
}

/// Values that can be put in an order.
pub(super) fn is_comparable(kind: FieldType) -> bool {
    !matches!(kind, FieldType::RawJson | FieldType::Files | FieldType::TsVector)
}

//! Postgres types of columns.

use icosa_model::definition::SelectOption;
use icosa_model::field_type::{ACTOR_SOURCES, RATINGS};
use icosa_model::{Column, Field, FieldType, Object, SchemaName};
use uuid::Uuid;

use crate::print::{Print, Printer};
use crate::tree::Table;

/// A type as it stands after `::` or in a table definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SqlType {
    Text,
    BigInt,
    Uuid,
    Double,
    Numeric,
    Boolean,
    Date,
    Timestamp,
    Json,
    Jsonb,
    Vector,
    Enum(Table),
    Array(Box<SqlType>),
}

impl SqlType {
    /// The type of a record column.
    pub fn of(schema: &SchemaName, object: &Object, column: &Column) -> Self {
        match column.kind {
            FieldType::Uuid | FieldType::Relation | FieldType::MorphRelation => Self::Uuid,
            FieldType::Boolean => Self::Boolean,
            FieldType::Select | FieldType::Rating => Self::Enum(enum_type(schema, object, column)),
            FieldType::MultiSelect => Self::Enum(enum_type(schema, object, column)).array(),
            FieldType::Array => Self::Text.array(),
            FieldType::RawJson | FieldType::Files => Self::Jsonb,
            FieldType::TsVector => Self::Vector,
            kind => Self::plain(kind),
        }
    }

    /// The type of numbers and dates, for which no field is needed.
    pub fn plain(kind: FieldType) -> Self {
        match kind {
            FieldType::Number | FieldType::Position => Self::Double,
            FieldType::Numeric => Self::Numeric,
            FieldType::Date => Self::Date,
            FieldType::DateTime => Self::Timestamp,
            _ => Self::Text,
        }
    }

    /// The array of this type.
    pub fn array(self) -> Self {
        Self::Array(Box::new(self))
    }

    /// The enum type behind the column, if there is one.
    pub fn enum_name(&self) -> Option<&Table> {
        match self {
            Self::Enum(name) => Some(name),
            Self::Array(item) => item.enum_name(),
            _ => None,
        }
    }
}

fn enum_type(schema: &SchemaName, object: &Object, column: &Column) -> Table {
    Table::new(schema, enum_type_name(object, column))
}

/// What the enum type of a column is called, if the column has one.
pub(crate) fn enum_type_name(object: &Object, column: &Column) -> String {
    format!("{}_{}_enum", object.table, column.name)
}

/// The column's type is an enum or an array of one.
pub(crate) fn is_enum(kind: FieldType) -> bool {
    matches!(kind, FieldType::Select | FieldType::Rating | FieldType::MultiSelect)
}

/// The values of an enum column, in their order.
pub(crate) fn enum_values<'m>(field: &'m Field, column: &Column) -> Vec<&'m str> {
    enum_options(field, column).into_iter().map(|(_, value)| value).collect()
}

/// The same with the ids by which options are known when their values change; nil for fixed values.
pub(crate) fn enum_options<'m>(field: &'m Field, column: &Column) -> Vec<(Uuid, &'m str)> {
    let fixed = |values: &[&'static str]| values.iter().map(|value| (Uuid::nil(), *value)).collect();
    if field.field_type == FieldType::Actor && column.kind == FieldType::Select {
        return fixed(&ACTOR_SOURCES);
    }
    if field.field_type == FieldType::Rating && field.options.is_empty() {
        return fixed(&RATINGS);
    }
    let mut options: Vec<&SelectOption> = field.options.iter().collect();
    options.sort_by_key(|option| option.position);
    options.into_iter().map(|option| (option.id, option.value.as_str())).collect()
}

impl Print for SqlType {
    fn print(self, out: &mut Printer) {
        match self {
            Self::Text => out.raw("text"),
            Self::BigInt => out.raw("bigint"),
            Self::Uuid => out.raw("uuid"),
            Self::Double => out.raw("double precision"),
            Self::Numeric => out.raw("numeric"),
            Self::Boolean => out.raw("boolean"),
            Self::Date => out.raw("date"),
            Self::Timestamp => out.raw("timestamptz"),
            Self::Json => out.raw("json"),
            Self::Jsonb => out.raw("jsonb"),
            Self::Vector => out.raw("tsvector"),
            Self::Enum(name) => name.print(out),
            Self::Array(item) => {
                item.print(out);
                out.raw("[]");
            }
        }
    }
}

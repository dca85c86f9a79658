//! What may be stored in a field, and in which form.
//!
//! [`normalise`] takes a value as it travels (JSON) and gives it back as it will be stored, or says why it may not
//! be. [`parse_text`] makes such a value from what a person typed, [`from_form`] from a submitted HTML form. All of
//! it is pure, so the browser refuses with the same words as the server.

mod composite;
mod decimal;
mod default;
mod emails;
mod empty;
mod files;
mod form;
mod form_values;
mod inspect;
mod items;
mod links;
pub mod moment;
mod phones;
mod reason;
mod scalar;
mod typed;
mod typed_date;
mod typed_number;
mod typed_parts;

use serde_json::Value;
use thiserror::Error;

use crate::{Field, FieldType};

pub use decimal::Decimal;
pub use default::{default_value, text_part};
pub use empty::is_empty;
pub use form::{FormInput, InputKind, form_inputs};
pub use form_values::{form_values, from_form, from_form_in};
pub use inspect::inspect;
pub use items::{TOO_MANY_ITEMS, from_items, items, most_items, read_items};
pub use links::href;
pub use reason::reason;
pub use typed::{parse_text, parse_text_with};

/// Code of every refusal that has no finer one.
pub const INVALID_ARGS_DATA: &str = "INVALID_ARGS_DATA";

/// Why a value is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct ValueError {
    /// Stable code: [`INVALID_ARGS_DATA`], `INVALID_URL` or one of the `…PHONE…` codes.
    pub sub_code: &'static str,
    /// The sentence of the record API; quotes the value and the field's name.
    pub message: String,
}

impl ValueError {
    fn new(message: impl Into<String>) -> Self {
        Self { sub_code: INVALID_ARGS_DATA, message: message.into() }
    }

    fn coded(sub_code: &'static str, message: impl Into<String>) -> Self {
        Self { sub_code, message: message.into() }
    }
}

/// The value as it will be stored.
///
/// Null stays null, whatever the field says about nulls. Empty texts, lists and objects become null. Of a composite
/// only the parts given come back (parts that depend on each other come back together), so the caller decides
/// whether the absent ones are kept or cleared. A many-to-one relation takes the id of the record pointed at, or
/// `{"disconnect": true}`; `connect` needs a look-up and is resolved before. Applied to its own result it changes
/// nothing. NUL characters, which Postgres cannot hold, are dropped from texts.
///
/// # Errors
/// The value does not fit the field.
pub fn normalise(field: &Field, value: &Value) -> Result<Value, ValueError> {
    if value.is_null() {
        return Ok(Value::Null);
    }
    let name = field.name.as_str();
    match field.field_type {
        FieldType::Text => scalar::text(name, value),
        FieldType::Number => scalar::number(field, value),
        FieldType::Numeric => scalar::numeric(name, value),
        FieldType::Boolean => scalar::boolean(name, value),
        FieldType::Uuid => scalar::uuid(name, value),
        FieldType::Date => scalar::date(name, value),
        FieldType::DateTime => scalar::date_time(name, value),
        FieldType::Select | FieldType::Rating => scalar::select(field, value),
        FieldType::MultiSelect => scalar::multi_select(field, value),
        FieldType::Array => scalar::array(name, value),
        FieldType::RawJson => scalar::raw_json(name, value),
        FieldType::Position => scalar::position(name, value),
        FieldType::TsVector => Err(ValueError::new(format!("Field \"{name}\" cannot be written"))),
        FieldType::Relation | FieldType::MorphRelation => scalar::relation(field, value),
        FieldType::Files => files::files(field, value),
        FieldType::FullName
        | FieldType::Emails
        | FieldType::Phones
        | FieldType::Links
        | FieldType::Currency
        | FieldType::Address
        | FieldType::Actor
        | FieldType::RichText => composite::composite(field, value),
    }
}

#[cfg(test)]
pub(crate) mod fixtures;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

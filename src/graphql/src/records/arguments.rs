//! The arguments of one field.

use apollo_compiler::executable::Field;
use icosa_contract::AppError;
pub use icosa_engine::record_api::parse_id;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::error::invalid;
use super::values;

/// Arguments by name; those without a value are absent.
pub struct Arguments(Map<String, Json>);

impl Arguments {
    /// Of a field of the document.
    ///
    /// # Errors
    /// A value that cannot be kept.
    pub fn of(field: &Field, variables: &Map<String, Json>) -> Result<Self, AppError> {
        let mut arguments = Map::new();
        for argument in &field.arguments {
            if let Some(value) = values::json(&argument.value, variables)? {
                arguments.insert(argument.name.to_string(), value);
            }
        }
        Ok(Self(arguments))
    }

    /// A value that is not null.
    pub fn get(&self, name: &str) -> Option<&Json> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// A value that is not null, taken out.
    pub fn take(&mut self, name: &str) -> Option<Json> {
        self.0.remove(name).filter(|value| !value.is_null())
    }

    /// A whole number.
    pub fn int(&self, name: &str) -> Result<Option<i64>, AppError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let number = value.as_i64().filter(|number| i32::try_from(*number).is_ok());
        number.map(Some).ok_or_else(|| wrong(name, "a whole number"))
    }

    /// A text.
    pub fn text(&self, name: &str) -> Result<Option<&str>, AppError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        value.as_str().map(Some).ok_or_else(|| wrong(name, "a text"))
    }

    /// True or false; absent is false.
    pub fn flag(&self, name: &str) -> Result<bool, AppError> {
        let Some(value) = self.get(name) else { return Ok(false) };
        value.as_bool().ok_or_else(|| wrong(name, "true or false"))
    }

    /// An id that has to be there.
    pub fn id(&self, name: &str) -> Result<Uuid, AppError> {
        parse_id(name, self.get(name).unwrap_or(&Json::Null))
    }

    /// A list; one value stands for a list of it.
    pub fn list(&self, name: &str) -> Vec<Json> {
        match self.get(name) {
            None => Vec::new(),
            Some(Json::Array(items)) => items.clone(),
            Some(one) => vec![one.clone()],
        }
    }
}

fn wrong(name: &str, expected: &str) -> AppError {
    invalid("INVALID_QUERY_INPUT", format!("Argument \"{name}\" must be {expected}"))
}

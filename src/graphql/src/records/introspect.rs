//! Introspection: the only part of an operation that needs the public schema.

use apollo_compiler::introspection::{check_max_depth, partial_execute};
use apollo_compiler::request::coerce_variable_values;
use apollo_compiler::response::JsonMap;
use apollo_compiler::schema::Schema;
use apollo_compiler::validation::Valid;
use icosa_contract::AppError;
use icosa_model::Model;
use serde_json::{Map, Value as Json};

use super::document;
use super::error::Problem;
use super::limits::check_introspection;
use super::request::RecordRequest;
use super::schema::parse;
use super::sdl::{Variant, write};

/// The schema that people and tools see.
pub struct PublicSchema {
    schema: Valid<Schema>,
    bytes: usize,
}

impl PublicSchema {
    /// Of a workspace's model.
    ///
    /// # Errors
    /// Our fault: the schema is not valid.
    pub fn new(model: &Model) -> Result<Self, AppError> {
        let sdl = write(model, Variant::Public);
        Ok(Self { schema: parse(&sdl)?, bytes: sdl.len() })
    }

    /// Length of its text.
    pub fn text_bytes(&self) -> usize {
        self.bytes
    }

    /// Answers `__schema` and `__type` of a request; other fields are left out.
    pub fn answer(&self, request: &RecordRequest) -> Result<Map<String, Json>, Vec<Problem>> {
        let document = document::check(&self.schema, &request.query).map_err(document::Refused::told)?;
        let refused = |error: apollo_compiler::request::RequestError| {
            vec![Problem::coded("BAD_USER_INPUT", error.message().to_string())]
        };
        let operation = document.operations.get(request.operation_name.as_deref()).map_err(refused)?;
        check_introspection(&document, operation).map_err(|problem| vec![problem])?;
        check_max_depth(&document, operation).map_err(refused)?;
        let none = JsonMap::new();
        let given = request.variables.as_ref().unwrap_or(&none);
        let variables = coerce_variable_values(&self.schema, operation, given).map_err(refused)?;
        let implementers = self.schema.implementers_map();
        let answer = partial_execute(&self.schema, &implementers, &document, operation, &variables)
            .map_err(refused)?;
        if let Some(error) = answer.errors.first() {
            return Err(vec![Problem::coded("BAD_USER_INPUT", error.message.clone())]);
        }
        let data = serde_json::to_value(answer.data).unwrap_or_default();
        Ok(data.as_object().cloned().unwrap_or_default())
    }
}

//! What somebody wants to be told of.

use icosa_contract::AppError;
use icosa_model::Model;
use icosa_sqlgen::connection::Condition;
use serde_json::Value;

use crate::record_api::read_filter;
use crate::records::scope::unknown_object;

/// Records of one object, all or those that pass a filter.
#[derive(Debug, Clone, PartialEq)]
pub struct Interest {
    /// Singular API name.
    pub object: String,
    /// None admits all.
    pub condition: Option<Condition>,
}

impl Interest {
    /// From names and filters as clients send them; a filter may go on through relations.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an unknown object, `INVALID_ARGS_FILTER` for a filter that does not fit.
    pub fn read(model: &Model, object: &str, filter: Option<&Value>) -> Result<Self, AppError> {
        let known = model.object(object).ok_or_else(|| unknown_object(object))?;
        let condition = read_filter(model, known, filter)?.condition;
        Ok(Self { object: object.to_owned(), condition })
    }
}

//! What somebody wants to be told of.

use icosa_contract::AppError;
use icosa_model::Model;
use icosa_sqlgen::connection::Condition;
use serde_json::Value;

use crate::record_api::{check_complexity, read_filter};
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
    /// From names and filters as clients send them; a filter may go on through relations, `most` of them with the object
    /// itself.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an unknown object, `INVALID_ARGS_FILTER` for a filter that does not fit, `TOO_COMPLEX_QUERY`
    /// for one through more relations.
    pub fn read(model: &Model, object: &str, filter: Option<&Value>, most: u32) -> Result<Self, AppError> {
        let known = model.object(object).ok_or_else(|| unknown_object(object))?;
        let filtered = read_filter(model, known, filter)?;
        check_complexity(1 + filtered.relation_count(), most)?;
        Ok(Self { object: object.to_owned(), condition: filtered.condition })
    }
}

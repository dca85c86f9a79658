//! What somebody wants to be told of.

use icosa_contract::AppError;
use icosa_model::query::Filter;
use icosa_model::{Model, Object};
use serde_json::Value;

use super::change::RecordChange;
use super::matching::holds;
use crate::record_api::parse_filter;
use crate::records::scope::unknown_object;

/// Records of one object, all or those that pass a filter.
#[derive(Debug, Clone, PartialEq)]
pub struct Interest {
    /// Singular API name.
    pub object: String,
    /// None admits all.
    pub filter: Option<Filter>,
}

impl Interest {
    /// From names and filters as clients send them. A filter is about the record itself, not about related ones.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for an unknown object, `INVALID_ARGS_FILTER` for a filter that does not fit.
    pub fn read(model: &Model, object: &str, filter: Option<&Value>) -> Result<Self, AppError> {
        let known = model.object(object).ok_or_else(|| unknown_object(object))?;
        let filter = match filter {
            Some(filter) => parse_filter(known, filter)?.filter,
            None => None,
        };
        Ok(Self { object: object.to_owned(), filter })
    }

    /// The record passes after the change, or passed before it: who shows a list is told of what leaves it, too.
    pub(super) fn admits(&self, object: &Object, change: &RecordChange) -> bool {
        let Some(filter) = &self.filter else { return true };
        [&change.after, &change.before].into_iter().flatten().any(|record| holds(object, filter, record))
    }
}

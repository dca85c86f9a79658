//! Requests that are wrong.

use icosa_contract::AppError;

/// A request that is wrong, with the code of the rule it breaks.
#[must_use]
pub fn invalid_input(sub_code: &str, message: impl Into<String>) -> AppError {
    AppError::bad_input(message).with_sub_code(sub_code)
}

/// What is asked for does not make sense.
pub(super) fn refused(message: impl Into<String>) -> AppError {
    invalid_input("INVALID_QUERY_INPUT", message)
}

/// A name as a client gave it, for messages.
pub(super) fn shown(name: &str) -> String {
    name.chars().take(64).collect()
}

/// Nothing is done to all records by mistake.
#[must_use]
pub fn filter_required() -> AppError {
    refused("A non-empty filter is required")
}

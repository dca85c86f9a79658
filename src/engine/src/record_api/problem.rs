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

/// Refuses more relations than one query may follow: those it selects, filters, orders and groups by, and itself.
///
/// # Errors
/// `TOO_COMPLEX_QUERY`.
pub fn check_complexity(relations: usize, most: u32) -> Result<(), AppError> {
    if u32::try_from(relations).is_ok_and(|relations| relations <= most) {
        return Ok(());
    }
    let message = "Query complexity is too high. Please, reduce the amount of relation fields requested.";
    Err(invalid_input("TOO_COMPLEX_QUERY", message))
}

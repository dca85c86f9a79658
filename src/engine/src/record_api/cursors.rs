//! Cursors: the base64 of a JSON object with the values of a record for each criterion of the order.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use icosa_contract::AppError;
use serde_json::Value;

use super::problem::invalid_input;

/// Longest cursor: 32 criteria, each with a text of 200 characters, of which JSON may escape every one by twelve bytes,
/// and with the names of the fields that lead to it.
const MOST_BYTES: usize = 131_072;

/// What a cursor that does not fit is answered with.
#[must_use]
pub fn invalid_cursor(cursor: &str) -> AppError {
    let shown: String = cursor.chars().take(200).collect();
    invalid_input("INVALID_CURSOR", format!("Invalid cursor: {shown}"))
}

/// The place that a cursor stands for; whether it fits an order is seen when the read is planned.
///
/// # Errors
/// `INVALID_CURSOR`.
pub fn decode_cursor(cursor: &str) -> Result<Value, AppError> {
    let lenient = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let engine = GeneralPurpose::new(&STANDARD, lenient);
    let bytes = if cursor.len() > MOST_BYTES { None } else { engine.decode(cursor).ok() };
    let value = bytes.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    value.filter(Value::is_object).ok_or_else(|| invalid_cursor(cursor))
}

/// A refusal that is about the cursor names it.
#[must_use]
pub fn naming_cursor(error: AppError, cursor: Option<&str>) -> AppError {
    match cursor {
        Some(cursor) if error.sub_code.as_deref() == Some("INVALID_CURSOR") => invalid_cursor(cursor),
        _ => error,
    }
}

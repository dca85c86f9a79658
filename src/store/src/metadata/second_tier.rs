//! Metadata in the form of the second cache tier: compact, without names.

use super::Loaded;
use crate::error::StoreError;

/// Names the form, in the key of whatever is stored: nothing in the bytes says what they are.
pub use icosa_model::definition::FORMAT;

/// Writes it.
///
/// # Errors
/// None in practice: metadata is plain data.
pub fn to_bytes(loaded: &Loaded) -> Result<Vec<u8>, StoreError> {
    postcard::to_stdvec(&(loaded.json_bytes, &loaded.metadata)).map_err(StoreError::SecondTier)
}

/// Reads what [`to_bytes`] has made.
///
/// # Errors
/// It was made in another [`FORMAT`].
pub fn from_bytes(bytes: &[u8]) -> Result<Loaded, StoreError> {
    let (json_bytes, metadata) = postcard::from_bytes(bytes).map_err(StoreError::SecondTier)?;
    Ok(Loaded { metadata, json_bytes })
}

//! Numbers of records in words.

use icosa_model::Object;
use icosa_model::format::{NumberFormat, number};

/// `1,234,567`, with the person's own separators.
#[must_use]
pub fn grouped(count: u64, format: NumberFormat) -> String {
    number(&count.into(), Some(0), format)
}

/// `1 Person`, `1,234 People`
#[must_use]
pub fn counted(count: u64, object: &Object, format: NumberFormat) -> String {
    let label = if count == 1 { &object.label_singular } else { &object.label_plural };
    format!("{} {label}", grouped(count, format))
}

//! Bounds of views.

/// Narrowest column, CSS pixels.
pub const MIN_COLUMN_WIDTH: u32 = 48;
/// Widest column, CSS pixels.
pub const MAX_COLUMN_WIDTH: u32 = 2000;

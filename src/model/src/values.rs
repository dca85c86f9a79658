//! Validation and normalisation of values.

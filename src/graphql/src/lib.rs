//! GraphQL: [`metadata`] is the fixed schema of the data model.

pub mod metadata;

//! GraphQL: [`metadata`] is the fixed schema of the data model, [`records`] the schema of each workspace's records.

pub mod metadata;
pub mod numbers;
pub mod records;

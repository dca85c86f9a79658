//! Fields and relations.

mod inputs;
mod json;
mod mutations;
mod queries;
mod types;

pub use mutations::FieldMutations;
pub use queries::{FieldFilter, FieldQueries};
pub use types::{FieldNode, ObjectFieldsConnection};

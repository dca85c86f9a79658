//! Objects.

mod inputs;
mod mutations;
mod queries;
mod types;

pub use mutations::ObjectMutations;
pub use queries::ObjectQueries;
pub use types::ObjectNode;

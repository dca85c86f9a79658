//! Pages made of tabs and widgets.

mod configuration;
mod inputs;
mod mutations;
mod queries;
mod types;

pub use mutations::PageMutations;
pub use queries::PageQueries;

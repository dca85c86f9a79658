//! Fields: making, changing and deleting them (metadata API, sections 6 and 7).

mod create;
mod defaults;
mod delete;
mod morph;
mod options;
mod record_page;
mod relations;
mod settings;
mod uniqueness;
mod update;

pub use create::create;
pub use delete::delete;
pub use update::update;

/// Codes of refusals and problems.
pub(super) use defaults::has_nul;

pub mod code {
    pub const INVALID: &str = "INVALID_FIELD_INPUT";
    pub const NOT_FOUND: &str = "FIELD_METADATA_NOT_FOUND";
    pub const NOT_ALLOWED: &str = "FIELD_MUTATION_NOT_ALLOWED";
    pub const MALFORMED_RELATION: &str = "FIELD_METADATA_RELATION_MALFORMED";
    pub const LABEL_FIELD: &str = "LABEL_IDENTIFIER_FIELD_METADATA_ID_NOT_FOUND";
}

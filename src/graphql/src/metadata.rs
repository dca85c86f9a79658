//! The metadata API: objects, fields, indexes, views and navigation over GraphQL, as Twenty's clients speak it.
//!
//! The schema is written code first; every resolver is a thin mapping onto
//! [`DataModelApi`](icosa_contract::data_model::DataModelApi). Results are read from the metadata rows of the newest
//! model, because only those hold inactive objects and fields. To add an operation, put it into the module of its
//! noun: the type beside its row, the input beside its [`Change`](icosa_contract::data_model::Change).

mod caller;
mod commands;
mod comparison;
mod error;
mod events;
mod execute;
mod fields;
mod files;
mod hashes;
mod indexes;
mod minimal;
mod navigation;
mod objects;
mod pages;
mod paging;
mod patches;
pub mod permission;
mod scalars;
mod schema;
mod snapshot;
mod translations;
mod views;
mod words;

pub use caller::{Apis, Caller};
pub use error::{extensions, own_error};
pub use execute::{Headers, WIRE_VERSION, execute, refused, subscribe, unauthenticated};
pub use schema::{MetadataSchema, input_fields, schema, sdl};

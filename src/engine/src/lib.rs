//! The use-cases: records, views, accounts, workspaces, seeds. Everything the product does goes through an
//! [`Engine`], and every call on records names the [`Actor`](icosa_contract::Actor) it is done for.
//!
//! It never imports `http` or a user-interface crate; they meet it in `contract`. To add a use-case, add its types
//! and trait to `contract`, implement the trait for [`Engine`] in a module of the feature's name here, and prove it
//! in `tests/it`.

pub mod account;
pub mod api_keys;
mod bounded_cache;
pub mod data_model;
pub mod doctor;
mod editions;
pub mod engine;
pub mod error;
pub mod files;
pub mod hosts;
pub mod live;
pub mod phones;
pub mod pictures;
pub mod preferences;
pub mod record_api;
pub mod records;
mod retry;
pub mod search;
pub mod seed;
pub mod seeding;
pub mod sessions;
pub mod standard;
pub mod transfer;
pub mod workspaces;
pub mod zones;

pub use bounded_cache::BoundedCache;
pub use engine::Engine;
pub use error::Failure;
pub use live::LiveEvent;

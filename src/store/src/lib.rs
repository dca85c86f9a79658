//! What the application keeps and where: configuration, Postgres (embedded or elsewhere), Redis, the tables shared
//! by all workspaces, events, jobs and caches.
//!
//! Knows nothing of use-cases, permissions or HTTP. Repositories are plain functions over a connection, so that the
//! caller owns the transaction. A new table starts with a migration in `migrations/core`, then a module here with
//! `lookup`, `list`, `add`, `update` and `remove`.

pub mod api_keys;
pub mod cache;
pub mod catalog;
pub mod clock;
pub mod config;
pub mod data_model_tasks;
pub mod data_model_trash;
pub mod db;
pub mod early_indexes;
pub mod embedded;
pub mod error;
pub mod event_streams;
pub mod events;
pub mod files;
pub mod imports;
pub mod jobs;
pub mod memberships;
pub mod metadata;
pub mod models;
pub mod redis;
pub mod sessions;
pub mod signing_keys;
pub mod users;
pub mod workspaces;

pub use cache::{Hit, RateLimits};
pub use clock::Clock;
pub use config::Config;
pub use db::{Db, DbSettings};
pub use error::StoreError;
pub use events::EventHub;
pub use models::ModelCache;
pub use redis::Redis;

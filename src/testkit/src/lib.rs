//! What tests need around them: a migrated database of their own, a Redis of their own.
//!
//! Without the feature `app` this crate needs only `store`; with it, it may use everything native.

#![expect(clippy::expect_used, reason = "a test whose surroundings cannot be made must fail at once")]

pub mod database;
pub mod redis;
mod server;

pub use database::TestDb;
pub use redis::TestRedis;

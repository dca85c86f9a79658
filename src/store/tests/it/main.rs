//! Integration tests of the store, on a real Postgres and a real Redis.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking; helpers of tests, too")]

mod database;
mod embedded;
mod events;
mod fixtures;
mod jobs;
mod limits;
mod metadata;
mod models;
mod people;
mod second_tier;

//! Integration tests of the store, on a real Postgres and a real Redis.

mod database;
mod embedded;

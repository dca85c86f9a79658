//! Integration tests of the store, on a real Postgres and a real Redis.

mod database;
mod embedded;
mod events;
mod fixtures;
mod jobs;
mod limits;
mod metadata;
mod models;
mod people;

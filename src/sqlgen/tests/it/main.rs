//! Statements as text, and what they do in a real Postgres.

#![expect(clippy::unwrap_used, reason = "a failed step is a failed test")]

mod change_goldens;
mod changes;
mod checks;
mod connections;
mod database;
mod draft;
mod edges;
mod filters;
mod fixture;
mod goldens;
mod injection;
mod pages;
mod plans;
mod put_off;
mod random_changes;
mod records;
mod search;
mod timeline;

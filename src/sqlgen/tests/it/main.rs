//! Statements as text, and what they do in a real Postgres.

mod database;
mod filters;
mod fixture;
mod goldens;
mod injection;
mod pages;
mod records;
mod search;
mod timeline;

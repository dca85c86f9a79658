//! The HTTP surface, over a real socket and a database of each test's own.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it goes wrong"
)]

mod events;
mod files;
mod graphql;
mod limits;
mod metadata;
mod openapi;
mod rest;
mod support;
mod tokens;
mod transfer;
mod view_rows;

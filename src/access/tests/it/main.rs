//! Integration tests of coming in, on a real Postgres.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking; helpers of tests, too")]

mod sessions;
mod sign_in;
mod sign_up;
mod world;

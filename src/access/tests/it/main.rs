//! Integration tests of coming in, on a real Postgres.

mod sessions;
mod sign_in;
mod sign_up;
mod world;

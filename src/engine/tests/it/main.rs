//! The engine against a real Postgres.

mod account;
mod conflicts;
mod isolation;
mod lifecycle;
mod paging;
mod retries;
mod seeds;
mod sign_up;
mod support;
mod timeline;
mod validation;

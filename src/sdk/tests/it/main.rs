//! The client against the real server over real HTTP; and what the API promises for any input, through the client.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where it goes wrong"
)]

mod agreement;
mod behind;
mod errors;
mod evaluator;
mod filters;
mod metadata;
mod records;
mod rest;
mod retries;
mod specimens;
mod support;
mod transfers;
mod walks;

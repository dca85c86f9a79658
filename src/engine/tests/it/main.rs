//! The engine against a real Postgres.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "what fails here is a failed test")]

mod account;
mod answers;
mod becoming_unique;
mod conflicts;
mod cut_off;
mod data_model;
mod doctor;
mod isolation;
mod killed_workers;
mod lifecycle;
mod linked;
mod live;
mod model_changes;
mod online_changes;
mod paging;
mod retries;
mod seeds;
mod sessions;
mod sign_up;
mod support;
mod timeline;
mod validation;

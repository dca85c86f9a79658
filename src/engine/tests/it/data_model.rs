//! Changes of the data model over a real Postgres.

#![expect(clippy::panic, reason = "what fails here is a failed test")]

mod failing;
mod hostile;
mod names;
mod passing;
mod property;
mod tables;
mod workshop;

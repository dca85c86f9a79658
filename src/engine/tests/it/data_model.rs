//! Changes of the data model over a real Postgres.

mod failing;
mod hostile;
mod names;
mod passing;
mod property;
mod tables;
mod workshop;

//! One module a command.

pub mod api;
pub mod api_key;
pub mod doctor;
pub mod migrate;
pub mod openapi;
pub mod schema;
pub mod seed;
pub mod serve;
pub mod worker;

//! One module a command.

pub mod doctor;
pub mod migrate;
pub mod seed;
pub mod serve;
pub mod worker;

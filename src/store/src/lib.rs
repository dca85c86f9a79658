pub mod db;
pub mod embedded;
pub mod error;
pub mod jobs;

pub use db::{Db, DbSettings};
pub use error::StoreError;

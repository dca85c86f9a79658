//! Where interface and engine meet: request and response types, one `…Api` trait per feature, the wire error,
//! route paths and permission flags. It knows neither side, and neither side knows the other.
//!
//! A new feature starts here with its module: types first, then the trait.

pub mod account;
pub mod data_model;
pub mod error;
pub mod files;
pub mod forms;
pub mod passed;
pub mod patch;
pub mod records;
pub mod routes;
pub mod session;
pub mod transfer;
pub mod views;

use std::sync::Arc;

pub use error::{AppError, Code, REQUIRED};
pub use passed::Passed;
pub use session::{Actor, Session};

/// Everything a signed-in page can ask of the server, handed to server functions by context.
#[derive(Clone)]
#[expect(missing_docs, reason = "one entry a feature")]
pub struct Backend {
    pub records: Arc<dyn records::RecordsApi>,
    pub data_model: Arc<dyn data_model::DataModelApi>,
    pub account: Arc<dyn account::AccountApi>,
    pub files: Arc<dyn files::FilesApi>,
    pub forms: Arc<dyn forms::FormsApi>,
    pub imports: Arc<dyn transfer::ImportsApi>,
}

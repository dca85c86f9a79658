//! Server functions and the contexts of the signed-in pages.
//!
//! A server function here names its endpoint and calls one `…Api` trait of `contract`; it holds no rule. To add one:
//! write it in the module of its feature and list its path in [`ENDPOINTS`].

pub mod account;
pub mod context;
pub mod data_model;
pub mod files;
pub mod live_model;
pub mod records;
pub mod transfer;

#[cfg(feature = "ssr")]
pub mod server;

pub use context::{SignedIn, provide_signed_in, use_model, use_signed_in};
pub use live_model::{LiveModel, hold_pages};

/// Every endpoint below [`icosa_contract::routes::RPC`]; a test compares it with what is registered, because the
/// linker drops functions nothing refers to.
pub const ENDPOINTS: &[&str] = &[
    "records_list",
    "records_shown",
    "records_count",
    "record_get",
    "record_create",
    "record_create_linked",
    "record_update",
    "records_delete",
    "records_restore",
    "records_destroy",
    "records_search",
    "records_find",
    "record_timeline",
    "data_model_change",
    "data_model_restore",
    "data_model_impact",
    "data_model_counts",
    "data_model_mostly_empty",
    "data_model_tasks",
    "data_model_retry",
    "data_model_labels",
    "file_upload_create",
    "file_upload_complete",
    "import_get",
    "import_opened",
    "import_preview",
    "import_validate",
    "import_start",
    "import_cancel",
    "import_discard",
    "import_undo",
    "import_problems",
    "color_scheme_set",
    "open_record_in_set",
    "welcome_info",
    "form_flash",
];

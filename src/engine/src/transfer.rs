//! Records as files: imports in the background, exports as streams.
//!
//! An import is a job of record: [`upload`] stores the file in pieces and finds out what it is, [`preview`] shows its
//! first rows and where columns seem to go, [`mod@import`] writes the rows, portion by portion, each in a transaction
//! that also says how far the import is. [`undo`] takes everything back. [`mod@export`] reads any number of records.

pub mod api;
pub mod export;
pub(crate) mod file;
pub(crate) mod import;
pub(crate) mod jobs;
pub(crate) mod parts;
pub(crate) mod plan;
pub(crate) mod preview;
pub mod reports;
pub(crate) mod suggest;
pub(crate) mod targets;
pub(crate) mod undo;
pub mod upload;

pub use export::{ExportRequest, ExportStream};
pub use icosa_sqlgen::stream::StreamOrder as ExportOrder;
pub use jobs::{fail_abandoned, register};
pub use upload::Upload;

/// Records written by one transaction.
pub(crate) const PORTION: usize = 1_000;
/// Text of the rows of one portion, bytes, about.
pub(crate) const PORTION_BYTES: usize = 4 << 20;

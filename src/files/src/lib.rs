//! Files: where their bytes are kept, how they come in, are checked, and go out again.
//!
//! A file is announced, its bytes are sent to an address of its own, and it is completed: looked at, cleaned where it
//! could do harm, and moved to its place. Then a record takes it (`icosa_engine::files`), or it is removed after a
//! day. [`Storage`] is the one way to the bytes, whether they lie in a folder or in a bucket. A new folder of files
//! gets its rules in [`folders`].

mod content;
mod download;
mod error;
pub mod folders;
mod names;
mod removal;
mod storage;
mod svg;
mod upload;

use std::sync::Arc;

use icosa_engine::Engine;
use tokio::sync::Semaphore;

pub use content::{Content, is_shown};
pub use download::{Download, Opened};
pub use error::FilesError;
pub use names::{clean_name, content_disposition};
pub use removal::{ReleaseLostFiles, RemoveExpiredFiles};
pub use storage::{Storage, Writer};
pub use upload::UPLOAD_STALLED;

/// Files sent at the same time; each takes some megabytes of memory on its way to a bucket.
const SENT_AT_ONCE: usize = 16;

/// Every use-case of files. Cheap to clone.
#[derive(Clone)]
pub struct Files {
    engine: Engine,
    storage: Storage,
    sending: Arc<Semaphore>,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Files")
    }
}

impl Files {
    /// Files of an engine's workspaces, kept where its configuration says. Nothing is asked of the storage yet.
    ///
    /// # Errors
    /// The storage's settings contradict each other.
    pub fn new(engine: Engine) -> Result<Self, FilesError> {
        let storage = Storage::new(&engine.config().storage)?;
        Ok(Self { engine, storage, sending: Arc::new(Semaphore::new(SENT_AT_ONCE)) })
    }

    /// Where the bytes are.
    #[must_use]
    pub fn storage(&self) -> &Storage {
        &self.storage
    }
}

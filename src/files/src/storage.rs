//! The one way to the bytes of files: a folder of this machine, or a bucket that speaks S3.

mod bucket;

use std::ops::Range;
use std::path::Path as FilePath;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::stream::BoxStream;
use futures::{StreamExt, TryStreamExt};
use http::Method;
use http::header::CONTENT_TYPE;
use icosa_store::config::{Storage as Settings, StorageKind};
use object_store::buffered::BufWriter;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt};
use tokio::io::AsyncWriteExt;

use crate::error::FilesError;
use bucket::Signers;

/// What is kept of a file on its way before it is passed on, bytes: the smallest part that S3 takes.
const PART: usize = 5 << 20;
/// Parts on their way at the same time.
const PARTS_AT_ONCE: usize = 2;

/// Where bytes are kept, by key: `<workspace>/<application>/<folder>/…`. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    signers: Option<Arc<Signers>>,
}

impl Storage {
    /// As configured. The folder is made when it is not there.
    ///
    /// # Errors
    /// The folder cannot be made, or the bucket's settings cannot be used.
    pub fn new(settings: &Settings) -> Result<Self, FilesError> {
        match &settings.kind {
            StorageKind::Local(folder) => Self::local(folder),
            StorageKind::S3(bucket) => bucket::open(bucket),
        }
    }

    fn local(folder: &FilePath) -> Result<Self, FilesError> {
        std::fs::create_dir_all(folder)?;
        let store = LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true).with_fsync(true);
        Ok(Self { store: Arc::new(store), signers: None })
    }

    /// Begins to write; what is written is there once [`Writer::finish`] has succeeded, and not at all otherwise.
    ///
    /// # Errors
    /// The key is none.
    pub fn write(&self, key: &str) -> Result<Writer, FilesError> {
        let writer = BufWriter::with_capacity(Arc::clone(&self.store), parse(key)?, PART);
        Ok(Writer(writer.with_max_concurrency(PARTS_AT_ONCE)))
    }

    /// Writes everything at once.
    ///
    /// # Errors
    /// The storage's.
    pub async fn put(&self, key: &str, bytes: Bytes) -> Result<(), FilesError> {
        self.store.put(&parse(key)?, bytes.into()).await?;
        Ok(())
    }

    /// How many bytes there are; `None` if there is nothing.
    ///
    /// # Errors
    /// The storage's.
    pub async fn size(&self, key: &str) -> Result<Option<u64>, FilesError> {
        match self.store.head(&parse(key)?).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The bytes in this range, or all of them, as they come.
    ///
    /// # Errors
    /// There is nothing, or the storage's.
    pub async fn read(
        &self,
        key: &str,
        range: Option<Range<u64>>,
    ) -> Result<BoxStream<'static, Result<Bytes, FilesError>>, FilesError> {
        let options = GetOptions { range: range.map(GetRange::Bounded), ..GetOptions::default() };
        let found = self.store.get_opts(&parse(key)?, options).await?;
        Ok(found.into_stream().map_err(FilesError::from).boxed())
    }

    /// The first bytes, at most so many.
    ///
    /// # Errors
    /// There is nothing, or the storage's.
    pub async fn beginning(&self, key: &str, size: u64, most: u64) -> Result<Vec<u8>, FilesError> {
        let mut bytes = Vec::new();
        if size.min(most) > 0 {
            let mut stream = self.read(key, Some(0..size.min(most))).await?;
            while let Some(chunk) = stream.try_next().await? {
                bytes.extend_from_slice(&chunk);
            }
        }
        Ok(bytes)
    }

    /// Gives what is there another key.
    ///
    /// # Errors
    /// There is nothing, or the storage's.
    pub async fn rename(&self, from: &str, to: &str) -> Result<(), FilesError> {
        Ok(self.store.rename(&parse(from)?, &parse(to)?).await?)
    }

    /// Removes what is there, if anything is.
    ///
    /// # Errors
    /// The storage's.
    pub async fn delete(&self, key: &str) -> Result<(), FilesError> {
        match self.store.delete(&parse(key)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The origin at which browsers reach the storage, by signed addresses; `None` where they do not.
    #[must_use]
    pub fn public_origin(&self) -> Option<String> {
        self.signers.as_ref()?.public_origin.clone()
    }

    /// The address at which a browser reads this, for so long; `None` where browsers do not reach the storage.
    ///
    /// # Errors
    /// The keys of the bucket are not to be had.
    pub async fn reading_address(
        &self,
        key: &str,
        disposition: &str,
        mime_type: &str,
        life: Duration,
    ) -> Result<Option<String>, FilesError> {
        let Some(signers) = self.public_signers() else { return Ok(None) };
        let query = [("response-content-disposition", disposition), ("response-content-type", mime_type)];
        signers.sign(Method::GET, &parse(key)?, &query, &[], life).await.map(Some)
    }

    /// The address at which a browser writes this, for so long. How many bytes it was is seen afterwards: the client
    /// library signs no length.
    ///
    /// # Errors
    /// The keys of the bucket are not to be had.
    pub async fn writing_address(
        &self,
        key: &str,
        mime_type: &str,
        life: Duration,
    ) -> Result<Option<String>, FilesError> {
        let Some(signers) = self.public_signers() else { return Ok(None) };
        let headers = [(CONTENT_TYPE, mime_type)];
        signers.sign(Method::PUT, &parse(key)?, &[], &headers, life).await.map(Some)
    }

    fn public_signers(&self) -> Option<&Signers> {
        self.signers.as_deref().filter(|signers| signers.public_origin.is_some())
    }

    /// Whether the storage takes, gives and forgets a few bytes.
    ///
    /// # Errors
    /// What it refused.
    pub async fn check(&self) -> Result<(), FilesError> {
        let key = format!("check/{}", uuid::Uuid::new_v4());
        self.put(&key, Bytes::from_static(b"icosa")).await?;
        let read = self.beginning(&key, 5, 5).await;
        self.delete(&key).await?;
        if read? == b"icosa" { Ok(()) } else { Err(std::io::Error::other("other bytes came back").into()) }
    }
}

/// A key that leads nowhere else.
fn parse(key: &str) -> Result<Path, FilesError> {
    Path::parse(key).map_err(|error| FilesError::Storage(error.into()))
}

/// Bytes on their way into the storage; dropped unfinished, it leaves nothing behind.
pub struct Writer(BufWriter);

impl Writer {
    /// Passes bytes on; memory stays the same however many there are.
    ///
    /// # Errors
    /// The storage's.
    pub async fn write(&mut self, bytes: Bytes) -> Result<(), FilesError> {
        Ok(self.0.put(bytes).await?)
    }

    /// Makes what was written visible.
    ///
    /// # Errors
    /// The storage's; then there is nothing.
    pub async fn finish(mut self) -> Result<(), FilesError> {
        Ok(self.0.shutdown().await?)
    }

    /// Takes back what was written.
    pub async fn abort(mut self) {
        if let Err(error) = self.0.abort().await {
            tracing::debug!(%error, "an upload that was given up leaves something behind");
        }
    }
}

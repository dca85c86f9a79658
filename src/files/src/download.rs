//! How a file goes out.

use std::ops::Range;
use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use futures::stream::BoxStream;
use icosa_access::TokenType;
use icosa_contract::AppError;
use icosa_contract::files::FileFolder;
use icosa_model::WorkspaceId;
use icosa_store::files::{FileRow, status};
use uuid::Uuid;

use crate::Files;
use crate::content::is_shown;
use crate::error::FilesError;
use crate::names::content_disposition;
use crate::upload::{forbidden, key, refused_token};

/// A file that may be read.
#[derive(Debug, Clone)]
pub struct Download {
    row: FileRow,
    /// Not from then on.
    pub expires_at: DateTime<Utc>,
}

/// Where its bytes come from.
pub enum Opened {
    /// From here.
    Bytes(BoxStream<'static, Result<Bytes, FilesError>>),
    /// From the storage itself, at this address.
    Elsewhere(String),
}

impl Download {
    /// Bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        u64::try_from(self.row.size).unwrap_or_default()
    }

    /// What it is.
    #[must_use]
    pub fn mime_type(&self) -> &str {
        &self.row.mime_type
    }

    /// `Content-Disposition`: what browsers cannot be trusted to show is saved.
    #[must_use]
    pub fn disposition(&self) -> String {
        content_disposition(is_shown(&self.row.mime_type), &self.row.name)
    }

    /// What a stored file is never changes: its id is its version.
    #[must_use]
    pub fn etag(&self) -> String {
        format!("\"{}\"", self.row.id.simple())
    }
}

impl Files {
    /// The file that an address with a token leads to.
    ///
    /// # Errors
    /// `FORBIDDEN` for a token that is none or has expired, `NOT_FOUND` for a file that is gone.
    pub async fn find(&self, folder: &str, file: Uuid, token: &str) -> Result<Download, AppError> {
        let bearer = self.engine.tokens().verify_file(TokenType::File, token).await.map_err(refused_token)?;
        if bearer.file != file {
            return Err(forbidden());
        }
        self.found(bearer.workspace, folder, file, bearer.expires_at).await
    }

    /// A picture of a workspace, for its members: they need no token.
    ///
    /// # Errors
    /// `NOT_FOUND` for a file that is none.
    pub async fn find_picture(&self, workspace: WorkspaceId, file: Uuid) -> Result<Download, AppError> {
        let expires_at = Utc::now() + self.engine.config().storage.link_lifetime;
        self.found(workspace, FileFolder::CorePicture.path(), file, expires_at).await
    }

    async fn found(
        &self,
        workspace: WorkspaceId,
        folder: &str,
        file: Uuid,
        expires_at: DateTime<Utc>,
    ) -> Result<Download, AppError> {
        let row = self.row(workspace, file).await?;
        let is_there = row.status == status::UPLOADED && row.path.split('/').next() == Some(folder);
        if !is_there
            || ![FileFolder::FilesField, FileFolder::CorePicture].iter().any(|known| known.path() == folder)
        {
            return Err(AppError::not_found("There is no such file.").with_sub_code("FILE_NOT_FOUND"));
        }
        Ok(Download { row, expires_at })
    }

    /// Its bytes, or those in a range.
    ///
    /// # Errors
    /// The storage is away, or the bytes are gone.
    pub async fn open(&self, download: &Download, range: Option<Range<u64>>) -> Result<Opened, AppError> {
        let key = key(&download.row);
        let left = (download.expires_at - Utc::now()).to_std().unwrap_or_default();
        let life = left.min(self.engine.config().storage.upload_lifetime).max(Duration::from_secs(1));
        let disposition = download.disposition();
        let address = self.storage.reading_address(&key, &disposition, download.mime_type(), life).await?;
        if let Some(address) = address {
            return Ok(Opened::Elsewhere(address));
        }
        Ok(Opened::Bytes(self.storage.read(&key, range).await?))
    }
}

//! Files: announcing one, sending its bytes, having it checked.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use icosa_model::format::own_address;

use crate::error::AppError;
use crate::session::Actor;

/// Largest file that is sent straight to its address, bytes.
pub const MAX_FILE: u64 = 1 << 30;
/// Largest file inside a form or a multipart request, bytes; also of such a request as a whole.
pub const MAX_FORM_FILE: u64 = 100 << 20;
/// Most files of one form or multipart request.
pub const MAX_FORM_FILES: usize = 10;
/// Most files of one field of a record, whatever its settings say.
pub const MAX_FILES_OF_FIELD: usize = 10;

/// What a file is for; each has a folder of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the names of the wire")]
pub enum FileFolder {
    RecordExport,
    CorePicture,
    AgentChat,
    BuiltLogicFunction,
    BuiltFrontComponent,
    PublicAsset,
    Source,
    FilesField,
    Dependencies,
    Workflow,
    EmailAttachment,
    EmailImage,
    AppTarball,
    GeneratedSdkClient,
    Dpa,
}

impl FileFolder {
    /// Its part of paths and addresses.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::RecordExport => "record-export",
            Self::CorePicture => "core-picture",
            Self::AgentChat => "agent-chat",
            Self::BuiltLogicFunction => "built-logic-function",
            Self::BuiltFrontComponent => "built-front-component",
            Self::PublicAsset => "public-asset",
            Self::Source => "source",
            Self::FilesField => "files-field",
            Self::Dependencies => "dependencies",
            Self::Workflow => "workflow",
            Self::EmailAttachment => "email-attachment",
            Self::EmailImage => "email-image",
            Self::AppTarball => "app-tarball",
            Self::GeneratedSdkClient => "generated-sdk-client",
            Self::Dpa => "dpa",
        }
    }
}

/// Which field a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "self-evident")]
pub enum FileField {
    Id(Uuid),
    UniversalIdentifier(Uuid),
}

/// Announces a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreateFileUpload {
    /// What people call it, with its extension.
    pub filename: String,
    /// Bytes, at most [`MAX_FILE`].
    pub size: u64,
    /// What it is for.
    pub folder: FileFolder,
    /// The FILES field, for [`FileFolder::FilesField`].
    pub field: Option<FileField>,
}

/// Where the bytes go: `PUT upload_url` with `Content-Type: content_type`, before it expires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "self-evident")]
pub struct FileUploadTarget {
    pub file_id: Uuid,
    pub upload_url: String,
    pub content_type: String,
    pub expires_at: DateTime<Utc>,
}

/// A file that is whole. Unless a record takes it, it is removed after a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredFile {
    /// In records.
    pub id: Uuid,
    /// Where it is kept, below workspace and application.
    pub path: String,
    /// What people call it: the name given, made harmless.
    pub name: String,
    /// Without the dot, lower case; may be empty.
    pub extension: String,
    /// Bytes.
    pub size: u64,
    /// When it was announced.
    pub created_at: DateTime<Utc>,
    /// Where it can be read until the token in it expires.
    pub url: String,
}

/// Whose picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureOf {
    /// The caller's own.
    Member,
    /// The workspace's.
    Workspace,
}

/// Files of one workspace. Who may write records may send files.
#[async_trait]
pub trait FilesApi: Send + Sync {
    /// Announces a file. `BAD_USER_INPUT` for names, sizes, folders and fields that cannot be.
    async fn create_upload(
        &self,
        actor: &Actor,
        request: CreateFileUpload,
    ) -> Result<FileUploadTarget, AppError>;

    /// Checks the bytes that were sent for a file: `FILE_NOT_UPLOADED`, `FILE_SIZE_MISMATCH`, `BAD_REQUEST` for a kind
    /// that has no place in the folder. Only for whoever announced it; may be repeated.
    async fn complete_upload(&self, actor: &Actor, file: Uuid) -> Result<StoredFile, AppError>;

    /// Completes an upload to the folder `CorePicture` and makes it the picture of the caller or the workspace; the one
    /// before goes.
    async fn take_picture(&self, actor: &Actor, file: Uuid, of: PictureOf) -> Result<StoredFile, AppError>;

    /// Takes a picture away.
    async fn remove_picture(&self, actor: &Actor, of: PictureOf) -> Result<(), AppError>;

    /// The origin of the storage, where browsers reach it themselves.
    fn browser_storage(&self) -> Option<String>;

    /// Announces, sends and completes in one call; `request.size` is what `content` holds.
    async fn store(
        &self,
        actor: &Actor,
        request: CreateFileUpload,
        content: Box<dyn std::io::Read + Send>,
    ) -> Result<StoredFile, AppError>;
}

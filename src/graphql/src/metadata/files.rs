//! Sending files.

use async_graphql::{Context, Object, Result, SimpleObject, Upload};
use icosa_contract::AppError;
use icosa_contract::files::{CreateFileUpload, FileField, FileFolder, MAX_FILE, PictureOf, StoredFile};
use uuid::Uuid;

use crate::metadata::caller::{Caller, caller, parse_id};
use crate::metadata::permission::{Flag, require};
use crate::metadata::scalars::Moment;

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, async_graphql::Enum)]
#[graphql(remote = "icosa_contract::files::FileFolder", name = "FileFolder", rename_items = "PascalCase")]
pub enum Folder {
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

/// Where the bytes of a file go.
#[derive(SimpleObject)]
pub struct FileUploadTarget {
    file_id: Uuid,
    upload_url: String,
    content_type: String,
    expires_at: Moment,
}

/// A file that is whole, and where it can be read for a while.
#[derive(SimpleObject)]
pub struct FileWithSignedUrl {
    id: Uuid,
    path: String,
    size: f64,
    created_at: Moment,
    url: String,
}

impl From<StoredFile> for FileWithSignedUrl {
    #[expect(clippy::cast_precision_loss, reason = "a file is far smaller than 2^53 bytes")]
    fn from(file: StoredFile) -> Self {
        Self {
            id: file.id,
            path: file.path,
            size: file.size as f64,
            created_at: file.created_at.into(),
            url: file.url,
        }
    }
}

/// Sending files.
#[derive(Default)]
pub struct FileMutations;

#[Object]
impl FileMutations {
    /// Announces a file; its bytes go to the address answered, by PUT with the content type answered.
    async fn create_file_upload(
        &self,
        ctx: &Context<'_>,
        filename: String,
        size: f64,
        file_folder: Folder,
        field_metadata_id: Option<String>,
        field_metadata_universal_identifier: Option<String>,
    ) -> Result<FileUploadTarget> {
        let caller = caller(ctx)?;
        require(&caller.actor, Flag::UploadFile)?;
        let field = match (field_metadata_id, field_metadata_universal_identifier) {
            (Some(id), _) => Some(FileField::Id(parse_id(&id)?)),
            (None, Some(id)) => Some(FileField::UniversalIdentifier(parse_id(&id)?)),
            (None, None) => None,
        };
        let request = CreateFileUpload { filename, size: bytes(size)?, folder: file_folder.into(), field };
        let target = caller.apis.files.create_upload(&caller.actor, request).await?;
        Ok(FileUploadTarget {
            file_id: target.file_id,
            upload_url: target.upload_url,
            content_type: target.content_type,
            expires_at: target.expires_at.into(),
        })
    }

    /// Checks the bytes that were sent for a file.
    async fn complete_file_upload(&self, ctx: &Context<'_>, file_id: String) -> Result<FileWithSignedUrl> {
        let caller = caller(ctx)?;
        require(&caller.actor, Flag::UploadFile)?;
        let stored = caller.apis.files.complete_upload(&caller.actor, parse_id(&file_id)?).await?;
        Ok(stored.into())
    }

    /// Sends a file inside the request.
    #[graphql(
        deprecation = "Use createFileUpload and completeFileUpload: the bytes go straight to the storage."
    )]
    async fn upload_files_field_file_by_universal_identifier(
        &self,
        ctx: &Context<'_>,
        file: Upload,
        field_metadata_universal_identifier: String,
    ) -> Result<FileWithSignedUrl> {
        let caller = caller(ctx)?;
        require(&caller.actor, Flag::UploadFile)?;
        let field = FileField::UniversalIdentifier(parse_id(&field_metadata_universal_identifier)?);
        Ok(store(ctx, caller, file, FileFolder::FilesField, Some(field)).await?.into())
    }

    /// Checks the bytes that were sent for a picture, and makes it the workspace's.
    async fn complete_workspace_logo_upload(
        &self,
        ctx: &Context<'_>,
        file_id: String,
    ) -> Result<FileWithSignedUrl> {
        let caller = caller(ctx)?;
        require(&caller.actor, Flag::Workspace)?;
        let (id, of) = (parse_id(&file_id)?, PictureOf::Workspace);
        Ok(caller.apis.files.take_picture(&caller.actor, id, of).await?.into())
    }

    /// Checks the bytes that were sent for a picture, and makes it the caller's own.
    async fn complete_workspace_member_profile_picture_upload(
        &self,
        ctx: &Context<'_>,
        file_id: String,
    ) -> Result<FileWithSignedUrl> {
        let caller = caller(ctx)?;
        let (id, of) = (parse_id(&file_id)?, PictureOf::Member);
        Ok(caller.apis.files.take_picture(&caller.actor, id, of).await?.into())
    }

    /// Sends the workspace's picture inside the request.
    #[graphql(deprecation = "Use createFileUpload and completeWorkspaceLogoUpload.")]
    async fn upload_workspace_logo(&self, ctx: &Context<'_>, file: Upload) -> Result<FileWithSignedUrl> {
        let caller = caller(ctx)?;
        require(&caller.actor, Flag::Workspace)?;
        let stored = store(ctx, caller, file, FileFolder::CorePicture, None).await?;
        Ok(caller.apis.files.take_picture(&caller.actor, stored.id, PictureOf::Workspace).await?.into())
    }

    /// Sends the caller's own picture inside the request.
    #[graphql(deprecation = "Use createFileUpload and completeWorkspaceMemberProfilePictureUpload.")]
    async fn upload_workspace_member_profile_picture(
        &self,
        ctx: &Context<'_>,
        file: Upload,
    ) -> Result<FileWithSignedUrl> {
        let caller = caller(ctx)?;
        let stored = store(ctx, caller, file, FileFolder::CorePicture, None).await?;
        Ok(caller.apis.files.take_picture(&caller.actor, stored.id, PictureOf::Member).await?.into())
    }
}

/// Takes in a file that came with the request.
async fn store(
    ctx: &Context<'_>,
    caller: &Caller,
    file: Upload,
    folder: FileFolder,
    field: Option<FileField>,
) -> Result<StoredFile> {
    let missing = |_| AppError::bad_input("The request carries no such file.");
    let value = file.value(ctx).map_err(missing)?;
    let size = value.size().map_err(missing)?;
    let request = CreateFileUpload { filename: value.filename.clone(), size, folder, field };
    Ok(caller.apis.files.store(&caller.actor, request, Box::new(value.into_read())).await?)
}

/// A whole number of bytes.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "its range is checked")]
fn bytes(size: f64) -> Result<u64, AppError> {
    // More than fits is refused by the use-case, with the right words.
    let most = (MAX_FILE + 1) as f64;
    if size.is_finite() && size >= 0.0 && size.fract() == 0.0 {
        Ok(size.min(most) as u64)
    } else {
        Err(AppError::bad_input("The size of a file is a whole number of bytes.").with_field("size"))
    }
}

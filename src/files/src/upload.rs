//! How a file comes in: announced, sent, completed.

use std::io::Read;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use chrono::Utc;
use futures::{Stream, StreamExt};
use icosa_access::TokenType;
use icosa_contract::data_model::DataModelApi;
use icosa_contract::files::{
    CreateFileUpload, FileField, FileFolder, FileUploadTarget, FilesApi, PictureOf, StoredFile,
};
use icosa_contract::{Actor, AppError, Code};
use icosa_engine::files::{extension_of, file_address};
use icosa_model::definition::FieldRow;
use icosa_model::naming::STANDARD_APPLICATION;
use icosa_model::{Field, FieldType, WorkspaceId};
use icosa_store::files::{self as rows, FileRow, status};
use uuid::Uuid;

use crate::Files;
use crate::content::{Content, LOOKED_AT, SVG};
use crate::error::FilesError;
use crate::folders::{check_folder, check_kind, most_bytes};
use crate::names::clean_name;
use crate::svg::{self, MAX_SVG};

/// How long a whole file waits for a record to take it.
const KEPT_FOR_RECORD: Duration = Duration::from_secs(24 * 60 * 60);
/// What is read at once of a file that lies on this machine, bytes.
const CHUNK: usize = 256 * 1024;

#[async_trait]
impl FilesApi for Files {
    async fn create_upload(
        &self,
        actor: &Actor,
        request: CreateFileUpload,
    ) -> Result<FileUploadTarget, AppError> {
        let file = self.announce(actor, &request).await?;
        Ok(self.target(&file).await?)
    }

    async fn complete_upload(&self, actor: &Actor, file: Uuid) -> Result<StoredFile, AppError> {
        let row = self.announced(actor, file).await?;
        Ok(self.complete(row).await?)
    }

    async fn take_picture(&self, actor: &Actor, file: Uuid, of: PictureOf) -> Result<StoredFile, AppError> {
        let stored = self.complete_upload(actor, file).await?;
        self.assign(actor, Some(file), of).await?;
        Ok(stored)
    }

    async fn remove_picture(&self, actor: &Actor, of: PictureOf) -> Result<(), AppError> {
        self.assign(actor, None, of).await
    }

    fn browser_storage(&self) -> Option<String> {
        self.storage.public_origin()
    }

    async fn store(
        &self,
        actor: &Actor,
        request: CreateFileUpload,
        mut content: Box<dyn Read + Send>,
    ) -> Result<StoredFile, AppError> {
        let file = self.announce(actor, &request).await?;
        let (sender, receiver) = tokio::sync::mpsc::channel::<Result<Bytes, std::io::Error>>(2);
        // Reading a file of this machine blocks the thread that does it.
        tokio::task::spawn_blocking(move || {
            loop {
                let mut chunk = vec![0; CHUNK];
                let read = content.read(&mut chunk).map(|size| {
                    chunk.truncate(size);
                    Bytes::from(chunk)
                });
                let is_last = read.as_ref().map_or(true, Bytes::is_empty);
                if sender.blocking_send(read).is_err() || is_last {
                    return;
                }
            }
        });
        let chunks = futures::stream::unfold(receiver, |mut receiver| async move {
            receiver.recv().await.map(|chunk| (chunk, receiver))
        });
        self.receive(&file, chunks).await?;
        Ok(self.complete(file).await?)
    }
}

/// The sub-code of an upload whose sender has fallen silent: there is nothing to wait for.
pub const UPLOAD_STALLED: &str = "UPLOAD_STALLED";

/// Who sends nothing for so long has gone away.
async fn next(
    bytes: &mut (impl Stream<Item = Result<Bytes, std::io::Error>> + Unpin),
    patience: Duration,
) -> Option<Result<Bytes, std::io::Error>> {
    let chunk = tokio::time::timeout(patience, bytes.next()).await;
    chunk.unwrap_or_else(|_| Some(Err(std::io::ErrorKind::TimedOut.into())))
}

impl Files {
    /// Takes the bytes of the file that a token was made for.
    ///
    /// # Errors
    /// The token is none, `FILE_SIZE_MISMATCH` for other than the announced number of bytes, `CONFLICT` for a file that
    /// is whole already.
    pub async fn send<E>(
        &self,
        file: Uuid,
        token: &str,
        bytes: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<(), AppError>
    where
        E: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let bearer = self.engine.tokens().verify_file(TokenType::FileUpload, token).await;
        let bearer = bearer.map_err(refused_token)?;
        if bearer.file != file {
            return Err(forbidden());
        }
        let row = self.row(bearer.workspace, file).await?;
        if row.status != status::PENDING {
            let error = AppError::new(Code::Conflict, "This file has been uploaded already.");
            return Err(error.with_sub_code("FILE_ALREADY_UPLOADED"));
        }
        let bytes = bytes.map(|chunk| chunk.map_err(|error| std::io::Error::other(error.into())));
        Ok(self.receive(&row, bytes).await?)
    }

    async fn assign(&self, actor: &Actor, file: Option<Uuid>, of: PictureOf) -> Result<(), AppError> {
        match of {
            PictureOf::Member => self.engine.set_profile_picture(actor, file).await,
            PictureOf::Workspace => self.engine.set_workspace_logo(actor, file).await,
        }
    }

    /// Announces a file.
    ///
    /// # Errors
    /// `BAD_USER_INPUT` for what cannot be sent, `FILE_TOO_LARGE`.
    pub(crate) async fn announce(
        &self,
        actor: &Actor,
        request: &CreateFileUpload,
    ) -> Result<FileRow, AppError> {
        check_folder(request.folder)?;
        let name = clean_name(&request.filename)?;
        let most = most_bytes(request.folder);
        if request.size > most {
            return Err(too_large(most));
        }
        let id = Uuid::new_v4();
        let workspace = actor.workspace;
        let field = self.field(actor, request).await?;
        let is_standard = field.as_ref().is_none_or(|field| field.is_standard);
        let place =
            field.as_ref().map_or_else(String::new, |field| format!("{}/", field.universal_identifier));
        let extension = extension_of(&name);
        let dot = if extension.is_empty() { "" } else { "." };
        let now = Utc::now();
        let row = FileRow {
            id,
            workspace,
            application: application(workspace, is_standard),
            path: format!("{}/{place}{id}{dot}{extension}", request.folder.path()),
            name,
            size: i64::try_from(request.size).unwrap_or(i64::MAX),
            mime_type: "application/octet-stream".to_owned(),
            status: status::PENDING.to_owned(),
            field: field.map(|field| field.id.0),
            created_by: creator(actor),
            expires_at: Some(now + self.engine.config().storage.upload_lifetime * 2),
            created_at: now,
        };
        rows::add(self.engine.db().pool(), &row).await.map_err(FilesError::from)?;
        Ok(row)
    }

    /// The FILES field that a file is for.
    async fn field(&self, actor: &Actor, request: &CreateFileUpload) -> Result<Option<FieldRow>, AppError> {
        if request.folder != FileFolder::FilesField {
            return Ok(None);
        }
        let missing = |message: &str| AppError::bad_input(message).with_sub_code("INVALID_FILE_FIELD");
        let wanted =
            request.field.ok_or_else(|| missing("A file of a field needs to say which field it is for."))?;
        let model = DataModelApi::model(&self.engine, actor).await?;
        let is_wanted = |field: &&Field| match wanted {
            FileField::Id(id) => field.id.0 == id,
            FileField::UniversalIdentifier(id) => field.universal_identifier == id,
        };
        let found = model.objects().iter().flat_map(|object| &object.fields).find(is_wanted);
        let found = found.ok_or_else(|| missing("There is no such field."))?;
        if found.field_type != FieldType::Files {
            return Err(missing("The field holds no files."));
        }
        Ok(Some(found.row.clone()))
    }

    async fn target(&self, file: &FileRow) -> Result<FileUploadTarget, FilesError> {
        let life = self.engine.config().storage.upload_lifetime;
        let expires_at = file.created_at + life;
        let mime_type = mime_guess::from_path(&file.name).first_or_octet_stream().to_string();
        if let Some(upload_url) = self.storage.writing_address(&pending_key(file), &mime_type, life).await? {
            return Ok(FileUploadTarget {
                file_id: file.id,
                upload_url,
                content_type: mime_type,
                expires_at,
            });
        }
        let token = self.engine.tokens().issue_for_sending(file.workspace, file.id).await?;
        let server = self.engine.config().server_url.as_str().trim_end_matches('/');
        Ok(FileUploadTarget {
            file_id: file.id,
            upload_url: format!("{server}/file-upload/{}?token={}", file.id, token.token),
            content_type: "application/octet-stream".to_owned(),
            expires_at: token.expires_at,
        })
    }

    /// Writes the bytes of an announced file to their first place; what is not as announced leaves nothing.
    pub(crate) async fn receive(
        &self,
        file: &FileRow,
        bytes: impl Stream<Item = Result<Bytes, std::io::Error>> + Send,
    ) -> Result<(), FilesError> {
        let announced = u64::try_from(file.size).unwrap_or_default();
        let _permit = self.sending.acquire().await.map_err(std::io::Error::other)?;
        let mut writer = self.storage.write(&pending_key(file))?;
        let mut bytes = std::pin::pin!(bytes);
        let mut received = 0_u64;
        // Turns are few: who sends nothing for so long loses theirs.
        let patience = self.engine.config().idle_timeout;
        while let Some(chunk) = next(&mut bytes, patience).await {
            let outcome = match chunk {
                Ok(chunk) => {
                    received += chunk.len() as u64;
                    if received > announced { Err(mismatch().into()) } else { writer.write(chunk).await }
                }
                Err(error) if error.kind() == std::io::ErrorKind::TimedOut => {
                    let stalled = AppError::bad_input("Nothing more of the file came.");
                    Err(stalled.with_sub_code(UPLOAD_STALLED).into())
                }
                // The sender went away.
                Err(_) => Err(AppError::bad_input("The file did not arrive whole.").into()),
            };
            if let Err(error) = outcome {
                writer.abort().await;
                return Err(error);
            }
        }
        if received < announced {
            writer.abort().await;
            return Err(mismatch().into());
        }
        writer.finish().await
    }

    /// A file of the actor's that was announced by them.
    async fn announced(&self, actor: &Actor, id: Uuid) -> Result<FileRow, AppError> {
        let row = self.row(actor.workspace, id).await?;
        if row.created_by != creator(actor) {
            return Err(AppError::new(Code::Forbidden, "Somebody else is uploading this file.")
                .with_sub_code("PERMISSION_DENIED"));
        }
        Ok(row)
    }

    pub(crate) async fn row(&self, workspace: WorkspaceId, id: Uuid) -> Result<FileRow, AppError> {
        let found =
            self.engine.db().read(|pool| async move { rows::lookup(&pool, workspace, id).await }).await;
        let found = found.map_err(FilesError::from)?;
        found.ok_or_else(|| AppError::not_found("There is no such file.").with_sub_code("FILE_NOT_FOUND"))
    }

    /// Checks what was sent and moves it to its place. A file that is whole stays as it is, and one whose completion was
    /// cut off on the way is gone on with: until its row says so, each step may be repeated.
    pub(crate) async fn complete(&self, mut file: FileRow) -> Result<StoredFile, FilesError> {
        if file.status == status::UPLOADED {
            return self.stored(file).await;
        }
        let pending = pending_key(&file);
        let moved = match self.storage.size(&pending).await? {
            Some(size) => match self.settle(&mut file, &pending, size).await {
                // Another completion was faster.
                Err(FilesError::Storage(object_store::Error::NotFound { .. })) => false,
                outcome => outcome.map(|()| true)?,
            },
            None => false,
        };
        if !moved && !self.find_settled(&mut file).await? {
            let message = "Nothing has been uploaded for this file yet.";
            return Err(AppError::bad_input(message).with_sub_code("FILE_NOT_UPLOADED").into());
        }
        let until = Utc::now() + KEPT_FOR_RECORD;
        match rows::complete(self.engine.db().pool(), &file, until).await? {
            Some(file) => self.stored(file).await,
            // Another call was faster, or the cleaner.
            None => {
                let file = self.row(file.workspace, file.id).await?;
                self.stored(file).await
            }
        }
    }

    /// Refuses what was sent if it is not as announced, or has no place in the folder; else moves it to its place.
    async fn settle(&self, file: &mut FileRow, pending: &str, size: u64) -> Result<(), FilesError> {
        if i64::try_from(size) != Ok(file.size) {
            return Err(mismatch().into());
        }
        self.find_kind(file, pending, size).await?;
        if file.mime_type == SVG {
            file.size = self.clean_svg(file, pending).await?;
            // What was sent goes last: until then it can be cleaned again.
            self.storage.delete(pending).await
        } else {
            self.storage.rename(pending, &key(file)).await
        }
    }

    async fn find_kind(&self, file: &mut FileRow, key: &str, size: u64) -> Result<(), FilesError> {
        let beginning = self.storage.beginning(key, size, LOOKED_AT).await?;
        file.mime_type = Content::of(&beginning, &file.name).mime_type.to_owned();
        Ok(check_kind(file.path.split('/').next().unwrap_or_default(), &file.mime_type)?)
    }

    /// Whether another completion has moved the file to its place, before it could say so: one that was cut off, or one
    /// at the same time. Nobody else writes there.
    async fn find_settled(&self, file: &mut FileRow) -> Result<bool, FilesError> {
        let place = key(file);
        let Some(size) = self.storage.size(&place).await? else { return Ok(false) };
        self.find_kind(file, &place, size).await?;
        // Cleaned pictures have another size than was announced.
        file.size = i64::try_from(size).unwrap_or(i64::MAX);
        Ok(true)
    }

    async fn clean_svg(&self, file: &FileRow, pending: &str) -> Result<i64, FilesError> {
        let size = u64::try_from(file.size).unwrap_or_default();
        if size > MAX_SVG {
            return Err(svg::refused("An SVG picture may have 2 MB.").into());
        }
        let picture = self.storage.beginning(pending, size, MAX_SVG).await?;
        let cleaned = svg::clean(&picture)?;
        let size = i64::try_from(cleaned.len()).unwrap_or(i64::MAX);
        self.storage.put(&key(file), cleaned.into()).await?;
        Ok(size)
    }

    async fn stored(&self, file: FileRow) -> Result<StoredFile, FilesError> {
        let folder = match file.field {
            Some(_) => FileFolder::FilesField,
            None => FileFolder::CorePicture,
        };
        Ok(StoredFile {
            id: file.id,
            url: file_address(&self.engine, file.workspace, folder, file.id).await?,
            extension: extension_of(&file.path),
            path: file.path,
            name: file.name,
            size: u64::try_from(file.size).unwrap_or_default(),
            created_at: file.created_at,
        })
    }
}

/// Where a file's bytes are.
pub(crate) fn key(file: &FileRow) -> String {
    format!("{}/{}/{}", file.workspace.0, file.application, file.path)
}

/// Where they are before it is completed.
pub(crate) fn pending_key(file: &FileRow) -> String {
    let folder = file.path.split('/').next().unwrap_or_default();
    format!("{}/{}/{folder}/pending/{}", file.workspace.0, file.application, file.id)
}

/// The application that owns standard fields, or those of the workspace's own.
fn application(workspace: WorkspaceId, is_standard: bool) -> Uuid {
    if is_standard {
        Uuid::new_v5(&workspace.0, STANDARD_APPLICATION.to_string().as_bytes())
    } else {
        Uuid::new_v5(&workspace.0, b"custom")
    }
}

/// The membership of a person; programs of a workspace stand for it.
fn creator(actor: &Actor) -> Uuid {
    actor.user_workspace.unwrap_or(actor.workspace.0)
}

/// A token in an address that does not open it, whatever is wrong with it.
pub(crate) fn refused_token(error: icosa_access::TokenError) -> AppError {
    use icosa_access::TokenError as E;
    match error {
        E::Store(_) | E::Signing(_) => error.into(),
        _ => forbidden(),
    }
}

pub(crate) fn forbidden() -> AppError {
    AppError::new(Code::Forbidden, "This address is not valid any more.").with_sub_code("FORBIDDEN_EXCEPTION")
}

fn mismatch() -> AppError {
    AppError::bad_input("The file has another size than announced.").with_sub_code("FILE_SIZE_MISMATCH")
}

/// A file beyond what is taken.
pub(crate) fn too_large(most: u64) -> AppError {
    let message = format!("A file may have {} MB.", most >> 20);
    AppError::new(Code::PayloadTooLarge, message).with_sub_code("FILE_TOO_LARGE")
}

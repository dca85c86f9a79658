//! Sending files; their bytes go to the address that is answered.

use icosa_contract::AppError;
use icosa_contract::files::{CreateFileUpload, FileUploadTarget, StoredFile};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use uuid::Uuid;

/// Announces a file.
#[server(prefix = "/rpc", endpoint = "file_upload_create", input = Json, output = Json)]
pub async fn file_upload_create(request: CreateFileUpload) -> Result<FileUploadTarget, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.files.create_upload(&actor, request).await)
}

/// Checks the bytes that were sent for a file.
#[server(prefix = "/rpc", endpoint = "file_upload_complete", input = Json, output = Json)]
pub async fn file_upload_complete(file: Uuid) -> Result<StoredFile, AppError> {
    let (backend, actor) = crate::server::caller()?;
    crate::server::answer(backend.files.complete_upload(&actor, file).await)
}

//! One file on its way: announced, sent with its progress, completed.

use icosa_contract::files::{CreateFileUpload, FileField, FileFolder, StoredFile, own_address};
use icosa_rpc::files::{file_upload_complete, file_upload_create};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use web_sys::{File, XmlHttpRequest};

use super::entries::{Entry, Progress};
use crate::sending::{Broken, Target, send_file};

/// Sends a file for a field; the entry tells how far it is.
pub(super) fn start(entry: Entry, field: Uuid, file: File) {
    spawn_local(async move {
        match send(entry, field, &file).await {
            Ok(stored) => entry.stored(&stored),
            Err(reason) => entry.failed(reason),
        }
    });
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes of files are whole")]
pub(super) async fn send(entry: Entry, field: Uuid, file: &File) -> Result<StoredFile, String> {
    let request = CreateFileUpload {
        filename: file.name(),
        size: file.size() as u64,
        folder: FileFolder::FilesField,
        field: Some(FileField::Id(field)),
    };
    let target = file_upload_create(request).await.map_err(|error| error.message)?;
    put(entry, own_address(&target.upload_url), &target.content_type, file).await?;
    file_upload_complete(target.file_id).await.map_err(|error| error.message)
}

async fn put(entry: Entry, address: &str, content_type: &str, file: &File) -> Result<(), String> {
    let broken = |_: Broken| "The connection broke. Remove the file and try again.".to_owned();
    let request = XmlHttpRequest::new().map_err(|error| broken(error.into()))?;
    let _ = entry.sending.try_set_value(Some(request.clone()));
    let target = Target { method: "PUT", address, content_type };
    let answer = send_file(&request, target, file, move |share| {
        let _ = entry.progress.try_set(Progress::Sending(share));
    })
    .await;
    let _ = entry.sending.try_set_value(None);
    let answer = answer.map_err(broken)?;
    if answer.is_ok { Ok(()) } else { Err(reason(&answer.text)) }
}

/// What the server says, in its own words.
fn reason(text: &str) -> String {
    let told = serde_json::from_str::<icosa_contract::AppError>(text).map(|error| error.message);
    told.unwrap_or_else(|_| "The file could not be uploaded.".to_owned())
}

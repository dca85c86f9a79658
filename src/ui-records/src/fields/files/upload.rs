//! One file on its way: announced, sent with its progress, completed.

use icosa_contract::files::{CreateFileUpload, FileField, FileFolder, StoredFile, own_address};
use icosa_rpc::files::{file_upload_complete, file_upload_create};
use leptos::task::spawn_local;
use uuid::Uuid;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

use super::entries::{Entry, Progress};
use leptos::prelude::*;

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

/// Sends the bytes. `fetch` does not tell how far it is.
async fn put(entry: Entry, address: &str, kind: &str, file: &File) -> Result<(), String> {
    let broken = |_: JsValue| "The connection broke. Remove the file and try again.".to_owned();
    let request = XmlHttpRequest::new().map_err(broken)?;
    request.open_with_async("PUT", address, true).map_err(broken)?;
    request.set_request_header("Content-Type", kind).map_err(broken)?;
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.total() > 0.0 {
            let _ = entry.progress.try_set(Progress::Sending(event.loaded() / event.total()));
        }
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(wasm_bindgen::JsCast::unchecked_ref(progress.as_ref())));
    }
    let ended = js_sys::Promise::new(&mut |done, failed| {
        request.set_onload(Some(&done));
        request.set_onerror(Some(&failed));
        request.set_onabort(Some(&failed));
    });
    let _ = entry.sending.try_set_value(Some(request.clone()));
    let bytes: &web_sys::Blob = file;
    request.send_with_opt_blob(Some(bytes)).map_err(broken)?;
    let outcome = JsFuture::from(ended).await.map_err(broken);
    let _ = entry.sending.try_set_value(None);
    outcome?;
    match request.status() {
        Ok(200..300) => Ok(()),
        _ => Err(reason(&request)),
    }
}

/// What the server says, in its own words.
fn reason(request: &XmlHttpRequest) -> String {
    let text = request.response_text().ok().flatten().unwrap_or_default();
    let told = serde_json::from_str::<icosa_contract::AppError>(&text).map(|error| error.message);
    told.unwrap_or_else(|_| "The file could not be uploaded.".to_owned())
}

//! Sending the file.

use icosa_contract::transfer::Import;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

use super::state::Wizard;

/// Sends a file and shows its import.
pub(super) fn send(wizard: Wizard, file: File) {
    wizard.error.set(None);
    wizard.sending.set(Some(0.0));
    spawn_local(async move {
        let sent = post(wizard, &file).await;
        let _ = wizard.sending.try_set(None);
        match sent {
            Ok(import) => wizard.uploaded(import),
            Err(reason) => {
                let _ = wizard.error.try_set(Some(reason));
            }
        }
    });
}

async fn post(wizard: Wizard, file: &File) -> Result<Import, String> {
    let broken = |_: JsValue| "The connection broke. Please try again.".to_owned();
    let name = String::from(js_sys::encode_uri_component(&file.name()));
    let address = wizard.plural.with_value(|plural| format!("/rest/imports/{plural}?name={name}"));
    let request = XmlHttpRequest::new().map_err(broken)?;
    request.open_with_async("POST", &address, true).map_err(broken)?;
    // The server goes by the name: browsers call CSV files by many types.
    request.set_request_header("Content-Type", "application/octet-stream").map_err(broken)?;
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.total() > 0.0 {
            let _ = wizard.sending.try_set(Some(event.loaded() / event.total()));
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
    request.send_with_opt_blob(Some(file)).map_err(broken)?;
    JsFuture::from(ended).await.map_err(broken)?;
    let text = request.response_text().ok().flatten().unwrap_or_default();
    match request.status() {
        Ok(200..300) => {
            let answer: Result<Answer, _> = serde_json::from_str(&text);
            answer.map(|answer| answer.data.import).map_err(|_| "The answer was not understood.".to_owned())
        }
        _ => Err(reason(&text)),
    }
}

#[derive(Deserialize)]
struct Answer {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    import: Import,
}

/// What the server says, in its own words.
fn reason(text: &str) -> String {
    #[derive(Deserialize)]
    struct Refusal {
        messages: Vec<String>,
    }
    let told = serde_json::from_str::<Refusal>(text).ok();
    told.and_then(|refusal| refusal.messages.into_iter().next())
        .unwrap_or_else(|| "The file could not be uploaded.".to_owned())
}

//! Sending the bytes of a file and telling how far they are, which `fetch` does not.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, ProgressEvent, XmlHttpRequest};

/// Where a file goes.
pub(crate) struct Target<'a> {
    /// HTTP method.
    pub method: &'static str,
    /// Address of this server or of the storage.
    pub address: &'a str,
    /// What the bytes are said to be.
    pub content_type: &'a str,
}

/// What was answered.
pub(crate) struct Answer {
    /// A status of success.
    pub is_ok: bool,
    /// The body; empty where there is none.
    pub text: String,
}

/// The bytes did not get there, or nothing was answered: the connection broke, or the request was aborted.
pub(crate) struct Broken;

impl From<JsValue> for Broken {
    fn from(_: JsValue) -> Self {
        Self
    }
}

/// Sends a file by a request of the caller, who may abort it. `on_progress` hears the share that is sent, 0 to 1.
pub(crate) async fn send_file(
    request: &XmlHttpRequest,
    target: Target<'_>,
    file: &File,
    on_progress: impl Fn(f64) + 'static,
) -> Result<Answer, Broken> {
    request.open_with_async(target.method, target.address, true)?;
    request.set_request_header("Content-Type", target.content_type)?;
    let progress = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.total() > 0.0 {
            on_progress(event.loaded() / event.total());
        }
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(progress.as_ref().unchecked_ref()));
    }
    let ended = js_sys::Promise::new(&mut |done, failed| {
        request.set_onload(Some(&done));
        request.set_onerror(Some(&failed));
        request.set_onabort(Some(&failed));
    });
    request.send_with_opt_blob(Some(file))?;
    JsFuture::from(ended).await?;
    let text = request.response_text().ok().flatten().unwrap_or_default();
    Ok(Answer { is_ok: matches!(request.status(), Ok(200..300)), text })
}

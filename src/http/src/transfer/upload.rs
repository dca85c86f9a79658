//! A file coming in.

use std::time::Duration;

use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use icosa_contract::transfer::{FileFormat, Import, ImportPlan, ImportsApi};
use icosa_engine::transfer::Upload;
use tokio::time::timeout;

use super::{data, object, query, value};
use crate::HttpState;
use crate::rest::error::RestError;
use crate::session::SignedInCaller;

/// `POST /rest/imports/{objectPlural}?name=&format=&start=`: the body is the file. Answers the import; with `start=true`
/// it begins at once, with the columns that match by their headers.
pub async fn upload(
    State(state): State<HttpState>,
    caller: Option<Extension<SignedInCaller>>,
    Path(plural): Path<String>,
    request: Request,
) -> Response {
    let Some(Extension(caller)) = caller else { return RestError::missing_token().into_response() };
    match answer(&state, &caller, &plural, request).await {
        Ok(import) => (StatusCode::CREATED, data("import", import)).into_response(),
        Err(error) => error.into_response(),
    }
}

async fn answer(
    state: &HttpState,
    caller: &SignedInCaller,
    plural: &str,
    request: Request,
) -> Result<Import, RestError> {
    let object = object(&caller.model, plural)?;
    let query = query(request.uri().query());
    let name = value(&query, "name").unwrap_or("import").to_owned();
    let format = format(value(&query, "format"), &name, request.headers())?;
    let starts = value(&query, "start") == Some("true");
    let upload = state.engine.begin_upload(&caller.actor, &object.name_singular, &name, format).await?;
    let import = take_in(upload, request, state.engine.config().idle_timeout).await?;
    if starts {
        return Ok(ImportsApi::start(&state.engine, &caller.actor, import.id, ImportPlan::default()).await?);
    }
    Ok(import)
}

/// What was sent before it broke off is forgotten; who sends nothing for so long is given up.
async fn take_in(mut upload: Upload, request: Request, patience: Duration) -> Result<Import, RestError> {
    let most = crate::limits::most_of(&request);
    let mut body = request.into_body().into_data_stream();
    loop {
        let taken = match timeout(patience, body.next()).await {
            Ok(None) => break,
            Ok(Some(Ok(bytes))) => upload.push(&bytes).await.map_err(RestError::from),
            Ok(Some(Err(error))) => Err(crate::limits::unread(error, most)),
            Err(_) => {
                upload.discard().await;
                return Err(RestError::invalid("UPLOAD_STALLED", "Nothing more of the file came"));
            }
        };
        if let Err(error) = taken {
            upload.discard().await;
            // The sender gets to read the answer once everything is sent.
            crate::limits::drain(body).await;
            return Err(error);
        }
    }
    Ok(upload.finish().await?)
}

/// What was said, else by the type of the body, else by the ending of the name.
fn format(said: Option<&str>, name: &str, headers: &HeaderMap) -> Result<FileFormat, RestError> {
    if let Some(word) = said {
        let unknown = || RestError::bad_request("'format' invalid. It is csv or jsonl");
        return FileFormat::parse(word).ok_or_else(unknown);
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.contains("jsonl") || kind.contains("ndjson") {
        return Ok(FileFormat::Jsonl);
    }
    if kind.starts_with("text/csv") {
        return Ok(FileFormat::Csv);
    }
    Ok(FileFormat::of_file(name))
}

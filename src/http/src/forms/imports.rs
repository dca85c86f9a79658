//! Importing a file by plain forms: it comes in, its columns are matched, its rows are checked, written and taken back.

use axum::Extension;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use icosa_contract::transfer::form::{FILE, ImportStep, STEP, option, read_plan};
use icosa_contract::transfer::{FileFormat, Import, ImportsApi, MAX_IMPORT_FILE};
use icosa_contract::{AppError, routes};
use tokio::time::timeout;
use url::form_urlencoded::Serializer;
use uuid::Uuid;

use super::account::to_sign_in;
use super::body::Form;
use crate::HttpState;
use crate::error::ErrorResponse;
use crate::limits;
use crate::session::SignedInCaller;

type Caller = Option<Extension<SignedInCaller>>;

/// A file to be imported; the page that matches its columns is next.
pub async fn upload(
    State(state): State<HttpState>,
    caller: Caller,
    Path(plural): Path<String>,
    parts: Result<Multipart, MultipartRejection>,
) -> Response {
    let Some(Extension(caller)) = caller else { return to_sign_in() };
    let page = routes::import(&plural);
    match take(&state, &caller, &plural, parts).await {
        Ok(import) => Redirect::to(&address(&page, import.id, &[])).into_response(),
        Err(error) => state.flashes.refuse(&page, &error, &Form::default()).await.into_response(),
    }
}

async fn take(
    state: &HttpState,
    caller: &SignedInCaller,
    plural: &str,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Import, AppError> {
    let mut parts = parts.map_err(|_| unreadable())?;
    let patience = state.engine.config().idle_timeout;
    while let Some(mut part) = timeout(patience, parts.next_field())
        .await
        .map_err(|_| unreadable())?
        .map_err(|error| unread(&error))?
    {
        if part.name() == Some(FILE) && part.file_name().is_some_and(|name| !name.is_empty()) {
            let taken = take_in(state, caller, plural, &mut part).await;
            if taken.is_err() {
                // The sender gets to read the answer once everything is sent.
                limits::drain(part).await;
            }
            return taken;
        }
    }
    Err(AppError::bad_input("Please choose a file.").with_field(FILE))
}

/// What was sent before it broke off is forgotten; who sends nothing for so long is given up.
async fn take_in(
    state: &HttpState,
    caller: &SignedInCaller,
    plural: &str,
    part: &mut Field<'_>,
) -> Result<Import, AppError> {
    let object = caller.model.object_by_plural(plural).ok_or_else(no_object)?;
    let name = part.file_name().unwrap_or_default().to_owned();
    let format = FileFormat::of_file(&name);
    let patience = state.engine.config().idle_timeout;
    let mut upload = state.engine.begin_upload(&caller.actor, &object.name_singular, &name, format).await?;
    loop {
        let taken = match timeout(patience, part.chunk()).await {
            Ok(Ok(None)) => return upload.finish().await,
            Ok(Ok(Some(bytes))) => upload.push(&bytes).await,
            Ok(Err(error)) => Err(unread(&error)),
            Err(_) => Err(unreadable()),
        };
        if let Err(error) = taken {
            upload.discard().await;
            return Err(error);
        }
    }
}

/// What the pressed button says, with the plan that the inputs say; the page of the import is next.
pub async fn go_on(
    State(state): State<HttpState>,
    caller: Caller,
    Path((plural, id)): Path<(String, Uuid)>,
    form: Form,
) -> Response {
    let Some(Extension(caller)) = caller else { return to_sign_in() };
    if caller.model.object_by_plural(&plural).is_none() {
        return ErrorResponse(no_object()).into_response();
    }
    let page = routes::import(&plural);
    let Some(step) = ImportStep::parse(form.text(STEP)) else {
        let error = AppError::bad_input("The form does not say what is to be done.");
        return state.flashes.refuse(&address(&page, id, &[]), &error, &form).await.into_response();
    };
    let plan = || read_plan(&|name| form.has(name).then(|| form.text(name).to_owned()));
    let (api, actor): (&dyn ImportsApi, _) = (&state.engine, &caller.actor);
    let done = match step {
        ImportStep::Read => {
            let chosen = option::ALL.map(|name| (name, form.text(name)));
            return Redirect::to(&address(&page, id, &chosen)).into_response();
        }
        ImportStep::Validate => api.validate(actor, id, plan()).await,
        ImportStep::Start => api.start(actor, id, plan()).await,
        ImportStep::Undo => api.undo(actor, id).await,
        ImportStep::Cancel => api.cancel(actor, id).await,
        ImportStep::Discard => api.discard(actor, id).await,
    };
    match (done, step) {
        (Ok(_), ImportStep::Discard) => Redirect::to(&page).into_response(),
        (Ok(_), _) => Redirect::to(&address(&page, id, &[])).into_response(),
        (Err(error), _) => {
            state.flashes.refuse(&address(&page, id, &[]), &error, &form).await.into_response()
        }
    }
}

fn address(page: &str, id: Uuid, more: &[(&str, &str)]) -> String {
    let mut query = Serializer::new(String::new());
    query.append_pair("id", &id.to_string());
    query.extend_pairs(more.iter().filter(|(_, value)| !value.is_empty()));
    format!("{page}?{}", query.finish())
}

fn no_object() -> AppError {
    AppError::not_found("There is no such kind of record.")
}

fn unread(error: &MultipartError) -> AppError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            limits::too_large(usize::try_from(MAX_IMPORT_FILE).unwrap_or(usize::MAX))
        }
        _ => unreadable(),
    }
}

fn unreadable() -> AppError {
    AppError::bad_input("The file could not be read. Please send it again.")
}

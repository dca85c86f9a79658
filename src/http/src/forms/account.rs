//! Onboarding steps and the theme.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use icosa_contract::AppError;
use icosa_contract::account::AccountApi;
use icosa_contract::files::{CreateFileUpload, FileFolder, FilesApi, PictureOf};
use icosa_contract::routes;
use icosa_contract::session::ColorScheme;

use super::body::{Form, FormWithFiles};
use crate::HttpState;
use crate::guard::safe_return;
use crate::session::SignedInCaller;

type Caller = Option<Extension<SignedInCaller>>;

/// The workspace's name, in onboarding and in settings (which say by `next` where they are).
pub async fn name_workspace(State(state): State<HttpState>, caller: Caller, form: Form) -> Response {
    let Some(Extension(caller)) = caller else { return to_sign_in() };
    let next = safe_return(form.text("next"));
    match state.engine.name_workspace(&caller.actor, form.text("name")).await {
        Ok(()) => Redirect::to(next.unwrap_or(routes::CREATE_PROFILE)).into_response(),
        Err(error) => {
            let back = next.unwrap_or(routes::WORKSPACE_ACTIVATION);
            state.flashes.refuse(back, &error, &form).await.into_response()
        }
    }
}

/// The person's name, in onboarding and in settings (which say by `next` where they are).
pub async fn profile(State(state): State<HttpState>, caller: Caller, form: Form) -> Response {
    let Some(Extension(caller)) = caller else { return to_sign_in() };
    let next = safe_return(form.text("next"));
    match state.engine.set_profile(&caller.actor, form.text("firstName"), form.text("lastName")).await {
        Ok(()) => Redirect::to(next.unwrap_or("/")).into_response(),
        Err(error) => {
            let back = next.unwrap_or(routes::CREATE_PROFILE);
            state.flashes.refuse(back, &error, &form).await.into_response()
        }
    }
}

/// The person's picture: the file sent, or none with `remove`.
pub async fn picture(State(state): State<HttpState>, caller: Caller, sent: FormWithFiles) -> Response {
    take_picture(&state, caller, sent, PictureOf::Member, routes::settings::PROFILE).await
}

/// The workspace's picture, the same way.
pub async fn logo(State(state): State<HttpState>, caller: Caller, sent: FormWithFiles) -> Response {
    take_picture(&state, caller, sent, PictureOf::Workspace, routes::settings::GENERAL).await
}

/// `page` is where the form stands.
async fn take_picture(
    state: &HttpState,
    caller: Caller,
    sent: FormWithFiles,
    of: PictureOf,
    page: &'static str,
) -> Response {
    let Some(Extension(caller)) = caller else { return to_sign_in() };
    let FormWithFiles { form, files } = sent;
    let api = &state.files;
    let outcome = async {
        if form.has("remove") {
            return api.remove_picture(&caller.actor, of).await;
        }
        let (_, sent) = files.into_iter().next().ok_or_else(no_picture)?;
        let folder = FileFolder::CorePicture;
        let request = CreateFileUpload { filename: sent.filename, size: sent.size, folder, field: None };
        let stored = api.store(&caller.actor, request, Box::new(sent.file)).await?;
        api.take_picture(&caller.actor, stored.id, of).await.map(drop)
    };
    match outcome.await {
        Ok(()) => Redirect::to(page).into_response(),
        Err(error) => state.flashes.refuse(page, &error, &form).await.into_response(),
    }
}

fn no_picture() -> AppError {
    AppError::bad_input("Please choose a picture.").with_field("picture")
}

/// The theme, from the workspace menu; goes back to the page it was chosen on.
pub async fn color_scheme(
    State(state): State<HttpState>,
    caller: Caller,
    headers: axum::http::HeaderMap,
    form: Form,
) -> Result<Response, crate::error::ErrorResponse> {
    let Some(Extension(caller)) = caller else { return Ok(to_sign_in()) };
    state.engine.set_color_scheme(&caller.actor, ColorScheme::parse(form.text("scheme"))).await?;
    Ok(Redirect::to(&back(&headers)).into_response())
}

/// The path of the page the form was on.
fn back(headers: &axum::http::HeaderMap) -> String {
    let referer = headers.get(axum::http::header::REFERER).and_then(|value| value.to_str().ok());
    let url = referer.and_then(|referer| url::Url::parse(referer).ok());
    let path = url.map(|url| url[url::Position::BeforePath..].to_owned()).unwrap_or_default();
    safe_return(&path).unwrap_or("/").to_owned()
}

/// Where a form goes whose session has ended.
#[must_use]
pub fn to_sign_in() -> Response {
    Redirect::to(routes::WELCOME).into_response()
}

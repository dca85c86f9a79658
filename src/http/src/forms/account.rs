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

/// Onboarding: the workspace's name.
pub async fn name_workspace(State(state): State<HttpState>, caller: Caller, form: Form) -> Response {
    let Some(Extension(caller)) = caller else { return to_sign_in() };
    match state.engine.name_workspace(&caller.actor, form.text("name")).await {
        Ok(()) => Redirect::to(routes::CREATE_PROFILE).into_response(),
        Err(error) => state.flashes.refuse(routes::WORKSPACE_ACTIVATION, &error, &form).await.into_response(),
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
    let Some(Extension(caller)) = caller else { return to_sign_in() };
    let FormWithFiles { form, files } = sent;
    let (api, of) = (&state.files, PictureOf::Member);
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
        Ok(()) => Redirect::to(routes::settings::PROFILE).into_response(),
        Err(error) => state.flashes.refuse(routes::settings::PROFILE, &error, &form).await.into_response(),
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
